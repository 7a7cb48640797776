import { NOTICE_AUDIENCES } from '../../shared/hall/notice.ts';
import type { Command, CommandType } from '../../shared/hall/commands.ts';
import type { HallConfiguration, RoutingRule } from '../../shared/hall/configuration.ts';
import { RATING_GRADES } from '../../shared/hall/setup/feedback-setup.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { HOLD_KINDS } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { adviceFrom } from './any-advice.ts';
import type { Draw } from './draw.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';

const MINUTE = 60_000;

/** What is so already is accepted and kept nowhere. */
export const MAY_CHANGE_NOTHING: ReadonlySet<CommandType> = new Set([
  'carry-out-due',
  'request-help',
  'check-documents',
  'confirm-notice',
  'reclassify-ticket',
  'report-printer',
  'set-paper-change',
  'report-screen',
  'report-forecast',
  'serve-only',
  'set-auto-call',
  'open-counter',
  'lease-numbers',
  'issue-offline',
]);

/** The rules of a hall, one for each kind and some bounds. */
export const RULES: readonly RoutingRule[] = [
  { kind: 'fcfs', passedMax: null },
  { kind: 'fcfs', passedMax: 2 },
  { kind: 'strict', order: ['vip', 'priority'], passedMax: null },
  { kind: 'strict', order: ['vip', 'standard'], passedMax: 3 },
  { kind: 'aging', factors: { priority: 2, vip: 3 }, passedMax: 3 },
  { kind: 'aging', factors: { vip: 2 }, passedMax: null, waitMaxMinutes: 6 },
  { kind: 'head-start', minutes: { vip: 10, priority: 3 }, passedMax: null },
  { kind: 'head-start', minutes: { vip: 2 }, passedMax: 1, waitMaxMinutes: 10 },
  {
    kind: 'ratio',
    turns: [
      { classes: ['vip'], calls: 2 },
      { classes: ['standard', 'priority'], calls: 1 },
    ],
    passedMax: null,
  },
  {
    kind: 'ratio',
    turns: [
      { classes: ['priority', 'vip'], calls: 1 },
      { classes: ['standard'], calls: 2 },
    ],
    passedMax: 2,
  },
];

/** Any command, right or wrong, about a hall as it is. */
export function commandFrom(draw: Draw, state: HallState, at: EpochMs): Command {
  return aboutTicket(draw, state) ?? atCounter(draw, state, at) ?? ofHall(draw, state, at);
}

function aboutTicket(draw: Draw, state: HallState): Command | null {
  const { type } = draw;
  const ticket = among([...state.tickets.keys()], draw.ticket);
  switch (type) {
    case 'return-ticket':
    case 'cancel-ticket':
    case 'mark-left':
    case 'postpone-ticket':
    case 'wake-ticket':
    case 'check-documents':
      return { type, ticket };
    case 'reprint-ticket':
      return { type, ticket, printer: draw.any % 4 === 0 ? 'nowhere' : undefined };
    case 'rate-service':
      return rateFrom(draw, state);
    case 'reclassify-ticket':
      return { type, ticket, class: draw.classId };
    case 'merge-tickets':
      return { type, ticket, into: among([...state.tickets.keys()], draw.any) };
    case 'report-print':
      return draw.any % 2 === 0 ? { type, ticket, outcome: 'failed', fault: 'paper-out' } : { type, ticket, outcome: 'printed' };
    case 'redirect-tickets': {
      if (draw.any % 3 === 0)
        return { type, tickets: [ticket, among([...state.tickets.keys()], draw.any)], service: draw.service };
      const from = draw.any % 2 === 0 ? 'A' : 'B';
      const waitedMinutesMin = draw.any % 5 === 0 ? undefined : draw.any % 12;
      return { type, filter: { service: from, class: classOf(draw), waitedMinutesMin }, service: draw.service };
    }
    default:
      return null;
  }
}

/** Of what ended last at some counter, or of any leg of any ticket, which perhaps has not ended. */
function rateFrom({ any, counter, ticket }: Draw, state: HallState): Command {
  const grade = RATING_GRADES[any % RATING_GRADES.length]!;
  const served = state.counters.get(counter)?.served ?? null;
  if (served !== null && any % 3 > 0) return { type: 'rate-service', ticket: served.ticket, leg: served.leg, grade };
  return { type: 'rate-service', ticket: among([...state.tickets.keys()], ticket), leg: any % 3, grade };
}

