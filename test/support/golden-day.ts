import { must } from '../../shared/lib/assert.ts';
import { wholeFloor } from './golden-floor.ts';
import { lentNumbers } from './golden-leases.ts';
import { GoldenRecorder } from './golden-recorder.ts';
import { KIOSK, MANAGER, MINUTE, SYSTEM } from './played-hall.ts';
import { testConfiguration } from './test-configuration.ts';

const DAY = 24 * 60 * MINUTE;
const PRINTER = { id: 'front', name: { zh: '前台', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

/** Five business days in which every event happens; the last is not over: what a released journal may hold. */
export function goldenDays(): Pick<GoldenRecorder, 'state' | 'entries'> {
  const hall = new GoldenRecorder();
  const routing = { kind: 'aging', factors: { priority: 2, vip: 5 }, passedMax: 1 } as const;
  const configuration = testConfiguration({ printers: [PRINTER], routing, feedback: { rating: true, comments: true } });
  hall.does(SYSTEM, { type: 'configure-hall', configuration });
  hall.does(SYSTEM, { type: 'open-day' });
  callsAndEndings(hall);
  pausesAndPlans(hall);
  hall.does(MANAGER, { type: 'close-day' });
  hall.wait(MINUTE).does(MANAGER, { type: 'open-day' });
  hall.issues('A');
  hall.does(MANAGER, { type: 'close-day' });
  const stricter = testConfiguration({ routing: { ...routing, passedMax: null }, returns: { placesBack: 0, timesMax: 0 } });
  hall.wait(DAY).does(MANAGER, { type: 'configure-hall', configuration: { ...stricter, printers: [PRINTER] } });
  hall.does(SYSTEM, { type: 'open-day' });
  openEnd(hall);
  hall.does(MANAGER, { type: 'close-day' });
  lentNumbers(hall.wait(DAY));
  wholeFloor(hall.wait(DAY));
  hall.does(SYSTEM, { type: 'report-screen', screen: 'wall', name: '大屏', condition: 'frozen' });
  hall.does(KIOSK, { type: 'set-paper-change', printer: 'front', on: true });
  return hall;
}

function callsAndEndings(hall: GoldenRecorder): void {
  for (const counter of [1, 2]) hall.at(counter, { type: 'sign-in', counter }, { type: 'open-counter', counter });
  const [first, second, , left, cancelled] = ['A', 'A', 'B', 'A', 'B'].map((service) => hall.issues(service));
  hall.does(SYSTEM, { type: 'report-print', ticket: must(first, 'issued'), outcome: 'printed' });
  hall.does(SYSTEM, { type: 'report-print', ticket: must(second, 'issued'), outcome: 'failed', fault: 'paper-out' });
  hall.does(SYSTEM, { type: 'report-printer', printer: 'front', condition: 'paper-out' });
  hall.issues('A', 'vip');
  hall.wait(30 * MINUTE);
  // The VIP passes everybody, then those who have been passed as often as allowed come first.
  hall.at(
    1,
    { type: 'call-next', counter: 1, atHand: null },
    { type: 'recall', counter: 1 },
    { type: 'mark-no-show', counter: 1 },
  );
  const vip = must(
    [...hall.state.tickets.values()].find(({ status }) => status.is === 'no-show'),
    'the VIP missed the call',
  ).id;
  hall.at(1, { type: 'call-next', counter: 1 }, { type: 'start-service', counter: 1 });
  hall.at(1, { type: 'finish-service', counter: 1, delivered: ['A', 'B', 'B'], outcome: 'done' });
  const { ticket, leg } = must(hall.state.counters.get(1)?.served, 'somebody was served');
  hall.does({ id: 'device:tablet', roles: ['rating'], counter: 1 }, { type: 'rate-service', ticket, leg, grade: 4 });
  hall.does(MANAGER, { type: 'return-ticket', ticket: vip });
  hall.does(MANAGER, { type: 'mark-left', ticket: must(left, 'issued') });
  hall.does(KIOSK, { type: 'cancel-ticket', ticket: must(cancelled, 'issued') });
  hall.at(1, { type: 'call-ticket', counter: 1, ticket: vip, reason: 'frail' }, { type: 'mark-no-show', counter: 1 });
  hall.at(1, { type: 'serve-without-ticket', counter: 1, service: 'B' });
  hall.at(2, { type: 'call-next', counter: 2, atHand: null }, { type: 'call-next', counter: 2 });
}

function pausesAndPlans(hall: GoldenRecorder): void {
  hall.at(1, { type: 'pause-counter', counter: 1, reason: 'meal' }, { type: 'resume-counter', counter: 1 });
  hall.at(1, { type: 'pause-counter', counter: 1, reason: 'meal' }, { type: 'call-next', counter: 1 });
  hall.does(MANAGER, { type: 'resume-counter', counter: 1 });
  hall.at(2, { type: 'close-counter', counter: 2 }, { type: 'finish-service', counter: 2 }, { type: 'sign-out', counter: 2 });
  hall.issues('B');
  hall.at(1, { type: 'call-next', counter: 1, atHand: null }, { type: 'start-service', counter: 1 });
}

/** Tickets in every state, counters in every mode. */
function openEnd(hall: GoldenRecorder): void {
  for (const counter of [1, 2, 3]) hall.at(counter, { type: 'sign-in', counter }, { type: 'open-counter', counter });
  for (const service of ['A', 'A', 'A', 'B', 'B', 'A']) hall.issues(service);
  hall.issues('B', 'priority');
  hall.at(1, { type: 'call-next', counter: 1 }, { type: 'mark-no-show', counter: 1 }, { type: 'call-next', counter: 1 });
  hall.at(1, { type: 'start-service', counter: 1 }, { type: 'close-counter', counter: 1 });
  hall.at(2, { type: 'call-next', counter: 2 }, { type: 'recall', counter: 2 });
  hall.at(3, { type: 'call-next', counter: 3 }, { type: 'finish-service', counter: 3 });
  hall.at(3, { type: 'pause-counter', counter: 3, reason: 'meal' });
  hall.does(SYSTEM, { type: 'report-printer', printer: 'front', condition: 'ready' });
}
