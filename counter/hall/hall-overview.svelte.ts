import type { CounterCommand } from '../../shared/hall/commands.ts';
import { counterSetup, type CounterId, type CounterSetup } from '../../shared/hall/configuration.ts';
import { counterSigns, type CounterSign } from '../../shared/hall/views/counter-signs.ts';
import { serviceQueues, type ServiceQueue } from '../../shared/hall/views/service-queues.ts';
import { counterSubject, DAY_SUBJECT, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { Question } from '../commands/question.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const HALL_PLACE = 'hall';

export interface OverviewCounter {
  readonly setup: CounterSetup;
  readonly sign: CounterSign;
}

/** The whole hall for whoever runs the day: its queues, every counter, the business day, the clock. */
export class HallOverview {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #question: Question;
  #pausing = $state.raw<CounterId | null>(null);

  constructor({ hall, sender, question }: { hall: LiveHall; sender: CommandSender; question: Question }) {
    this.#hall = hall;
    this.#sender = sender;
    this.#question = question;
  }

  get queues(): ServiceQueue[] {
    return this.#hall.view(serviceQueues) ?? [];
  }

  get counters(): OverviewCounter[] {
    const { configuration } = this.#hall;
    if (configuration === null) return [];
    return (this.#hall.view(counterSigns) ?? []).flatMap((sign) => {
      const setup = counterSetup(configuration, sign.counter);
      return setup === undefined ? [] : [{ setup, sign }];
    });
  }

  /** The counter for which a reason to pause is being chosen. */
  get pausing(): CounterId | null {
    return this.#pausing;
  }

  askPauseReason(counter: CounterId | null): void {
    this.#pausing = counter;
  }

  isBusy(counter: CounterId): boolean {
    return this.#sender.isBusy(counterSubject(counter));
  }

  get isDayBusy(): boolean {
    return this.#sender.isBusy(DAY_SUBJECT);
  }

  async pause(counter: CounterId, reason: string): Promise<void> {
    this.#pausing = null;
    const command = { type: 'pause-counter', counter, reason } as const;
    await this.#sender.send({ place: HALL_PLACE, command });
  }

  async setCounter(
    type: Extract<CounterCommand['type'], 'open-counter' | 'close-counter' | 'resume-counter' | 'sign-out'>,
    counter: CounterId,
  ) {
    await this.#sender.send({ place: HALL_PLACE, command: { type, counter } });
  }

  /** Asked first: closing the day ends every ticket that still waits. */
  async setDay(type: 'open-day' | 'close-day'): Promise<void> {
    if (await this.#question.ask(type)) await this.#sender.send({ place: HALL_PLACE, command: { type } });
  }

  /** A person looked at the clock on the wall and at the hub's, and vouches for the hub's. */
  async confirmClock(): Promise<void> {
    if (!(await this.#question.ask('confirm-clock'))) return;
    await this.#sender.send({ place: HALL_PLACE, command: { type: 'confirm-clock' } });
  }
}
