import type { CommandType } from '../../../shared/hall/commands.ts';
import type { AdvisedAction } from '../../../shared/hall/forecast/advice.ts';
import { MINUTE, MORNING } from '../played-hall.ts';
import { adviceTo } from '../some-advice.ts';
import { ANSWERED_ADVICE, APPOINTMENTS, COUNTERS, type MatrixHall } from './matrix-hall.ts';

export interface About {
  readonly counter: number;
  readonly ticket: string;
  readonly hall: MatrixHall;
}

export type Variants = { readonly [variant: string]: (about: About) => object };

const NOW = MORNING + 20 * MINUTE;
const PAST = NOW - MINUTE;
const SOON = NOW + 10 * MINUTE;
const NEVER = NOW + 400 * 24 * 60 * MINUTE;
const NOTE = { zh: '通知', en: 'notice' };

const atCounter: Variants = { plain: ({ counter }) => ({ counter }) };
const ofTicket: Variants = { plain: ({ ticket }) => ({ ticket }) };
const nothing: Variants = { plain: () => ({}) };

const HELP: AdvisedAction = { is: 'call-help', service: 'A' };
/** The reason is for those who decline; the other command has none. */
const advised =
  (action: (hall: MatrixHall) => AdvisedAction, of: { readonly id?: string; readonly at?: number } = {}) =>
  ({ hall }: About): object => ({
    advice: adviceTo(action(hall), { id: 'advice-now', at: NOW - MINUTE, ...of }),
    reason: 'no-skill',
  });
const openWith = (counter: number): AdvisedAction => ({ is: 'open-counter', counter, teller: '1800', services: null });
const delayed = (planned: string): AdvisedAction => ({
  is: 'delay-break',
  break: planned,
  counter: COUNTERS.closed,
  minutes: 60,
});
const lateAnswers: Variants = {
  'answered before': advised(() => HELP, { id: ANSWERED_ADVICE }),
  'of the future': advised(() => HELP, { at: NOW + MINUTE }),
  'too old': advised(() => HELP, { at: NOW - 10 * MINUTE }),
};

const LIFE = { nonce: 'first-life', boots: 1 };
const paper = (lease: string, serial: number) => ({ ...LIFE, lease, serial, service: 'A', takenAt: NOW - MINUTE, printed: true });

