import type { EpochMs } from '../../lib/clock.ts';
import { failed, ok } from '../../lib/result.ts';
import { openAlerts } from '../alerts/alert-events.ts';
import type { IssueOffline, LeaseNumbers } from '../lent-number-commands.ts';
import { classSetup, serviceSetup, standardClass, type HallConfiguration } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { HallEvent } from '../events.ts';
import { isCopy, LEASES_MAX, NUMBERS_AHEAD, numberText, refillAt, unusedIn, type Lease, type StoreLife } from '../lease.ts';
import { nextBlockFrom } from '../lent-serials.ts';
import { ALERTS_KEPT, TICKET_NUMBER_MAX, TICKETS_MAX } from '../limits.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { waitingFor } from './issue.ts';
import { configurationOf } from './lookup.ts';

/**
 * A block of numbers for a kiosk, against the moment when the hub is away. `after` names the block that its store has already: while that
 * one has more than `refillAt` left nothing is lent, and a store that is a copy of another is found out here, before it prints anything.
 */
export function decideLeaseNumbers(state: HallState, command: LeaseNumbers, context: Context): Decision {
  const configuration = configurationOf(state);
  const setup = configuration.series.find(({ id }) => id === command.series);
  if (setup === undefined) return failed(refuse('unknown-series', { series: command.series }));
  const numbers = configuration.kiosk?.numbersAhead ?? NUMBERS_AHEAD;
  if (numbers === 0) return failed(refuse('lending-not-offered', {}));
  const { day } = state;
  if (day.is !== 'open') return failed(refuse('day-not-open', {}));
  const kiosk = context.actor.id;
  const after = command.after === undefined ? undefined : state.leases.get(command.after);
  if (after !== undefined && after.kiosk !== kiosk) return failed(refuse('lent-to-another', { lease: after.id }));
  const own = leasesOfKiosk(state, kiosk);
  if (own.some(({ frozen }) => frozen)) return failed(refuse('lease-frozen', {}));
  if (after !== undefined && isCopy(after, command)) return freezing(state, { kiosk, number: null }, context);
  const events: HallEvent[] = after === undefined ? [] : livesOn(after, command);
  if (after !== undefined && isOfToday(state, after) && unusedIn(after) > refillAt(numbers)) return ok(events);
  const today = [...state.leases.values()].filter((lease) => lease.day === day.day).length;
  if (today >= LEASES_MAX) return failed(refuse('list-full', { list: 'leases', max: LEASES_MAX }));
  const { letter } = setup;
  const from = nextBlockFrom(state, letter);
  const to = from + numbers - 1;
  if (to > TICKET_NUMBER_MAX) return failed(refuse('numbers-exhausted', { series: setup.id }));
  const { boots, nonce } = command;
  return ok([
    ...events,
    { type: 'numbers-leased', lease: context.newId(), kiosk, nonce, boots, series: setup.id, letter, day: day.day, from, to },
  ]);
}

/**
 * A paper that a kiosk printed while the hub was away. Somebody holds it, so whatever has changed since, the place is kept: a service that
 * was stopped, closed or left out meanwhile, a class that is no more, a block that was frozen. Refused is only what cannot be such a
 * paper: of no known block, of another kiosk's, of a number outside it.
 */
export function decideIssueOffline(state: HallState, command: IssueOffline, context: Context): Decision {
  const lease = state.leases.get(command.lease);
  if (lease === undefined) return failed(refuse('unknown-lease', { lease: command.lease }));
  if (lease.kiosk !== context.actor.id) return failed(refuse('lent-to-another', { lease: lease.id }));
  const { serial, takenAt } = command;
  if (serial < lease.from || serial > lease.to) return failed(refuse('number-not-lent', { lease: lease.id, serial }));
  const number = numberText(lease.letter, serial);
  const known = lease.used.find((used) => used.serial === serial);
  if (known !== undefined) {
    // Sent again under another id by a store that had not heard the answer.
    if (known.takenAt === takenAt) return ok([]);
    return freezing(state, { kiosk: lease.kiosk, number }, context);
  }
  if (state.tickets.size >= TICKETS_MAX) return failed(refuse('hall-full', { ticketsMax: TICKETS_MAX }));
  const copied: HallEvent[] = [];
  if (isCopy(lease, command) && !lease.frozen) {
    const found = freezing(state, { kiosk: lease.kiosk, number: null }, context);
    if (!found.ok) return found;
    copied.push(...found.value);
  }
  return ok([...copied, ticketOf(state, { lease, command, number }, context)]);
}

