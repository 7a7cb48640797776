import { failed, ok, type Result } from '../../lib/result.ts';
import type { IssueTicket } from '../commands.ts';
import {
  classSetup,
  seriesFor,
  serviceSetup,
  standardClass,
  type ClassId,
  type HallConfiguration,
  type PrinterId,
  type ServiceId,
  type ServiceSetup,
} from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { EpochMs } from '../../lib/clock.ts';
import type { HallEvent } from '../events.ts';
import { numberText } from '../lease.ts';
import { nextSerial } from '../lent-serials.ts';
import { TICKET_NUMBER_MAX, TICKETS_MAX } from '../limits.ts';
import { isOpenAt, minutesUntilClosing } from '../opening-hours.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { TicketId } from '../ticket.ts';
import { configurationOf } from './lookup.ts';

export function decideIssue(state: HallState, command: IssueTicket, context: Context): Decision {
  const { service, class: classId, printer, large } = command;
  const issuing = issuingEvents(state, { service, class: classId, printer, large, creditAt: context.at, quoted: true }, context);
  return issuing.ok ? ok(issuing.value.events) : issuing;
}

/** What a new ticket is for, and the arrival by which it is ordered: also a moment that is still to come. */
export interface Issuing {
  readonly service: ServiceId;
  /** Absent: the standard class. */
  readonly class?: ClassId | undefined;
  /** Absent: the hall's first printer; null: no paper. */
  readonly printer?: PrinterId | null | undefined;
  readonly large?: boolean | undefined;
  readonly creditAt: EpochMs;
  /** The wait that screens show is this customer's: not so for one with an appointment, who has another place. */
  readonly quoted?: boolean | undefined;
}

/** Everything that is true of a new ticket, however it came to be asked for: hours, limits, number, paper. */
export function issuingEvents(
  state: HallState,
  { service: serviceId, class: asked, printer: paper, large = false, creditAt, quoted = false }: Issuing,
  context: Context,
): Result<{ readonly ticket: TicketId; readonly events: readonly HallEvent[] }, Refusal> {
  const configuration = configurationOf(state);
  const service = serviceSetup(configuration, serviceId);
  if (service === undefined) return failed(refuse('unknown-service', { service: serviceId }));
  const classId = asked ?? standardClass(configuration);
  const printer = printerFor(configuration, paper);
  const refusal = whyNotIssued(state, service, classId, printer, context);
  if (refusal !== null) return failed(refusal);

  const series = seriesFor(configuration, service, classId);
  const letter = configuration.series.find((each) => each.id === series)?.letter ?? series;
  const serial = nextSerial(state, letter);
  if (serial > TICKET_NUMBER_MAX) return failed(refuse('numbers-exhausted', { series }));

  const ticket = context.newId();
  const waiting = state.queues.get(service.id)?.get(classId)?.size ?? 0;
  const quote = quoted ? (context.quoteFor?.(service.id, classId, waiting) ?? null) : null;
  const issued: HallEvent = {
    type: 'ticket-issued',
    ticket,
    number: numberText(letter, serial),
    service: service.id,
    class: classId,
    letter,
    serial,
    credit: { at: creditAt, order: state.creditOrder + 1 },
    ahead: waitingFor(state, service.id),
    ...(quote !== null && { quote }),
  };
  if (printer === null) return ok({ ticket, events: [issued] });
  return ok({ ticket, events: [issued, { type: 'print-requested', ticket, printer, ...(large && { large: true as const }) }] });
}

/** Absent: the hall's first printer, if it has one. */
function printerFor(configuration: HallConfiguration, asked: PrinterId | null | undefined): PrinterId | null {
  return asked === undefined ? (configuration.printers[0]?.id ?? null) : asked;
}

function whyNotIssued(
  state: HallState,
  service: ServiceSetup,
  classId: ClassId,
  printer: PrinterId | null,
  context: Context,
): Refusal | null {
  const configuration = configurationOf(state);
  if (classSetup(configuration, classId) === undefined) return refuse('unknown-class', { class: classId });
  if (printer !== null && !configuration.printers.some((each) => each.id === printer))
    return refuse('unknown-printer', { printer });
  if (state.day.is !== 'open') return refuse('day-not-open', {});
  const stopped = state.stopped.get(service.id);
  if (stopped !== undefined) return refuse('service-stopped', { service: service.id, reason: stopped.reason });
  if (!isIssuedAt(configuration, service, context.at)) return refuse('service-closed', { service: service.id });
  const { ticketsPerDayMax } = service;
  if (ticketsPerDayMax !== undefined && (state.issued.get(service.id) ?? 0) >= ticketsPerDayMax) {
    return refuse('service-full', { service: service.id, ticketsPerDayMax });
  }
  if (state.tickets.size >= TICKETS_MAX) return refuse('hall-full', { ticketsMax: TICKETS_MAX });
  return null;
}

/**
 * Within the hall's hours and, where a service has its own, within those too; and before the last ticket time (停止取号), where the
 * hall has one: the last minutes of a day's posted hours are for those who are here. A lunch break has no such time.
 */
export function isIssuedAt(configuration: HallConfiguration, service: ServiceSetup, at: EpochMs): boolean {
  const { endOfDay, hours, timeZone } = configuration;
  const posted = service.hours === undefined ? [hours] : [hours, service.hours];
  return posted.every((each) => {
    const left = minutesUntilClosing(each, timeZone, at);
    return isOpenAt(each, timeZone, at) && (left === null || left > (endOfDay?.lastTicketMinutes ?? 0));
  });
}

export function waitingFor(state: HallState, service: string): number {
  let waiting = 0;
  for (const queues of [state.queues, ...state.addressed.values()]) {
    for (const queue of queues.get(service)?.values() ?? []) waiting += queue.size;
  }
  return waiting;
}
