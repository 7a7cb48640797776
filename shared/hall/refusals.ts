import type { ConfigurationProblem } from './configuration-problems.ts';
import type { CounterMode } from './counter.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from './configuration.ts';
import type { DayId } from './business-day.ts';
import type { StaffNumber, TicketId, TicketStatus } from './ticket.ts';

/** What each refusal tells besides its kind: enough for one sentence that a person understands. */
interface RefusalFacts {
  /** This role or this person may not do this here. */
  'not-allowed': object;
  'day-not-open': object;
  'day-already-open': { readonly day: DayId };
  /** The clock says a date before the last business day. */
  'day-in-the-past': { readonly day: DayId };
  'unknown-service': { readonly service: ServiceId };
  'unknown-class': { readonly class: ClassId };
  'unknown-counter': { readonly counter: CounterId };
  'unknown-ticket': { readonly ticket: TicketId };
  'unknown-printer': { readonly printer: PrinterId };
  /** Outside the hall's or the service's hours. */
  'service-closed': { readonly service: ServiceId };
  'service-full': { readonly service: ServiceId; readonly ticketsPerDayMax: number };
  'hall-full': { readonly ticketsMax: number };
  'numbers-exhausted': { readonly series: string };
  'ticket-not-waiting': TicketFacts;
  'ticket-not-called': TicketFacts;
  'ticket-not-no-show': TicketFacts;
  'returns-used-up': TicketFacts & { readonly timesMax: number };
  'print-not-pending': TicketFacts;
  'nobody-waiting': { readonly counter: CounterId };
  'nobody-at-hand': { readonly counter: CounterId };
  'ticket-at-hand': { readonly counter: CounterId; readonly number: string | null };
  /** The counter has another ticket at hand than the sender saw. */
  'counter-moved-on': { readonly counter: CounterId; readonly atHand: TicketId | null; readonly number: string | null };
  'counter-closed': { readonly counter: CounterId };
  'counter-paused': { readonly counter: CounterId };
  'counter-not-paused': { readonly counter: CounterId; readonly mode: CounterMode['is'] };
  'counter-already-open': { readonly counter: CounterId };
  'counter-already-closed': { readonly counter: CounterId };
  'counter-already-paused': { readonly counter: CounterId };
  /** The sender is not the one signed in at this counter. */
  'not-signed-in': { readonly counter: CounterId; readonly teller: StaffNumber | null };
  'counter-taken': { readonly counter: CounterId; readonly teller: StaffNumber };
  'already-signed-in': { readonly counter: CounterId; readonly teller: StaffNumber };
  'configuration-invalid': { readonly problems: readonly ConfigurationProblem[] };
  /** Something that the new configuration leaves out is in use now. */
  'configuration-in-use': { readonly inUse: readonly string[] };
  /** Somebody changed the configuration in between. */
  'configuration-changed': { readonly basedOn: number; readonly now: number };
}

interface TicketFacts {
  readonly ticket: TicketId;
  readonly number: string | null;
  readonly status: TicketStatus['is'];
  /** Where it is, when it is at a counter. */
  readonly counter?: CounterId | undefined;
}

export type RefusalKind = keyof RefusalFacts;

/** An expected no: returned, never thrown. The state is untouched. */
export type Refusal = { [Kind in RefusalKind]: { readonly kind: Kind } & RefusalFacts[Kind] }[RefusalKind];

export function refuse<Kind extends RefusalKind>(kind: Kind, facts: RefusalFacts[Kind]): Refusal {
  return { kind, ...facts } as unknown as Refusal;
}
