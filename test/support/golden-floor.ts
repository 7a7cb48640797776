import type { RoutingRule } from '../../shared/hall/configuration.ts';
import { must } from '../../shared/lib/assert.ts';
import { advice } from './golden-advice.ts';
import type { GoldenRecorder } from './golden-recorder.ts';
import { GREETER, GUARD, KIOSK, MANAGER, MINUTE, SYSTEM, teller } from './played-hall.ts';
import { wholeConfiguration } from './whole-configuration.ts';

const NOTE = { zh: '通知', en: 'notice' };

/** A day on which the whole calling floor is used; it ends open, with tickets in every state and plans for tomorrow. */
export function wholeFloor(hall: GoldenRecorder): void {
  rule(hall, { kind: 'fcfs', passedMax: null });
  hall.does(SYSTEM, { type: 'open-day' });
  notices(hall);
  staff(hall);
  appointments(hall);
  holds(hall);
  transfers(hall);
  undone(hall);
  redirects(hall);
  visits(hall);
  rules(hall);
  breaksAndAlerts(hall);
  advice(hall);
  untilTomorrow(hall);
}

function rule(hall: GoldenRecorder, routing: RoutingRule): void {
  hall.does(MANAGER, { type: 'configure-hall', configuration: wholeConfiguration({ routing, endOfDay: undefined }) });
}

function notices(hall: GoldenRecorder): void {
  const post = (audience: 'wall' | 'staff', until?: number) =>
    must(hall.does(MANAGER, { type: 'post-notice', audience, text: NOTE, until }).notice, 'a notice');
  const [wall, staff] = [post('wall'), post('staff', hall.now + 600 * MINUTE)];
  hall.does(SYSTEM, { type: 'post-notice', audience: 'staff', text: NOTE });
  hall.does(GREETER, { type: 'confirm-notice', notice: staff });
  hall.does(MANAGER, { type: 'withdraw-notice', notice: wall });
}

/** Counters 1 and 5 by their tellers, 2 and 3 by the manager; 4 stays empty until the teller of 3 moves there. */
function staff(hall: GoldenRecorder): void {
  for (const counter of [1, 5]) hall.at(counter, { type: 'sign-in', counter }, { type: 'open-counter', counter });
  const until = hall.now + 30 * MINUTE;
  hall.does(MANAGER, { type: 'open-counter', counter: 2, teller: '1002', services: ['B', 'A'], until });
  hall.does(MANAGER, { type: 'open-counter', counter: 3, teller: '1003' });
  hall.does(MANAGER, { type: 'serve-only', counter: 3, services: ['B'] });
  hall.does(MANAGER, { type: 'serve-only', counter: 3, services: [] });
  hall.at(3, { type: 'set-auto-call', counter: 3, on: true });
  hall.does(MANAGER, { type: 'move-teller', counter: 3, toCounter: 4 });
  hall.at(3, { type: 'sign-out', counter: 4 });
  hall.does(MANAGER, { type: 'stop-service', service: 'C', reason: 'network' });
  hall.does(MANAGER, { type: 'resume-service', service: 'C' });
}

function appointments(hall: GoldenRecorder): void {
  const at = hall.now + 20 * MINUTE;
  const booked = [
    { code: 'GOLD1', service: 'B', class: 'vip', at },
    { code: 'GOLD2', service: 'A', at },
    { code: 'GOLD3', service: 'A', at: at + 3_000 * MINUTE },
  ];
  hall.does(MANAGER, { type: 'book-appointments', appointments: booked });
  hall.does(GREETER, { type: 'cancel-appointment', code: 'GOLD2' });
  hall.wait(MINUTE).does(KIOSK, { type: 'check-in', code: 'GOLD1' });
}

function holds(hall: GoldenRecorder): void {
  const counter = 1;
  const begin = () => hall.at(counter, { type: 'call-next', counter }, { type: 'start-service', counter });
  const [first, second] = ['A', 'A', 'A'].map((service) => hall.issues(service)) as [string, string];
  begin().at(counter, { type: 'hold-ticket', counter, kind: 'any-counter' });
  begin().at(counter, { type: 'hold-ticket', counter, kind: 'this-counter' });
  begin().at(counter, { type: 'hold-ticket', counter, kind: 'later', until: hall.now + 6 * MINUTE });
  hall.at(counter, { type: 'resume-ticket', counter, ticket: first }, { type: 'finish-service', counter });
  hall.wait(MINUTE).does(GREETER, { type: 'wake-ticket', ticket: second });
  hall.wait(10 * MINUTE).due();
  hall.at(counter, { type: 'call-next', counter }, { type: 'finish-service', counter, outcome: 'done' });
}

function transfers(hall: GoldenRecorder): void {
  const counter = 1;
  const next = () => hall.at(counter, { type: 'call-next', counter });
  ['A', 'A', 'C', 'A'].forEach((service) => hall.issues(service));
  next().at(counter, { type: 'transfer-ticket', counter, service: 'B', delivered: ['A'] });
  next().at(counter, { type: 'transfer-ticket', counter, toTeller: '1005' });
  next().at(counter, { type: 'transfer-ticket', counter, service: 'C', toCounter: 5 });
  // The room is silent, and calls who waits for its teller and for itself.
  hall.at(5, { type: 'call-next', counter: 5 }, { type: 'finish-service', counter: 5, outcome: 'done' });
  hall.at(2, { type: 'call-next', counter: 2 }, { type: 'transfer-ticket', counter: 2, toCounter: 5 });
  hall.at(5, { type: 'close-counter', counter: 5 });
  // C goes on to B by itself.
  next().at(counter, { type: 'call-next', counter }, { type: 'finish-service', counter });
}

