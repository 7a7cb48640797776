/** Opens the window; false when the browser would not. */
export type OpenFloating = () => Promise<boolean>;

/** The small desk that floats above the counter's other software. */
export class FloatingDesk {
  readonly #openWindow: OpenFloating;
  #isBlocked = $state(false);

  constructor(openWindow: OpenFloating) {
    this.#openWindow = openWindow;
  }

  /** The browser kept the window shut: the person must allow it. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  async open(): Promise<void> {
    this.#isBlocked = !(await this.#openWindow());
  }
}