function atCounter(draw: Draw, state: HallState, at: EpochMs): Command | null {
  const { any, counter, service, type } = draw;
  const ticket = among([...state.tickets.keys()], draw.ticket);
  switch (type) {
    case 'recall':
    case 'start-service':
    case 'mark-no-show':
    case 'close-counter':
    case 'resume-counter':
    case 'sign-in':
    case 'sign-out':
    case 'call-next':
      return { type, counter };
    case 'call-ticket':
      return { type, counter, ticket, reason: 'frail' };
    case 'finish-service':
      return { type, counter, delivered: any % 2 === 0 ? [service] : undefined, visitEnds: any % 3 === 0 ? true : undefined };
    case 'serve-without-ticket':
      return { type, counter, service };
    case 'pause-counter':
      return { type, counter, reason: 'meal' };
    case 'resume-ticket':
      return { type, counter, ticket: among(heldTickets(state), draw.ticket) };
    case 'hold-ticket':
      return holdFrom(draw, at);
    case 'transfer-ticket':
      return transferFrom(draw);
    case 'open-counter':
      return any % 3 === 0
        ? {
            type,
            counter,
            teller: String(1001 + (any % 6)),
            services: any % 2 === 0 ? [service] : undefined,
            until: untilOf(any, at),
          }
        : { type, counter };
    case 'move-teller':
      return { type, counter, toCounter: 1 + (any % 6) };
    case 'serve-only':
      return { type, counter, services: any % 4 === 0 ? [] : [service], until: any % 4 === 0 ? undefined : untilOf(any, at) };
    case 'set-auto-call':
      return { type, counter, on: any % 2 === 0 };
    case 'request-help':
      return { type, counter, from: any % 2 === 0 ? 'manager' : 'guard', about: any % 3 === 0 ? 'pause' : undefined };
    case 'undo':
      return undoFrom(draw, state);
    default:
      return null;
  }
}

/** A redirect that was made a moment ago, now and then one that never was, else the counter's last action. */
function undoFrom({ any, counter }: Draw, state: HallState): Command {
  const made = redirects(state);
  if (any % 7 === 0 || (any % 2 === 0 && made.length > 0)) return { type: 'undo', redirect: among(made, any) };
  return { type: 'undo', counter };
}

function holdFrom({ any, counter }: Draw, at: EpochMs): Command {
  const kind = HOLD_KINDS[any % HOLD_KINDS.length]!;
  return { type: 'hold-ticket', counter, kind, until: kind === 'later' ? at + ((any % 14) - 1) * MINUTE : undefined };
}

function transferFrom({ any, counter, service }: Draw): Command {
  const type = 'transfer-ticket';
  if (any % 4 === 0) return { type, counter, toCounter: 1 + (any % 6) };
  if (any % 4 === 1) return { type, counter, service, toTeller: String(1001 + (any % 5)) };
  return { type, counter, service, delivered: any % 3 === 0 ? ['A'] : undefined };
}

