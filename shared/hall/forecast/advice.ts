import type { EpochMs } from '../../lib/clock.ts';
import type { BreakId } from '../break.ts';
import type { ClassId, CounterId, ServiceId } from '../configuration.ts';
import type { StaffNumber } from '../ticket.ts';

export type AdviceId = string;

/** What a manager can be advised to do. Each is one command of the hall when it is accepted. */
export type AdvisedAction =
  | {
      readonly is: 'open-counter';
      readonly counter: CounterId;
      readonly teller: StaffNumber;
      readonly services: readonly ServiceId[] | null;
      /** How long it serves these only; absent with `services: null`, and in advice of a hub that did not say yet: until it is restored. */
      readonly until?: EpochMs | undefined;
    }
  /** `services`: all that the counter serves until then, in this order; its own are among them. */
  | { readonly is: 'serve-also'; readonly counter: CounterId; readonly services: readonly ServiceId[]; readonly until: EpochMs }
  | { readonly is: 'delay-break'; readonly break: BreakId; readonly counter: CounterId; readonly minutes: number }
  /** Who waited so long or longer when it is accepted; `count`: how many that was when it was advised. */
  | {
      readonly is: 'redirect';
      readonly from: ServiceId;
      readonly class: ClassId;
      readonly waitedMinutes: number;
      readonly to: ServiceId;
      readonly count: number;
    }
  | { readonly is: 'call-help'; readonly service: ServiceId };

/** Shown only when the 90 % interval of the saving excludes zero. Durations in milliseconds. */
export interface Advice {
  readonly id: AdviceId;
  readonly at: EpochMs;
  /** The line whose wait it is about. */
  readonly service: ServiceId;
  readonly action: AdvisedAction;
  /** Whose waits it is about: everybody who waits at `at`, or comes within so long. */
  readonly horizonMs: number;
  /** Of the line `service`, their whole waits: as it stands, and with the action. */
  readonly before: AdviceFigures;
  readonly after: AdviceFigures;
  /** Wait saved for each ticket of the whole hall, what other lines lose included: the mean over runs, and the interval that holds 90 % of them. */
  readonly saving: { readonly meanMs: number; readonly lowMs: number; readonly highMs: number };
  /** What all tickets together save, for each minute of a teller's time that it costs; null when it costs none. */
  readonly savedPerTellerMinute: number | null;
}

export interface AdviceFigures {
  /** Whoever is not called within `ADVICE_RUN_MS` counts as having waited until then. */
  readonly waitMeanMs: number;
  /** Null: longer than `ADVICE_RUN_MS`. The fullest hall needs advice most, though its waits cannot be told. */
  readonly waitP90Ms: number | null;
  /** Tickets that wait longer than their service promises; null where none promises. */
  readonly late: number | null;
  readonly tickets: number;
}
