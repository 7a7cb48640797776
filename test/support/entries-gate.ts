import type { BrowserContext } from 'playwright-core';

const ENTRIES = '42["entries"';

/** Between a browser and its hub: while shut, entries wait and everything else passes. A screen that hears late. */
export class EntriesGate {
  #shut = false;
  #waiting: (() => void)[] = [];

  /** To be given to `openPage` as `before`. */
  readonly install = async (context: BrowserContext): Promise<void> => {
    await context.routeWebSocket(/\/socket\.io\//, (screen) => {
      const hub = screen.connectToServer();
      hub.onMessage((message) => {
        const pass = (): void => screen.send(message);
        if (this.#shut && typeof message === 'string' && message.startsWith(ENTRIES)) this.#waiting.push(pass);
        else pass();
      });
    });
  };

  shut(): void {
    this.#shut = true;
  }

  /** Lets through what waited, in order. */
  open(): void {
    this.#shut = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const pass of waiting) pass();
  }
}
