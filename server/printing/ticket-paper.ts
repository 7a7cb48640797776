import type { EpochMs } from '../../shared/lib/clock.ts';
import {
  classSetup,
  serviceSetup,
  type ClassId,
  type HallConfiguration,
  type ServedQueue,
  type ServiceId,
} from '../../shared/hall/configuration.ts';
import type { WaitRange } from '../../shared/hall/forecast/wait-range.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Text } from '../../shared/hall/text.ts';
import { currentLeg, isBefore, type Ticket, type TicketId } from '../../shared/hall/ticket.ts';
import { ruleText } from '../../shared/i18n/rule.ts';
import { reservedText } from '../../shared/i18n/words.ts';

/** What a customer holds in the hand: facts only, the wording and the drawing are the layout's. */
export interface TicketPaper {
  readonly hallName: Text;
  readonly number: string;
  readonly service: Text;
  readonly documents: readonly Text[];
  /** People waiting for the same service before this one; null: nobody knows, the hub is away. */
  readonly ahead: number | null;
  /** The wait that was told when it was issued, as it is journalled; null: none was, or it waits for something else since. */
  readonly quote: WaitRange | null;
  /** Counters marked for this customer's class that serve what he waits for (VIP 专席); null: there are none. */
  readonly reserved: { readonly mark: Text; readonly counters: readonly Text[] } | null;
  /** The time that was booked, for who checked in with an appointment. */
  readonly bookedFor: EpochMs | null;
  readonly issuedAt: EpochMs;
  readonly timeZone: string;
  /** A ticket that may be on paper already: it says 补打, so that two papers are not taken for two people. */
  readonly reprint: boolean;
  /** 大字版: everything twice as large. */
  readonly large: boolean;
  /** How this hall calls, in words made from its own rule. */
  readonly rule: Text;
  /** Where the customer's phone finds this ticket; null where the hall has no phone page. */
  readonly link: string | null;
  /** What the hall says to everybody at the end; null: nothing. */
  readonly foot: Text | null;
}

export interface TicketPaperOptions {
  /** As told when the ticket was issued; absent: counted now. */
  readonly ahead?: number | undefined;
  readonly reprint: boolean;
  readonly large: boolean;
  /** What the QR code says; null: there is none. */
  readonly link: string | null;
}

/** Null when there is nothing to put on paper: an unknown ticket, or one without a number. */
export function ticketPaper(state: HallState, ticketId: TicketId, options: TicketPaperOptions): TicketPaper | null {
  const configuration = state.configuration;
  const ticket = state.tickets.get(ticketId);
  if (configuration === null || ticket === undefined || ticket.number === null) return null;
  const leg = currentLeg(ticket);
  const service = serviceSetup(configuration, leg.service);
  return {
    hallName: configuration.name,
    number: ticket.number,
    service: service?.name ?? { zh: leg.service, en: leg.service },
    documents: service?.documents ?? [],
    ahead: options.ahead ?? aheadOf(state, ticket),
    quote: ticket.legs.length === 1 ? ticket.quote : null,
    reserved: reservedFor(configuration, leg.service, ticket.classId),
    bookedFor: bookedFor(state, ticketId),
    issuedAt: ticket.issuedAt,
    timeZone: configuration.timeZone,
    reprint: options.reprint,
    large: options.large,
    rule: ruleWords(configuration),
    link: options.link,
    foot: configuration.paper?.foot ?? null,
  };
}

/** How this hall calls, in both languages. */
export function ruleWords({ routing, classes }: HallConfiguration): Text {
  return { zh: ruleText(routing, classes, 'zh'), en: ruleText(routing, classes, 'en') };
}

/** Counters marked for a class that serve a service; null: there are none. */
export function reservedFor(configuration: HallConfiguration, service: ServiceId, classId: ClassId): TicketPaper['reserved'] {
  const isServed = (served: ServedQueue) =>
    typeof served === 'string' ? served === service : served.service === service && served.class === classId;
  const counters = configuration.counters
    .filter((counter) => counter.reservedFor === classId && counter.serves.flat().some(isServed))
    .map(({ name }) => name);
  const group = classSetup(configuration, classId);
  if (counters.length === 0 || group === undefined) return null;
  return { mark: { zh: reservedText(group, 'zh'), en: reservedText(group, 'en') }, counters };
}

function bookedFor({ appointments }: HallState, ticket: TicketId): EpochMs | null {
  for (const { at, status } of appointments.values()) if (status.is === 'checked-in' && status.ticket === ticket) return at;
  return null;
}

/** Counted over all tickets: only for a paper that is printed again after a restart. */
function aheadOf(state: HallState, ticket: Ticket): number {
  if (ticket.status.is !== 'waiting') return 0;
  const { credit } = ticket.status;
  const { service } = currentLeg(ticket);
  let ahead = 0;
  for (const other of state.tickets.values()) {
    const isAhead =
      other.status.is === 'waiting' && currentLeg(other).service === service && isBefore(other.status.credit, credit);
    if (isAhead) ahead += 1;
  }
  return ahead;
}
