import { fingerprintOf, positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { answerOf, type Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { decide } from '../../shared/hall/decide.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { initialState } from '../../shared/hall/state.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { assert, must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { KIOSK, MANAGER, MINUTE, MORNING, SYSTEM, teller } from './played-hall.ts';
import { testConfiguration } from './test-configuration.ts';

const HALL = 'golden';
const DAY = 24 * 60 * MINUTE;
const PRINTER = { id: 'front', name: { zh: '前台', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

/** Decides, seals and applies, one entry for each command; every command of a golden day must lead to one. */
class Recorder {
  readonly state = initialState();
  readonly entries: JournalEntry[] = [];
  #at = MORNING;
  #ids = 0;

  wait(ms: number): this {
    this.#at += ms;
    return this;
  }

  does(actor: Actor, command: Command): Answer {
    const newId = (): string => (this.#ids += 1).toString(16).padStart(32, '0');
    const decision = decide(this.state, command, { at: this.#at, actor, newId });
    assert(decision.ok && decision.value.length > 0, `${command.type} leads to an entry: ${JSON.stringify(decision)}`);
    const last = this.entries.at(-1);
    const commandId = `golden-${String(this.entries.length + 1).padStart(4, '0')}`;
    const fingerprint = fingerprintOf(actor, command);
    const draft = { hall: HALL, epoch: 1, at: this.#at, actor: actor.id, commandId, fingerprint, events: decision.value };
    const entry = sealEntry(draft, last === undefined ? ORIGIN : positionOf(last));
    applyEntry(this.state, entry);
    this.entries.push(entry);
    return answerOf(decision.value);
  }

  issues(service: string, classId?: string): TicketId {
    return must(this.wait(MINUTE).does(KIOSK, { type: 'issue-ticket', service, class: classId }).ticket, 'a ticket');
  }

  at(counter: number, ...commands: readonly Command[]): this {
    for (const command of commands) this.wait(MINUTE).does(teller(counter), command);
    return this;
  }
}

/** Two business days in which every event happens, and a third that is not over: what a released journal may hold. */
export function goldenDays(): Pick<Recorder, 'state' | 'entries'> {
  const hall = new Recorder();
  const routing = { kind: 'aging', factors: { priority: 2, vip: 5 }, passedMax: 1 } as const;
  const configuration = testConfiguration({ printers: [PRINTER], routing });
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
  return hall;
}

function callsAndEndings(hall: Recorder): void {
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
  hall.does(MANAGER, { type: 'return-ticket', ticket: vip });
  hall.does(MANAGER, { type: 'mark-left', ticket: must(left, 'issued') });
  hall.does(KIOSK, { type: 'cancel-ticket', ticket: must(cancelled, 'issued') });
  hall.at(1, { type: 'call-ticket', counter: 1, ticket: vip, reason: 'frail' }, { type: 'mark-no-show', counter: 1 });
  hall.at(1, { type: 'serve-without-ticket', counter: 1, service: 'B' });
  hall.at(2, { type: 'call-next', counter: 2, atHand: null }, { type: 'call-next', counter: 2 });
}

function pausesAndPlans(hall: Recorder): void {
  hall.at(1, { type: 'pause-counter', counter: 1, reason: 'meal' }, { type: 'resume-counter', counter: 1 });
  hall.at(1, { type: 'pause-counter', counter: 1, reason: 'meal' }, { type: 'call-next', counter: 1 });
  hall.does(MANAGER, { type: 'resume-counter', counter: 1 });
  hall.at(2, { type: 'close-counter', counter: 2 }, { type: 'finish-service', counter: 2 }, { type: 'sign-out', counter: 2 });
  hall.issues('B');
  hall.at(1, { type: 'call-next', counter: 1, atHand: null }, { type: 'start-service', counter: 1 });
}

/** Tickets in every state, counters in every mode. */
function openEnd(hall: Recorder): void {
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
