export interface TypedSignsOptions {
  /** Signs that the field takes, as one sign each; a hand's small letter is a capital. */
  readonly takes: RegExp;
  readonly lengthMax: number;
  readonly onEnter: (text: string) => void;
}

/** A field that the glass's own keys, a keyboard and nothing else write into. */
export class TypedSigns {
  readonly #options: TypedSignsOptions;
  #value = $state('');

  constructor(options: TypedSignsOptions) {
    this.#options = options;
  }

  get lengthMax(): number {
    return this.#options.lengthMax;
  }

  get value(): string {
    return this.#value;
  }

  set value(value: string) {
    this.#value = value.slice(0, this.#options.lengthMax);
  }

  /** A key of a keyboard. False: it is none of this field's. */
  press(key: string): boolean {
    if (key === 'Backspace') {
      const isTaken = this.#value !== '';
      this.#value = this.#value.slice(0, -1);
      return isTaken;
    }
    if (key === 'Enter') {
      this.enter();
      return true;
    }
    const sign = key.toUpperCase();
    if (!this.#options.takes.test(sign) || [...sign].length !== 1) return false;
    this.value += sign;
    return true;
  }

  enter(): void {
    if (this.#value !== '') this.#options.onEnter(this.#value);
  }

  clear(): void {
    this.#value = '';
  }
}
