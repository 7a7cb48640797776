/** How the glass is used by whoever stands before it now: 大字版, high contrast, and keys in place of fingers. */
export class Glass {
  #bigType = $state(false);
  #contrast = $state(false);
  #keys = $state(false);

  get bigType(): boolean {
    return this.#bigType;
  }

  get contrast(): boolean {
    return this.#contrast;
  }

  /** Keys are pressed here: what can be done shows its key, and is spoken where the hall wants it. */
  get keys(): boolean {
    return this.#keys;
  }

  get isChanged(): boolean {
    return this.#bigType || this.#contrast || this.#keys;
  }

  toggleBigType(): void {
    this.#bigType = !this.#bigType;
  }

  toggleContrast(): void {
    this.#contrast = !this.#contrast;
  }

  usedKeys(): void {
    this.#keys = true;
  }

  usedFinger(): void {
    this.#keys = false;
  }

  /** For the next person. */
  reset(): void {
    this.#bigType = false;
    this.#contrast = false;
    this.#keys = false;
  }
}