function ofHall(draw: Draw, state: HallState, at: EpochMs): Command {
  const { any, service, type } = draw;
  switch (type) {
    case 'issue-ticket':
      return { type, service, class: draw.classId };
    case 'lease-numbers':
      return {
        type,
        series: service,
        ...lifeOf(draw),
        after: any % 3 === 0 ? undefined : among([...state.leases.keys()], draw.ticket),
      };
    case 'issue-offline':
      return offlineFrom(draw, state, at);
    case 'open-day':
    case 'carry-out-due':
      return { type };
    case 'close-day':
      return { type, leaveUnserved: any % 2 === 0 ? true : undefined };
    case 'report-printer':
      return { type, printer: 'front', condition: any % 3 === 0 ? 'paper-out' : 'ready' };
    case 'set-paper-change':
      return { type, printer: 'front', on: any % 2 === 0 };
    case 'report-screen':
      return { type, screen: 'wall', name: '大屏', condition: any % 3 === 0 ? 'frozen' : 'ready' };
    case 'report-forecast':
      return { type, waits: any % 2 === 0 ? [] : [{ service, minutes: any % 60, inMinutes: 15 }] };
    case 'configure-hall':
      return { type, configuration: changed(state.configuration!, draw) };
    case 'stop-service':
      return { type, service, reason: 'network' };
    case 'resume-service':
      return { type, service };
    case 'post-notice':
      return {
        type,
        audience: NOTICE_AUDIENCES[any % NOTICE_AUDIENCES.length]!,
        text: { zh: '通知', en: 'note' },
        until: any % 3 === 0 ? untilOf(any, at) : undefined,
      };
    case 'withdraw-notice':
    case 'confirm-notice':
      return { type, notice: among([...state.notices.keys()], any) };
    case 'plan-break':
      return {
        type,
        teller: String(1001 + (any % 4)),
        from: at + ((any % 9) - 1) * MINUTE,
        minutes: 1 + (any % 30),
        reason: 'meal',
      };
    case 'cancel-break':
      return { type, break: among([...state.breaks.keys()], any) };
    case 'book-appointments': {
      const code = `CODE${any % 8}`;
      return { type, appointments: [{ code, service, class: classOf(draw), at: at + ((any % 90) - 10) * MINUTE }] };
    }
    case 'cancel-appointment':
    case 'check-in':
      return { type, code: among([...state.appointments.keys()], any) };
    case 'accept-advice':
    case 'decline-advice':
      return adviceFrom({ ...draw, type }, state, at);
    case 'acknowledge-alert':
      return { type, alert: among([...state.alerts.keys()], any) };
    default:
      return unreachable(type as never);
  }
}

/** Rules that change in the middle of a day, printers that come and go, a counter and a class that may be in use. */
function changed(configuration: HallConfiguration, { any, ticket }: Draw): HallConfiguration {
  return {
    ...configuration,
    counters: any % 5 === 0 ? configuration.counters.slice(0, -1) : configuration.counters,
    printers: any % 3 === 0 ? [] : configuration.printers,
    routing: RULES[ticket % RULES.length]!,
    returns: { placesBack: ticket % 3, timesMax: any % 3 },
    postpone: any % 2 === 0 ? { placesBack: 1 + (ticket % 3), timesMax: 1 + (any % 3) } : undefined,
  };
}

/** Of a block that there is, now and then past its end, and often one that came already. */
function offlineFrom(draw: Draw, state: HallState, at: EpochMs): Command {
  const { any, service, classId } = draw;
  const lease = state.leases.get(among([...state.leases.keys()], draw.ticket));
  const serial = (lease?.from ?? 501) + (any % 60 === 59 ? 100 : any % 8);
  const takenAt = at - (any % 5) * MINUTE + (any % 11 === 0 ? 400 * MINUTE : 0);
  return {
    type: 'issue-offline',
    lease: lease?.id ?? 'none',
    serial,
    ...lifeOf(draw),
    service,
    class: any % 2 === 0 ? undefined : classId,
    takenAt,
    printed: any % 3 !== 0,
  };
}

/** One life, seldom another: two lives of one store freeze it for the day. */
function lifeOf({ any }: Draw): { readonly nonce: string; readonly boots: number } {
  return any % 23 === 0 ? { nonce: 'copy', boots: 1 } : { nonce: 'first', boots: 1 };
}

function classOf({ any, classId }: Draw): string | undefined {
  return any % 2 === 0 ? undefined : classId;
}

function untilOf(any: number, at: EpochMs): EpochMs {
  return at + ((any % 20) - 1) * MINUTE;
}

function heldTickets(state: HallState): string[] {
  const held = [...state.tickets.values()].filter(({ status }) => status.is === 'held').map(({ id }) => id);
  return held.length > 0 ? held : [...state.tickets.keys()];
}

function redirects(state: HallState): string[] {
  return [...state.undo.keys()].filter((key) => key.startsWith('redirect:')).map((key) => key.slice('redirect:'.length));
}

function among(ids: readonly string[], place: number): string {
  return ids[place % Math.max(1, ids.length)] ?? 'none';
}
