import type { NewId } from '../../shared/lib/ids.ts';

/**
 * The id of something that is being written. Pressed again after a lost answer, the same words go under the same id, and
 * the hub keeps them once; other words are another record.
 */
export class DraftId {
  readonly #newId: NewId;
  #draft: { readonly words: string; readonly id: string } | null = null;

  constructor(newId: NewId) {
    this.#newId = newId;
  }

  for(words: object): string {
    const said = JSON.stringify(words);
    if (this.#draft?.words !== said) this.#draft = { words: said, id: this.#newId() };
    return this.#draft.id;
  }

  /** The hub has it: the same words said later are said again. */
  kept(): void {
    this.#draft = null;
  }
}
