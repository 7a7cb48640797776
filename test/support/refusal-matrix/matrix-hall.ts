import type { HallConfiguration } from '../../../shared/hall/configuration.ts';
import { must } from '../../../shared/lib/assert.ts';
import { GREETER, GUARD, KIOSK, MANAGER, MINUTE, MORNING, PlayedHall, SYSTEM, teller } from '../played-hall.ts';
import { adviceTo } from '../some-advice.ts';
import { testConfiguration } from '../test-configuration.ts';
import { PRINTER } from '../whole-configuration.ts';

const text = (words: string) => ({ zh: words, en: words });

/** A counter in every state. */
export const COUNTERS = {
  unknown: 99,
  unstaffed: 1,
  closed: 2,
  idle: 3,
  calling: 4,
  serving: 5,
  paused: 6,
  'pause planned': 7,
  'close planned': 8,
} as const;
export type CounterCase = keyof typeof COUNTERS;

/** A ticket in every state. What stands at a counter stands at the one of that state above. */
export const TICKET_CASES = [
  'unknown',
  'waiting',
  'waiting for a counter',
  'called',
  'serving',
  'held for any counter',
  'held for its counter',
  'held until later',
  'no-show',
  'no-show for good',
  'done',
  'left',
  'cancelled',
  'merged',
] as const;
export type TicketCase = (typeof TICKET_CASES)[number];

/** The halls in which every command is sent. All but the first two have everything above in them. */
export const HALL_CASES = [
  'never opened',
  'day closed',
  'open',
  'nobody waits',
  'service stopped',
  'outside hours',
  'service full',
  'minimum of counters',
  'serves everybody first',
  'managers choose',
  'no recalls',
  'recalls apart',
  'late appointments refused',
  'putting back',
  'no putting back',
  'a moment ago',
  'a minute ago',
] as const;
export type HallCase = (typeof HALL_CASES)[number];

/** What is in a hall, by the names of the cases. */
export interface MatrixHall {
  readonly played: PlayedHall;
  readonly tickets: { readonly [Case in TicketCase]?: string };
  readonly notices: { readonly wall: string; readonly staff: string };
  readonly alerts: { readonly manager: string; readonly guard: string; readonly over: string } | null;
  readonly breaks: { readonly planned: string; readonly begun: string };
  /** Of the kiosk of the matrix and of another; none in a hall that never opened. */
  readonly leases: { readonly own: string; readonly other: string };
}

export const APPOINTMENTS = { booked: 'BOOKED', early: 'EARLY', late: 'LATE', cancelled: 'GONE', 'checked in': 'HERE' } as const;

/**
 * Built at nine, and commands are sent at twenty past: nothing can be taken back any more, but in the two halls that are about
 * that. A hall without people has only its staff.
 */
export function matrixHall(which: HallCase): MatrixHall {
  const played = new PlayedHall(changesOf(which), { opens: which !== 'never opened' });
  const notices = postNotices(played);
  const breaks = { planned: planBreak(played, 300), begun: planBreak(played, 2) };
  book(played);
  answerAdvice(played);
  const leases = which === 'never opened' ? { own: 'own', other: 'other' } : lend(played);
  if (!hasPeople(which)) {
    if (which === 'day closed') played.done({ type: 'close-day' }, MANAGER);
    played.done({ type: 'sign-in', counter: COUNTERS.closed }, teller(COUNTERS.closed));
    return { played: played.wait(TWENTY_PAST - played.now), tickets: {}, notices, alerts: null, breaks, leases };
  }
  if (which === 'a moment ago') played.wait(20 * MINUTE - 5_000);
  if (which === 'a minute ago') played.wait(19 * MINUTE);
  const tickets: Record<string, string> = fill(played);
  const alerts = askForHelp(played);
  if (played.now === MORNING) settle(played.wait(19 * MINUTE), which, tickets);
  if (which === 'nobody waits') delete tickets.waiting;
  return { played: played.wait(TWENTY_PAST - played.now), tickets, notices, alerts, breaks, leases };
}

const TWENTY_PAST = MORNING + 20 * MINUTE;

/** In these, nothing has happened since; in the others what was due at nineteen past has been carried out. */
export const JUST_NOW: readonly HallCase[] = ['a moment ago', 'a minute ago'];

export function hasPeople(which: HallCase): boolean {
  return which !== 'never opened' && which !== 'day closed';
}

