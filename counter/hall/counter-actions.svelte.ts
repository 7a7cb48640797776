import type { Command, CounterCommand } from '../../shared/hall/commands.ts';
import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { counterSubject, type CommandSender } from '../commands/command-sender.svelte.ts';
import { HALL_PLACE } from './hall-places.ts';

/** What is asked about one counter before something happens there. */
export type CounterDialog = 'more' | 'pause' | 'open' | 'serve-only' | 'move';

export interface OpenWith {
  readonly teller?: StaffNumber | undefined;
  readonly services?: readonly ServiceId[] | undefined;
  readonly until?: EpochMs | undefined;
}

/** What the duty manager does with any counter, from its card. */
export class CounterActions {
  readonly #sender: CommandSender;
  #asked = $state.raw<{ readonly counter: CounterId; readonly dialog: CounterDialog } | null>(null);

  constructor({ sender }: { sender: CommandSender }) {
    this.#sender = sender;
  }

  get asked(): { readonly counter: CounterId; readonly dialog: CounterDialog } | null {
    return this.#asked;
  }

  ask(dialog: CounterDialog, counter: CounterId): void {
    this.#asked = { counter, dialog };
  }

  dismiss(): void {
    this.#asked = null;
  }

  isBusy(counter: CounterId): boolean {
    return this.#sender.isBusy(counterSubject(counter));
  }

  async do(type: Exclude<CounterCommand['type'], 'sign-in'> | 'open-counter', counter: CounterId): Promise<void> {
    await this.#send({ type, counter });
  }

  async pause(counter: CounterId, reason: string): Promise<void> {
    await this.#send({ type: 'pause-counter', counter, reason });
  }

  /** What was not said is left to the hub: the teller who sits there, every service, no end. */
  async open(counter: CounterId, { teller, services = [], until }: OpenWith): Promise<void> {
    await this.#send({
      type: 'open-counter',
      counter,
      ...(teller === undefined || teller === '' ? {} : { teller }),
      ...(services.length === 0 ? {} : { services }),
      ...(until === undefined ? {} : { until }),
    });
  }

  async serveOnly(counter: CounterId, services: readonly ServiceId[], until?: EpochMs): Promise<void> {
    await this.#send({ type: 'serve-only', counter, services, ...(until === undefined ? {} : { until }) });
  }

  async restore(counter: CounterId): Promise<void> {
    await this.serveOnly(counter, []);
  }

  async move(counter: CounterId, toCounter: CounterId): Promise<void> {
    await this.#send({ type: 'move-teller', counter, toCounter });
  }

  async setAutoCall(counter: CounterId, on: boolean): Promise<void> {
    await this.#send({ type: 'set-auto-call', counter, on });
  }

  async #send(command: Command): Promise<void> {
    this.dismiss();
    await this.#sender.send({ place: HALL_PLACE, command });
  }
}