function ticketOf(
  state: HallState,
  { lease, command, number }: { readonly lease: Lease; readonly command: IssueOffline; readonly number: string },
  context: Context,
): HallEvent {
  const { service, classId, asked } = stillThere(configurationOf(state), lease, command);
  const { boots, nonce, serial, takenAt } = command;
  const { day, id, letter } = lease;
  const ticket = context.newId();
  const paper = { lease: id, takenAt, boots, nonce, ...(command.printed && { printed: true as const }), ...(asked && { asked }) };
  const isLate = !(state.day.is === 'open' && state.day.day === day);
  if (isLate)
    return { type: 'offline-ticket-late', ticket, number, service, class: classId, letter, serial, day, offline: paper };
  const at = arrivalOf(lease, takenAt, context.at);
  const credit = { at, order: state.creditOrder + 1 };
  const ahead = waitingFor(state, service);
  return { type: 'ticket-issued', ticket, number, service, class: classId, letter, serial, credit, ahead, offline: paper };
}

/**
 * The arrival that counts: when the paper was printed, by the kiosk's own clock, which may be wrong. Nobody can have taken a number before
 * it was lent, nor after it has come.
 */
function arrivalOf(lease: Lease, takenAt: EpochMs, now: EpochMs): EpochMs {
  return Math.min(Math.max(takenAt, lease.at), now);
}

/** What was asked for, or, where that is gone, what comes nearest; with what was asked for, so that somebody can put it right. */
function stillThere(configuration: HallConfiguration, { series }: Lease, { service, class: wanted }: IssueOffline) {
  const { services } = configuration;
  const nearest = serviceSetup(configuration, service) ?? services.find((each) => each.series === series) ?? services[0];
  const standard = standardClass(configuration);
  const classId = wanted !== undefined && classSetup(configuration, wanted) !== undefined ? wanted : standard;
  const isOther = nearest?.id !== service || (wanted !== undefined && classId !== wanted);
  const asked = isOther ? { service, ...(wanted !== undefined && { class: wanted }) } : undefined;
  return { service: nearest?.id ?? service, classId, asked };
}

/** The store lives on: nothing to keep when it is the life that is known. */
function livesOn({ id, life }: Lease, { boots, nonce }: StoreLife): HallEvent[] {
  return life.boots === boots && life.nonce === nonce ? [] : [{ type: 'lease-continued', lease: id, boots, nonce }];
}

/**
 * Two machines have one store: everything lent to that kiosk is frozen, and the staff are told, with the number that stands on two papers
 * where there is one. Told already: nothing more is kept.
 */
function freezing(
  state: HallState,
  { kiosk, number }: { readonly kiosk: string; readonly number: string | null },
  context: Context,
): Decision {
  const open = openAlerts(state);
  const frozen = leasesOfKiosk(state, kiosk).filter((lease) => !lease.frozen);
  const events: HallEvent[] = frozen.length === 0 ? [] : [{ type: 'leases-frozen', kiosk, leases: frozen.map(({ id }) => id) }];
  const isTold = open.some(
    ({ kind, subject }) => kind === 'kiosk-doubled' && subject.about === kiosk && (number === null || subject.number === number),
  );
  if (isTold) return ok(events);
  if (open.length >= ALERTS_KEPT) return failed(refuse('list-full', { list: 'alerts', max: ALERTS_KEPT }));
  return ok([
    ...events,
    {
      type: 'alert-raised',
      alert: context.newId(),
      kind: 'kiosk-doubled',
      subject: { about: kiosk, ...(number !== null && { number }) },
      tell: ['manager', 'greeter'],
      sound: 'urgent',
      attend: true,
    },
  ]);
}

function leasesOfKiosk(state: HallState, kiosk: string): Lease[] {
  return [...state.leases.values()].filter((lease) => lease.kiosk === kiosk && isOfToday(state, lease));
}

function isOfToday({ day }: HallState, lease: Lease): boolean {
  return day.is !== 'none' && lease.day === day.day;
}

/** What the end of the day does to numbers that are lent. */
export function voidingEvents(state: HallState): HallEvent[] {
  const open = [...state.leases.values()].filter((lease) => !lease.voided && isOfToday(state, lease));
  if (open.length === 0) return [];
  const numbers = open.reduce((sum, lease) => sum + unusedIn(lease), 0);
  return [{ type: 'numbers-voided', leases: open.map(({ id }) => id), numbers }];
}