function undone(hall: GoldenRecorder): void {
  const counter = 1;
  const undo = { type: 'undo', counter } as const;
  const atOnce = (...commands: readonly Parameters<GoldenRecorder['does']>[1][]) => {
    for (const command of commands) hall.does(teller(counter), command);
  };
  ['A', 'A', 'B'].forEach((service) => hall.issues(service));
  atOnce({ type: 'call-next', counter }, undo);
  atOnce({ type: 'call-next', counter }, { type: 'mark-no-show', counter }, undo);
  atOnce({ type: 'start-service', counter }, { type: 'finish-service', counter }, undo);
  atOnce({ type: 'transfer-ticket', counter, service: 'B' }, undo);
  atOnce({ type: 'call-next', counter }, undo, { type: 'finish-service', counter });
}

function redirects(hall: GoldenRecorder): void {
  hall.issues('A');
  const some = hall.does(GREETER, { type: 'redirect-tickets', filter: { service: 'A' }, service: 'B' });
  hall.does(GREETER, { type: 'undo', redirect: must(some.redirect, 'a redirect') });
  hall.does(SYSTEM, { type: 'redirect-tickets', tickets: [hall.issues('A')], service: 'B' });
}

function visits(hall: GoldenRecorder): void {
  const [ticket, into] = [hall.issues('A'), hall.issues('B')];
  hall.does(GREETER, { type: 'check-documents', ticket });
  hall.does(GREETER, { type: 'reclassify-ticket', ticket: into, class: 'priority' });
  hall.does(SYSTEM, { type: 'report-print', ticket, outcome: 'printed' });
  hall.does(GREETER, { type: 'reprint-ticket', ticket });
  hall.does(GREETER, { type: 'merge-tickets', ticket, into });
  hall.at(
    1,
    { type: 'serve-without-ticket', counter: 1, service: 'A' },
    { type: 'hold-ticket', counter: 1, kind: 'any-counter' },
  );
}

/** Each rule calls once, and so do the cap and the maximum wait. */
function rules(hall: GoldenRecorder): void {
  const chosen: readonly RoutingRule[] = [
    { kind: 'strict', order: ['vip'], passedMax: null },
    { kind: 'head-start', minutes: { vip: 10 }, passedMax: 3 },
    {
      kind: 'ratio',
      turns: [
        { classes: ['vip'], calls: 2 },
        { classes: ['standard', 'priority'], calls: 1 },
      ],
      passedMax: null,
    },
    { kind: 'aging', factors: { vip: 2 }, passedMax: 1 },
    { kind: 'fcfs', passedMax: null, waitMaxMinutes: 1 },
  ];
  for (const routing of chosen) {
    rule(hall, routing);
    hall.issues('A');
    hall.issues('A', 'vip');
    hall.at(1, { type: 'call-next', counter: 1 }, { type: 'recall', counter: 1 }, { type: 'call-next', counter: 1 });
  }
  rule(hall, { kind: 'fcfs', passedMax: null });
}

function breaksAndAlerts(hall: GoldenRecorder): void {
  const plan = (minutes: number) => {
    const from = hall.now + minutes * MINUTE;
    return must(hall.does(MANAGER, { type: 'plan-break', teller: '1002', from, minutes: 30, reason: 'meal' }).break, 'a break');
  };
  const [, second] = [plan(5), plan(90)];
  hall.does(MANAGER, { type: 'cancel-break', break: second });
  const [first = ''] = ['A', 'A', 'A', 'A'].map((service) => hall.issues(service));
  hall.does(GREETER, { type: 'postpone-ticket', ticket: first });
  hall.issues('A', 'vip');
  for (let minute = 0; minute < 8; minute += 1) hall.wait(MINUTE).due();
  const open = [...hall.state.alerts.values()].find(({ acknowledged, clearedAt }) => acknowledged === null && clearedAt === null);
  hall.does(MANAGER, { type: 'acknowledge-alert', alert: must(open, 'an alert is open').id });
  const help = hall.does(teller(1), { type: 'request-help', counter: 1, from: 'guard', words: 'loud' });
  hall.does(GUARD, { type: 'acknowledge-alert', alert: must(help.alert, 'an alert') });
  hall.does(teller(1), { type: 'request-help', counter: 1, from: 'manager', about: 'pause' });
  hall.does(SYSTEM, { type: 'report-forecast', waits: [{ service: 'A', minutes: 24, inMinutes: 20 }] });
  hall.due();
}

function untilTomorrow(hall: GoldenRecorder): void {
  hall.at(1, { type: 'set-auto-call', counter: 1, on: true }, { type: 'finish-service', counter: 1 });
  hall.wait(MINUTE).due();
  hall.does(MANAGER, { type: 'resume-counter', counter: 2 });
  hall.does(MANAGER, { type: 'serve-only', counter: 2, services: ['A'] });
  hall.does(MANAGER, { type: 'stop-service', service: 'B', reason: 'network' });
  hall.at(
    2,
    { type: 'call-next', counter: 2 },
    { type: 'hold-ticket', counter: 2, kind: 'later', until: hall.now + 60 * MINUTE },
  );
}