function changesOf(which: HallCase): Partial<HallConfiguration> {
  const small = testConfiguration();
  const numbers = Object.values(COUNTERS).filter((id) => id !== COUNTERS.unknown);
  const base: Partial<HallConfiguration> = {
    counters: numbers.map((id) => ({ id, name: text(String(id)), kind: 'counter', serves: [['A', 'B']] })),
    routing: { kind: 'fcfs', passedMax: null },
    returns: { placesBack: 0, timesMax: 1 },
    printers: [PRINTER],
    feedback: which === 'no recalls' ? undefined : { rating: true, comments: true },
    appointments: { earlyMinutes: 30, lateMinutes: 5, late: 'walk-in', place: 'check-in' },
  };
  switch (which) {
    case 'minimum of counters':
      return { ...base, minimumOpen: [{ service: 'A', counters: 8, from: '00:00', to: '24:00' }] };
    case 'serves everybody first':
      return { ...base, endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } };
    case 'managers choose':
      return { ...base, chosenCallBy: ['manager'] };
    case 'no recalls':
      return { ...base, recalls: { timesMax: 0, spacingSeconds: 0 } };
    case 'recalls apart':
      return { ...base, recalls: { timesMax: 9, spacingSeconds: 86_400 } };
    case 'late appointments refused':
      return { ...base, appointments: { earlyMinutes: 30, lateMinutes: 5, late: 'refused', place: 'check-in' } };
    case 'putting back':
      return { ...base, postpone: { placesBack: 2, timesMax: 1 } };
    case 'no putting back':
      return { ...base, postpone: { placesBack: 2, timesMax: 0 } };
    case 'outside hours':
      return { ...base, hours: { sun: [{ from: '00:00', to: '09:15' }] } };
    case 'service full':
      return { ...base, services: small.services.map((each) => (each.id === 'B' ? { ...each, ticketsPerDayMax: 1 } : each)) };
    default:
      return base;
  }
}

function postNotices(hall: PlayedHall): MatrixHall['notices'] {
  const post = (audience: 'wall' | 'staff') =>
    must(hall.answer({ type: 'post-notice', audience, text: text('notice') }, MANAGER).notice, 'a notice');
  return { wall: post('wall'), staff: post('staff') };
}

/** Of the teller at the closed counter, so that nothing is paused. */
function planBreak(hall: PlayedHall, inMinutes: number): string {
  const from = hall.now + inMinutes * MINUTE;
  const staffNumber = String(1000 + COUNTERS.closed);
  const planned = hall.answer({ type: 'plan-break', teller: staffNumber, from, minutes: 30, reason: 'meal' }, MANAGER);
  return must(planned.break, 'a break');
}

/** Booked for 09:25, 10:25, 09:05 and so on; the commands of the matrix are sent after 09:20. */
function book(hall: PlayedHall): void {
  const at = { [APPOINTMENTS.early]: 85, [APPOINTMENTS.late]: 5 } as Record<string, number>;
  const appointments = Object.values(APPOINTMENTS).map((code) => ({
    code,
    service: 'A',
    at: MORNING + (at[code] ?? 25) * MINUTE,
  }));
  hall.done({ type: 'book-appointments', appointments }, MANAGER);
  hall.done({ type: 'cancel-appointment', code: APPOINTMENTS.cancelled }, MANAGER);
}

function lend(hall: PlayedHall): MatrixHall['leases'] {
  const lent = (id: string) =>
    must(
      hall.answer({ type: 'lease-numbers', series: 'A', nonce: 'first-life', boots: 1 }, { id, roles: ['kiosk'] }).block,
      'a block',
    ).lease;
  return { own: lent('kiosk:alone'), other: lent('device:other') };
}

export const ANSWERED_ADVICE = 'advice-answered';

function answerAdvice(hall: PlayedHall): void {
  const advice = adviceTo({ is: 'call-help', service: 'A' }, { id: ANSWERED_ADVICE, at: hall.now });
  hall.done({ type: 'decline-advice', advice, reason: 'nobody-free' }, MANAGER);
}

