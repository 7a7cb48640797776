import { LANGUAGE_DEFAULT, LANGUAGE_TAGS, otherLanguage, type Language } from '../i18n/language.ts';

/** The language of one screen. Texts are read as `texts(language.current)`. */
export class LanguageChoice {
  #current = $state<Language>(LANGUAGE_DEFAULT);
  readonly #initial: Language;

  constructor(initial: Language = LANGUAGE_DEFAULT) {
    this.#initial = initial;
    this.#current = initial;
  }

  get current(): Language {
    return this.#current;
  }

  get other(): Language {
    return otherLanguage(this.#current);
  }

  /** Somebody chose another than the screen begins with. */
  get isChosen(): boolean {
    return this.#current !== this.#initial;
  }

  /** For the `lang` attribute. */
  get tag(): string {
    return LANGUAGE_TAGS[this.#current];
  }

  choose(language: Language): void {
    this.#current = language;
  }

  toggle(): void {
    this.#current = this.other;
  }

  /** For the next person. */
  reset(): void {
    this.#current = this.#initial;
  }
}
