/** A text that a person reads, in both languages of the product. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Something to choose from a list: the id goes into events, the text onto screens. */
export interface Choice {
  readonly id: string;
  readonly text: Text;
}