function fill(hall: PlayedHall): Record<Exclude<TicketCase, 'unknown'>, string> {
  hall.staff(
    COUNTERS.idle,
    COUNTERS.calling,
    COUNTERS.serving,
    COUNTERS.paused,
    COUNTERS['pause planned'],
    COUNTERS['close planned'],
  );
  hall.done({ type: 'sign-in', counter: COUNTERS.closed }, teller(COUNTERS.closed));
  const at = COUNTERS.idle;
  const hold = (kind: 'any-counter' | 'this-counter' | 'later') => {
    const ticket = arrives(hall, at);
    hall.done({ type: 'start-service', counter: at }, teller(at));
    const until = kind === 'later' ? MORNING + 300 * MINUTE : undefined;
    hall.done({ type: 'hold-ticket', counter: at, kind, until }, teller(at));
    return ticket;
  };
  const done = arrives(hall, at);
  hall.done({ type: 'finish-service', counter: at }, teller(at));
  const gone = { held: hold('any-counter'), own: hold('this-counter'), later: hold('later') };
  const forGood = arrives(hall, at);
  hall.done({ type: 'mark-no-show', counter: at }, teller(at));
  hall.done({ type: 'return-ticket', ticket: forGood }, GREETER);
  hall.next(at);
  hall.done({ type: 'mark-no-show', counter: at }, teller(at));
  const noShow = arrives(hall, at);
  hall.done({ type: 'mark-no-show', counter: at }, teller(at));
  for (const planned of [COUNTERS['pause planned'], COUNTERS['close planned']]) {
    arrives(hall, planned);
    hall.done({ type: 'start-service', counter: planned }, teller(planned));
  }
  hall.done({ type: 'pause-counter', counter: COUNTERS['pause planned'], reason: 'meal' }, MANAGER);
  hall.done({ type: 'close-counter', counter: COUNTERS['close planned'] }, MANAGER);
  hall.done({ type: 'pause-counter', counter: COUNTERS.paused, reason: 'meal' }, MANAGER);
  const addressed = arrives(hall, at);
  hall.done({ type: 'start-service', counter: at }, teller(at));
  hall.done({ type: 'transfer-ticket', counter: at, toCounter: COUNTERS.closed }, teller(at));
  const called = arrives(hall, COUNTERS.calling);
  const serving = arrives(hall, COUNTERS.serving);
  hall.done({ type: 'start-service', counter: COUNTERS.serving }, teller(COUNTERS.serving));
  hall.done({ type: 'check-in', code: APPOINTMENTS['checked in'] }, KIOSK);
  const [waiting, left, cancelled, merged] = ['A', 'A', 'A', 'A'].map((service) => hall.issue(service)) as [
    string,
    string,
    string,
    string,
  ];
  hall.issue('B');
  hall.done({ type: 'mark-left', ticket: left }, GREETER);
  hall.done({ type: 'cancel-ticket', ticket: cancelled }, GREETER);
  hall.done({ type: 'merge-tickets', ticket: merged, into: waiting }, GREETER);
  hall.done({ type: 'report-print', ticket: waiting, outcome: 'printed' }, SYSTEM);
  return {
    waiting,
    'waiting for a counter': addressed,
    called,
    serving,
    'held for any counter': gone.held,
    'held for its counter': gone.own,
    'held until later': gone.later,
    'no-show': noShow,
    'no-show for good': forGood,
    done,
    left,
    cancelled,
    merged,
  };
}

/** Somebody comes and is called at once. */
function arrives(hall: PlayedHall, counter: number): string {
  const ticket = hall.issue('A');
  hall.done({ type: 'call-next', counter }, teller(counter));
  return ticket;
}

function askForHelp(hall: PlayedHall): MatrixHall['alerts'] {
  const ask = (from: 'manager' | 'guard', counter: number) =>
    must(hall.answer({ type: 'request-help', counter, from }, teller(counter)).alert, 'an alert');
  const [over, manager, guard] = [
    ask('guard', COUNTERS.paused),
    ask('manager', COUNTERS.calling),
    ask('guard', COUNTERS.serving),
  ];
  hall.done({ type: 'acknowledge-alert', alert: over }, GUARD);
  return { over, manager, guard };
}

/** An entry long after the others also ends whatever could be taken back. */
function settle(hall: PlayedHall, which: HallCase, tickets: Readonly<Record<string, string>>): void {
  hall.done({ type: 'carry-out-due' }, SYSTEM);
  if (which === 'service stopped') hall.done({ type: 'stop-service', service: 'B', reason: 'network' }, MANAGER);
  if (which === 'putting back') hall.issue('A');
  if (which !== 'nobody waits') return;
  hall.done({ type: 'rate-service', ticket: tickets['done']!, leg: 0, grade: 4 }, SYSTEM);
  for (const { id, status } of [...hall.state.tickets.values()]) {
    if (status.is === 'waiting' && id !== tickets['waiting for a counter']) hall.done({ type: 'mark-left', ticket: id }, GREETER);
  }
}
