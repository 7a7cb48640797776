import { counterSetup, type CounterSetup, type ServiceId } from '../../shared/hall/configuration.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import { counterSigns, type CounterSign } from '../../shared/hall/views/counter-signs.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { DAY_SUBJECT, type CommandSender } from '../commands/command-sender.svelte.ts';
import type { Question } from '../commands/question.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { HALL_PLACE } from './hall-places.ts';
import { queueFacts, type QueueFacts } from './queue-facts.ts';

export interface OverviewCounter {
  readonly setup: CounterSetup;
  readonly sign: CounterSign;
}

export interface SignedIn {
  readonly teller: StaffNumber;
  readonly at: EpochMs;
  readonly counter: OverviewCounter;
}

/** The whole hall for whoever runs the day: its queues, every counter, the business day, the clock. */
export class HallOverview {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #question: Question;
  /** People whom the hub still counts when the day is to close; null: nobody asked. */
  #stillWaiting = $state.raw<number | null>(null);
  #stopping = $state.raw<ServiceId | null>(null);

  constructor({ hall, sender, question }: { hall: LiveHall; sender: CommandSender; question: Question }) {
    this.#hall = hall;
    this.#sender = sender;
    this.#question = question;
  }

  /** `now`: of a clock that ticks, so that waits grow while nothing else happens. */
  queues(now: EpochMs): QueueFacts[] {
    return this.#hall.view((state) => queueFacts(state, now)) ?? [];
  }

  get counters(): OverviewCounter[] {
    const { configuration } = this.#hall;
    if (configuration === null) return [];
    return (this.#hall.view(counterSigns) ?? []).flatMap((sign) => {
      const setup = counterSetup(configuration, sign.counter);
      return setup === undefined ? [] : { setup, sign };
    });
  }

  /** Who sits where, first come first. */
  get signedIn(): SignedIn[] {
    const at = this.#hall.view((state) => new Map([...state.counters.values()].map(({ id, signIn }) => [id, signIn])));
    return this.counters
      .flatMap((counter) => {
        const signIn = at?.get(counter.setup.id) ?? null;
        return signIn === null ? [] : { ...signIn, counter };
      })
      .sort((left, right) => left.at - right.at);
  }

  get isDayBusy(): boolean {
    return this.#sender.isBusy(DAY_SUBJECT);
  }

  get stillWaiting(): number | null {
    return this.#stillWaiting;
  }

  keepOpen(): void {
    this.#stillWaiting = null;
  }

  async openDay(): Promise<void> {
    if (await this.#question.ask('open-day')) await this.#sender.send({ place: HALL_PLACE, command: { type: 'open-day' } });
  }

  /** A hall that serves everybody first refuses while people wait; then it is asked once more, with their number. */
  async closeDay(): Promise<void> {
    if (!(await this.#question.ask('close-day'))) return;
    await this.#sender.send({ place: HALL_PLACE, command: { type: 'close-day' } });
    const what = this.#sender.noticeAt(HALL_PLACE)?.what;
    if (what?.is !== 'refused' || what.refusal.kind !== 'people-waiting') return;
    this.#sender.dropNotice();
    this.#stillWaiting = what.refusal.waiting;
  }

  async closeAllTheSame(): Promise<void> {
    this.#stillWaiting = null;
    await this.#sender.send({ place: HALL_PLACE, command: { type: 'close-day', leaveUnserved: true } });
  }

  /** The service for which a reason to stop is being chosen. */
  get stopping(): ServiceId | null {
    return this.#stopping;
  }

  askStopReason(service: ServiceId | null): void {
    this.#stopping = service;
  }

  async stopService(service: ServiceId, reason: string): Promise<void> {
    this.#stopping = null;
    await this.#sender.send({ place: HALL_PLACE, command: { type: 'stop-service', service, reason } });
  }

  async resumeService(service: ServiceId): Promise<void> {
    await this.#sender.send({ place: HALL_PLACE, command: { type: 'resume-service', service } });
  }

  /** A person looked at the clock on the wall and at the hub's, and vouches for the hub's. */
  async confirmClock(): Promise<void> {
    if (!(await this.#question.ask('confirm-clock'))) return;
    await this.#sender.send({ place: HALL_PLACE, command: { type: 'confirm-clock' } });
  }
}
