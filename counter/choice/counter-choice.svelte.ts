import { counterSetup, type CounterId, type CounterSetup } from '../../shared/hall/configuration.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import { counterSigns } from '../../shared/hall/views/counter-signs.ts';
import { counterSubject, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const CHOICE_PLACE = 'choice';

export interface CounterTile {
  readonly setup: CounterSetup;
  /** Who is signed in there; null: free. */
  readonly teller: StaffNumber | null;
}

/** Where a teller sits down. Signing in at a counter does not open it. */
export class CounterChoice {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;

  constructor({ hall, sender }: { hall: LiveHall; sender: CommandSender }) {
    this.#hall = hall;
    this.#sender = sender;
  }

  get tiles(): CounterTile[] {
    const { configuration } = this.#hall;
    if (configuration === null) return [];
    return (this.#hall.view(counterSigns) ?? []).flatMap((sign) => {
      const setup = counterSetup(configuration, sign.counter);
      return setup === undefined ? [] : [{ setup, teller: sign.teller }];
    });
  }

  /** The counter at which this browser's person is signed in, by whichever browser: a second one joins the first. */
  get own(): CounterId | null {
    const self = this.#hall.welcome?.staffNumber;
    if (self === undefined) return null;
    return this.tiles.find((tile) => tile.teller === self)?.setup.id ?? null;
  }

  isBusy(counter: CounterId): boolean {
    return this.#sender.isBusy(counterSubject(counter));
  }

  async take(counter: CounterId): Promise<void> {
    await this.#sender.send({ place: CHOICE_PLACE, command: { type: 'sign-in', counter } });
  }
}
