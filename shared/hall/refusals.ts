import type { ConfigurationProblem } from './configuration-problems.ts';
import type { CounterMode } from './counter.ts';
import type { ClassId, CounterId, PrinterId, SeriesId, ServiceId } from './configuration.ts';
import type { LeaseId } from './lease.ts';
import type { DayId } from './business-day.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { RatingGrade } from './setup/feedback-setup.ts';
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
  'unknown-series': { readonly series: SeriesId };
  /** No block of numbers of this hall, of today or the last business day. */
  'unknown-lease': { readonly lease: LeaseId };
  /** The block is another kiosk's. */
  'lent-to-another': { readonly lease: LeaseId };
  'number-not-lent': { readonly lease: LeaseId; readonly serial: number };
  /** Two machines have the store of this kiosk: nothing is lent to it today. */
  'lease-frozen': object;
  /** The hall wants no numbers issued without the hub. */
  'lending-not-offered': object;
  /** Outside the hall's or the service's hours. */
  'service-closed': { readonly service: ServiceId };
  'service-full': { readonly service: ServiceId; readonly ticketsPerDayMax: number };
  'hall-full': { readonly ticketsMax: number };
  'numbers-exhausted': { readonly series: string };
  'ticket-not-waiting': TicketFacts;
  'ticket-not-called': TicketFacts;
  'ticket-not-no-show': TicketFacts;
  'returns-used-up': TicketFacts & { readonly timesMax: number };
  /** The hall has no rule for putting a ticket back (推后). */
  'postponing-not-offered': object;
  'postpones-used-up': TicketFacts & { readonly timesMax: number };
  /** Nobody of the same queue waits behind it: put back, it would be where it is. */
  'nobody-behind': TicketFacts;
  /** The hall does not ask how it was, or takes no words. */
  'feedback-not-offered': { readonly of: 'rating' | 'comments' };
  /** This leg of the visit has not ended, or there is none. */
  'service-not-finished': TicketFacts;
  'already-rated': TicketFacts & { readonly grade: RatingGrade };
  'feedback-too-late': TicketFacts & { readonly minutesMax: number };
  'print-not-pending': TicketFacts;
  /** It is being printed at this moment. */
  'print-pending': TicketFacts;
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
  'ticket-not-held': TicketFacts;
  /** 回本台席继续: it is kept for another counter. */
  'held-elsewhere': TicketFacts;
  'recalls-used-up': TicketFacts & { readonly timesMax: number };
  'recall-too-soon': TicketFacts & { readonly secondsLeft: number };
  /** A transfer to where the customer already is, or to nowhere. */
  'nowhere-to-go': { readonly counter: CounterId };
  'teller-not-signed-in': { readonly teller: StaffNumber };
  /** No account of this hall with that number may sit at a counter. */
  'unknown-teller': { readonly teller: StaffNumber };
  'nothing-to-undo': { readonly counter?: CounterId | undefined };
  /** The time in which it could be taken back is over. */
  'undo-too-late': { readonly seconds: number };
  /** Something has happened since that depends on it. */
  'undo-overtaken': { readonly number: string | null };
  /** Nobody to be moved to this service. */
  'nobody-matches': { readonly service: ServiceId };
  'redirect-too-large': { readonly ticketsMax: number };
  /** A ticket cannot be merged with itself. */
  'same-ticket': TicketFacts;
  'service-stopped': { readonly service: ServiceId; readonly reason: string };
  'service-already-stopped': { readonly service: ServiceId };
  'service-not-stopped': { readonly service: ServiceId };
  /** Fewer counters would be open for a service than the hall wants at this time. A manager may. */
  'below-minimum': { readonly counter: CounterId; readonly service: ServiceId; readonly minimum: number; readonly open: number };
  'unknown-notice': { readonly notice: string };
  'unknown-alert': { readonly alert: string };
  'alert-over': { readonly alert: string; readonly by: StaffNumber | null };
  /** By another manager, perhaps at the same moment. */
  'advice-answered': { readonly by: StaffNumber | null; readonly accepted: boolean };
  /** Made from a hall that is no longer like that. */
  'advice-expired': { readonly minutesMax: number };
  'unknown-break': { readonly break: string };
  'break-over': { readonly break: string };
  /** A moment that is past, or further away than the hall plans. */
  'bad-time': { readonly at: EpochMs };
  'list-full': { readonly list: 'notices' | 'breaks' | 'appointments' | 'alerts' | 'leases'; readonly max: number };
  'unknown-appointment': { readonly code: string };
  'appointment-exists': { readonly code: string };
  'appointment-over': { readonly code: string; readonly status: 'cancelled' | 'checked-in' };
  'appointment-too-early': { readonly code: string; readonly from: EpochMs };
  'appointment-too-late': { readonly code: string; readonly until: EpochMs };
  /** The hall serves everybody first; a manager may close all the same. */
  'people-waiting': { readonly waiting: number };
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
