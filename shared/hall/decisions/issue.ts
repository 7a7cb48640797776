import { failed, ok } from '../../lib/result.ts';
import type { IssueTicket } from '../commands.ts';
import {
  classSetup,
  seriesFor,
  serviceSetup,
  standardClass,
  type ClassId,
  type HallConfiguration,
  type PrinterId,
  type ServiceSetup,
} from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { HallEvent } from '../events.ts';
import { TICKET_NUMBER_DIGITS_MIN, TICKET_NUMBER_MAX, TICKETS_MAX } from '../limits.ts';
import { isOpenAt } from '../opening-hours.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { configurationOf } from './lookup.ts';

export function decideIssue(state: HallState, command: IssueTicket, context: Context): Decision {
  const configuration = configurationOf(state);
  const service = serviceSetup(configuration, command.service);
  if (service === undefined) return failed(refuse('unknown-service', { service: command.service }));
  const classId = command.class ?? standardClass(configuration);
  const printer = printerFor(configuration, command.printer);
  const refusal = whyNotIssued(state, service, classId, printer, context);
  if (refusal !== null) return failed(refusal);

  const series = seriesFor(configuration, service, classId);
  const letter = configuration.series.find((each) => each.id === series)?.letter ?? series;
  const serial = (state.numbers.get(letter) ?? 0) + 1;
  if (serial > TICKET_NUMBER_MAX) return failed(refuse('numbers-exhausted', { series }));

  const ticket = context.newId();
  const events: HallEvent[] = [
    {
      type: 'ticket-issued',
      ticket,
      number: letter + String(serial).padStart(TICKET_NUMBER_DIGITS_MIN, '0'),
      service: service.id,
      class: classId,
      letter,
      serial,
      credit: { at: context.at, order: state.creditOrder + 1 },
      ahead: waitingFor(state, service.id),
    },
  ];
  if (printer !== null) events.push({ type: 'print-requested', ticket, printer });
  return ok(events);
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
  if (!isIssuedAt(configuration, service, context.at)) return refuse('service-closed', { service: service.id });
  const { ticketsPerDayMax } = service;
  if (ticketsPerDayMax !== undefined && (state.issued.get(service.id) ?? 0) >= ticketsPerDayMax) {
    return refuse('service-full', { service: service.id, ticketsPerDayMax });
  }
  if (state.tickets.size >= TICKETS_MAX) return refuse('hall-full', { ticketsMax: TICKETS_MAX });
  return null;
}

/** Within the hall's hours and, where a service has its own, within those too. */
export function isIssuedAt(configuration: HallConfiguration, service: ServiceSetup, at: number): boolean {
  const { hours, timeZone } = configuration;
  return isOpenAt(hours, timeZone, at) && (service.hours === undefined || isOpenAt(service.hours, timeZone, at));
}

export function waitingFor(state: HallState, service: string): number {
  let waiting = 0;
  for (const queue of state.queues.get(service)?.values() ?? []) waiting += queue.size;
  return waiting;
}