/** The fields of each command: right ones, and every kind of wrong ones besides the counter and the ticket. */
export const VARIANTS: { readonly [Type in CommandType]: Variants } = {
  'issue-ticket': {
    plain: () => ({ service: 'A' }),
    'for B': () => ({ service: 'B', printer: null }),
    'unknown service': () => ({ service: 'Z' }),
    'unknown class': () => ({ service: 'A', class: 'gold' }),
    'unknown printer': () => ({ service: 'A', printer: 'back' }),
  },
  'lease-numbers': {
    plain: () => ({ ...LIFE, series: 'A' }),
    'unknown series': () => ({ ...LIFE, series: 'Z' }),
    'after its own': ({ hall }) => ({ ...LIFE, series: 'A', after: hall.leases.own }),
    "after another kiosk's": ({ hall }) => ({ ...LIFE, series: 'A', after: hall.leases.other }),
  },
  'issue-offline': {
    plain: ({ hall }) => paper(hall.leases.own, 501),
    'of no block': () => paper('none', 501),
    "of another kiosk's": ({ hall }) => paper(hall.leases.other, 551),
    'outside the block': ({ hall }) => paper(hall.leases.own, 551),
    'for a service that is gone': ({ hall }) => ({ ...paper(hall.leases.own, 502), service: 'Z', class: 'gold' }),
  },
  'call-next': {
    plain: ({ counter }) => ({ counter }),
    'seen another': ({ counter }) => ({ counter, atHand: 'somebody-else' }),
  },
  'call-ticket': { plain: ({ counter, ticket }) => ({ counter, ticket, reason: 'frail' }) },
  recall: atCounter,
  'start-service': atCounter,
  'finish-service': {
    plain: ({ counter }) => ({ counter, delivered: ['A', 'B'] }),
    'unknown service': ({ counter }) => ({ counter, delivered: ['A', 'Z'] }),
  },
  'mark-no-show': atCounter,
  'return-ticket': ofTicket,
  'cancel-ticket': ofTicket,
  'mark-left': ofTicket,
  'postpone-ticket': ofTicket,
  'rate-service': {
    plain: ({ ticket }) => ({ ticket, leg: 0, grade: 5 }),
    'a leg that is not there': ({ ticket }) => ({ ticket, leg: 7, grade: 5 }),
  },
  'serve-without-ticket': {
    plain: ({ counter }) => ({ counter, service: 'A' }),
    'unknown service': ({ counter }) => ({ counter, service: 'Z' }),
  },
  'sign-in': atCounter,
  'sign-out': atCounter,
  'open-counter': {
    plain: ({ counter }) => ({ counter }),
    'with a teller': ({ counter }) => ({ counter, teller: '1800' }),
    'with a teller who sits elsewhere': ({ counter }) => ({ counter, teller: String(1000 + COUNTERS.idle) }),
    'with services': ({ counter }) => ({ counter, services: ['B'], until: SOON }),
    'until the past': ({ counter }) => ({ counter, services: ['B'], until: PAST }),
    'unknown service': ({ counter }) => ({ counter, services: ['Z'] }),
  },
  'close-counter': atCounter,
  'pause-counter': { plain: ({ counter }) => ({ counter, reason: 'meal' }) },
  'resume-counter': atCounter,
  'open-day': nothing,
  'close-day': { plain: () => ({}), 'whoever waits': () => ({ leaveUnserved: true }) },
  'configure-hall': {
    same: ({ hall }) => ({ configuration: hall.played.state.configuration, basedOn: hall.played.state.configurationVersion }),
    'based on an older': ({ hall }) => ({ configuration: hall.played.state.configuration, basedOn: 0 }),
    'that makes no sense': ({ hall }) => ({ configuration: { ...hall.played.state.configuration, classes: [] } }),
    'without counters in use': ({ hall }) => {
      const configuration = hall.played.state.configuration!;
      return { configuration: { ...configuration, counters: configuration.counters.slice(0, 1) } };
    },
  },
  'report-print': { plain: ({ ticket }) => ({ ticket, outcome: 'printed' }) },
  'report-printer': {
    plain: () => ({ printer: 'front', condition: 'ready' }),
    'unknown printer': () => ({ printer: 'back', condition: 'ready' }),
  },
  'set-paper-change': {
    plain: () => ({ printer: 'front', on: true }),
    'unknown printer': () => ({ printer: 'back', on: true }),
  },
  'report-screen': { plain: () => ({ screen: 'wall', name: '大屏', condition: 'ready' }) },
  'report-forecast': {
    plain: () => ({ waits: [{ service: 'A', minutes: 24, inMinutes: 15 }] }),
    'unknown service': () => ({ waits: [{ service: 'nowhere', minutes: 24, inMinutes: 15 }] }),
  },
  'hold-ticket': {
    'for any counter': ({ counter }) => ({ counter, kind: 'any-counter' }),
    'for its counter': ({ counter }) => ({ counter, kind: 'this-counter' }),
    'until soon': ({ counter }) => ({ counter, kind: 'later', until: SOON }),
    'until the past': ({ counter }) => ({ counter, kind: 'later', until: PAST }),
    'until another day': ({ counter }) => ({ counter, kind: 'later', until: NOW + 24 * 60 * MINUTE }),
    'later without a time': ({ counter }) => ({ counter, kind: 'later' }),
    'with a time for nothing': ({ counter }) => ({ counter, kind: 'any-counter', until: SOON }),
  },
  'resume-ticket': { plain: ({ counter, ticket }) => ({ counter, ticket }) },
  'wake-ticket': ofTicket,
  'transfer-ticket': {
    'to B': ({ counter }) => ({ counter, service: 'B' }),
    'to the same service': ({ counter }) => ({ counter, service: 'A' }),
    nowhere: ({ counter }) => ({ counter }),
    'to a counter': ({ counter }) => ({ counter, toCounter: COUNTERS.closed }),
    'to the own counter': ({ counter }) => ({ counter, service: 'B', toCounter: counter }),
    'to a counter without a teller': ({ counter }) => ({ counter, toCounter: COUNTERS.unstaffed }),
    'to an unknown counter': ({ counter }) => ({ counter, toCounter: 98 }),
    'to a person': ({ counter }) => ({ counter, toTeller: String(1000 + COUNTERS.closed) }),
    'to the own person': ({ counter }) => ({ counter, toTeller: String(1000 + counter) }),
    'to nobody': ({ counter }) => ({ counter, toTeller: '1800' }),
    'to a counter and a person': ({ counter }) => ({ counter, toCounter: COUNTERS.closed, toTeller: '1800' }),
    'unknown service': ({ counter }) => ({ counter, service: 'Z' }),
    'unknown service delivered': ({ counter }) => ({ counter, service: 'B', delivered: ['Z'] }),
  },
  'redirect-tickets': {
    'named, to B': ({ ticket }) => ({ tickets: [ticket], service: 'B' }),
    'named, to where it is': ({ ticket }) => ({ tickets: [ticket], service: 'A' }),
    'named, to an unknown service': ({ ticket }) => ({ tickets: [ticket], service: 'Z' }),
    'all of A': () => ({ filter: { service: 'A' }, service: 'B' }),
    'all of an unknown service': () => ({ filter: { service: 'Z' }, service: 'B' }),
    'all of an unknown class': () => ({ filter: { service: 'A', class: 'gold' }, service: 'B' }),
    'all who waited a day': () => ({ filter: { service: 'A', waitedMinutesMin: 1_440 }, service: 'B' }),
  },
  'reclassify-ticket': {
    plain: ({ ticket }) => ({ ticket, class: 'vip' }),
    'unknown class': ({ ticket }) => ({ ticket, class: 'gold' }),
  },
  'merge-tickets': {
    'into one that waits': ({ hall, ticket }) => ({ ticket, into: hall.tickets['waiting for a counter'] ?? 'no-such-ticket' }),
    'into itself': ({ ticket }) => ({ ticket, into: ticket }),
    'into one that is served': ({ hall, ticket }) => ({ ticket, into: hall.tickets.serving ?? 'no-such-ticket' }),
    'into an unknown one': ({ ticket }) => ({ ticket, into: 'no-such-ticket' }),
  },
  'reprint-ticket': {
    plain: ({ ticket }) => ({ ticket }),
    'unknown printer': ({ ticket }) => ({ ticket, printer: 'back' }),
  },
  'check-documents': ofTicket,
  undo: { 'at a counter': ({ counter }) => ({ counter }), 'an unknown redirect': () => ({ redirect: 'no-such-redirect' }) },
  'move-teller': {
    'to a free counter': ({ counter }) => ({ counter, toCounter: COUNTERS.unstaffed }),
    'to a taken counter': ({ counter }) => ({ counter, toCounter: COUNTERS.closed }),
    'to an unknown counter': ({ counter }) => ({ counter, toCounter: 98 }),
  },
  'serve-only': {
    'A for now': ({ counter }) => ({ counter, services: ['A'], until: SOON }),
    everything: ({ counter }) => ({ counter, services: [] }),
    'unknown service': ({ counter }) => ({ counter, services: ['A', 'Z'] }),
    'until the past': ({ counter }) => ({ counter, services: ['A'], until: PAST }),
    'until never': ({ counter }) => ({ counter, services: ['A'], until: NEVER }),
    'everything for now': ({ counter }) => ({ counter, services: [], until: SOON }),
  },
  'set-auto-call': { on: ({ counter }) => ({ counter, on: true }), off: ({ counter }) => ({ counter, on: false }) },
  'stop-service': {
    'of B': () => ({ service: 'B', reason: 'network' }),
    'unknown service': () => ({ service: 'Z', reason: 'network' }),
  },
  'resume-service': { 'of B': () => ({ service: 'B' }), 'unknown service': () => ({ service: 'Z' }) },
  'post-notice': {
    plain: () => ({ audience: 'wall', text: NOTE, until: SOON }),
    'for an emergency': () => ({ audience: 'emergency', text: NOTE }),
    'until the past': () => ({ audience: 'staff', text: NOTE, until: PAST }),
    'until never': () => ({ audience: 'staff', text: NOTE, until: NEVER }),
  },
  'withdraw-notice': { plain: ({ hall }) => ({ notice: hall.notices.staff }), unknown: () => ({ notice: 'no-such-notice' }) },
  'confirm-notice': {
    'for staff': ({ hall }) => ({ notice: hall.notices.staff }),
    'of the wall': ({ hall }) => ({ notice: hall.notices.wall }),
    unknown: () => ({ notice: 'no-such-notice' }),
  },
  'plan-break': {
    plain: () => ({ teller: '1003', from: SOON, minutes: 30, reason: 'meal' }),
    'in the past': () => ({ teller: '1003', from: PAST, minutes: 30, reason: 'meal' }),
    'that is never': () => ({ teller: '1003', from: NEVER, minutes: 30, reason: 'meal' }),
    'of all day': () => ({ teller: '1003', from: SOON, minutes: 600, reason: 'meal' }),
    'of no time': () => ({ teller: '1003', from: SOON, minutes: 0, reason: 'meal' }),
  },
  'cancel-break': {
    plain: ({ hall }) => ({ break: hall.breaks.planned }),
    'that began': ({ hall }) => ({ break: hall.breaks.begun }),
    unknown: () => ({ break: 'no-such-break' }),
  },
  'book-appointments': {
    plain: () => ({ appointments: [{ code: 'NEW1', service: 'A', at: SOON }] }),
    'with a code that is used': () => ({
      appointments: [
        { code: 'NEW1', service: 'A', at: SOON },
        { code: APPOINTMENTS.booked, service: 'A', at: SOON },
      ],
    }),
    'unknown service': () => ({ appointments: [{ code: 'NEW1', service: 'Z', at: SOON }] }),
    'unknown class': () => ({ appointments: [{ code: 'NEW1', service: 'A', class: 'gold', at: SOON }] }),
    'in the past': () => ({ appointments: [{ code: 'NEW1', service: 'A', at: PAST }] }),
    'that is never': () => ({ appointments: [{ code: 'NEW1', service: 'A', at: NEVER }] }),
  },
  'cancel-appointment': appointments(),
  'check-in': appointments(),
  'request-help': {
    'from the manager': ({ counter }) => ({ counter, from: 'manager' }),
    'to pause': ({ counter }) => ({ counter, from: 'manager', about: 'pause' }),
  },
  'acknowledge-alert': {
    'told the manager': ({ hall }) => ({ alert: hall.alerts?.manager ?? 'no-such-alert' }),
    'told the guard': ({ hall }) => ({ alert: hall.alerts?.guard ?? 'no-such-alert' }),
    'that is over': ({ hall }) => ({ alert: hall.alerts?.over ?? 'no-such-alert' }),
    unknown: () => ({ alert: 'no-such-alert' }),
  },
  'accept-advice': {
    'to open a counter': advised(() => openWith(COUNTERS.unstaffed)),
    'to open one that is taken': advised(() => openWith(COUNTERS.closed)),
    'to open an unknown counter': advised(() => openWith(COUNTERS.unknown)),
    'to serve also': advised(() => ({ is: 'serve-also', counter: COUNTERS.idle, services: ['A', 'B'], until: SOON })),
    'to serve an unknown service': advised(() => ({ is: 'serve-also', counter: COUNTERS.idle, services: ['Z'], until: SOON })),
    'to delay a break': advised(({ breaks }) => delayed(breaks.planned)),
    'to delay a break that began': advised(({ breaks }) => delayed(breaks.begun)),
    'to delay an unknown break': advised(() => delayed('no-such-break')),
    'to redirect': advised(() => ({ is: 'redirect', from: 'A', class: 'standard', waitedMinutes: 0, to: 'B', count: 1 })),
    'to call help': advised(() => ({ is: 'call-help', service: 'A' })),
    ...lateAnswers,
  },
  'decline-advice': {
    plain: advised(() => HELP),
    ...lateAnswers,
  },
  'carry-out-due': nothing,
};

function appointments(): Variants {
  const codes = Object.entries({ ...APPOINTMENTS, unknown: 'NOSUCH' });
  return Object.fromEntries(codes.map(([name, code]) => [name, () => ({ code })]));
}
