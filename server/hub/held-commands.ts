import type { Clock, Timers } from '../../shared/lib/clock.ts';
import { HELD_MS_MAX, JOURNAL_RETRY_MS } from './limits.ts';
import type { WaitingCommand } from './waiting-command.ts';

export interface HeldCommandsOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Called now and then while any are held. */
  readonly look: () => void;
}

/**
 * Commands of which nobody knows: decided and perhaps in the journal, or come while it could not be asked. A yes might be taken
 * back and a no might be untrue, so nothing is said: they wait under their ids until the journal knows.
 *
 * Whoever pressed has been told that it is being confirmed. After half a minute he has turned to something else, and what
 * he wanted then would surprise him: such a command is only looked up.
 */
export class HeldCommands {
  readonly #options: HeldCommandsOptions;
  #held: WaitingCommand[] = [];
  #cancelLook: (() => void) | null = null;

  constructor(options: HeldCommandsOptions) {
    this.#options = options;
  }

  hold(commands: readonly WaitingCommand[]): void {
    this.#held.push(...commands);
    if (this.#held.length > 0) this.#lookLater();
  }

  has(command: WaitingCommand): boolean {
    return this.#held.includes(command);
  }

  /** Holds none from here on: `again` to be decided anew, `old` to be looked up and then refused. */
  release(): { readonly again: readonly WaitingCommand[]; readonly old: readonly WaitingCommand[] } {
    const now = this.#options.clock.now();
    const isOld = ({ since }: WaitingCommand): boolean => Math.abs(now - since) > HELD_MS_MAX;
    const held = this.#held;
    this.#held = [];
    this.#cancelLook?.();
    this.#cancelLook = null;
    return { again: held.filter((command) => !isOld(command)), old: held.filter(isOld) };
  }

  /** The journal tells when it knows; should that word be lost, this is asked again. */
  #lookLater(): void {
    this.#cancelLook ??= this.#options.timers.after(JOURNAL_RETRY_MS, () => {
      this.#cancelLook = null;
      this.#options.look();
      if (this.#held.length > 0) this.#lookLater();
    });
  }
}
