import { randomFillSync } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../shared/hall/commands.ts';
import type { ConfirmClock } from '../../shared/protocol/command-schema.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { must } from '../../shared/lib/assert.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { RestCaller, type Caller, type Reply } from './caller.ts';
import { reportOf, type ChaosReport } from './chaos-report.ts';
import { kiosk, KIOSKS } from './hall-crowd.ts';
import { kioskToken, signIn } from './hall-entrance.ts';
import type { HubProgram } from './hub-program.ts';
import { entriesIn, hubOnDisk, MANAGER } from './hub-on-disk.ts';
import { KillGate } from './kill-gate.ts';
import { OrderDesk } from './order-desk.ts';

const PROGRAM = fileURLToPath(new URL('./set-clock-program.mjs', import.meta.url));
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const THINK_MS = 10;
const BUSY_MS = 300;
/** The hub looks at its clock every second and before each command; the machine may be busy. */
const ANSWER_MS_MAX = 15_000;
const LOOK_MS = 20;
const TELLERS = ['1001', '1002', '1003'] as const;

const newId = idsFrom((bytes) => randomFillSync(bytes));

/** What is done to the clock. In turn, so that a short run has each. */
interface Move {
  readonly isDoubted: boolean;
  /** The hub is not running meanwhile; then `by` is counted from the log's last entry, which is what a start compares the clock with. */
  readonly whileDown: boolean;
  readonly by: (random: Random) => number;
}

const MOVES: readonly Move[] = [
  { isDoubted: true, whileDown: false, by: (random) => 3 * HOUR + randomInteger(random, 2 * DAY) },
  { isDoubted: true, whileDown: false, by: (random) => -3 * HOUR - randomInteger(random, 2 * DAY) },
  { isDoubted: false, whileDown: false, by: (random) => -SECOND - randomInteger(random, HOUR) },
  { isDoubted: true, whileDown: true, by: (random) => -HOUR - randomInteger(random, DAY) },
  { isDoubted: true, whileDown: true, by: (random) => 12 * DAY + randomInteger(random, DAY) },
  { isDoubted: false, whileDown: false, by: (random) => SECOND + randomInteger(random, HOUR) },
  { isDoubted: true, whileDown: false, by: (random) => -10 * DAY - randomInteger(random, DAY) },
];

/** `doubted`: how often a hub asked for a confirmation; `days`: business days that the log has. */
export interface ClockReport extends ChaosReport {
  readonly moved: number;
  readonly doubted: number;
  readonly days: number;
}

interface Run {
  readonly hub: HubProgram;
  readonly desk: OrderDesk;
  readonly gate: KillGate;
  readonly random: Random;
  readonly faults: string[];
  readonly kiosk: string;
  readonly folder: string;
  readonly clock: SetClock;
  /** Records before this one are of a day whose ids the hub may have forgotten. */
  freshFrom: number;
}

/**
 * The real hub whose machine's clock is set forwards and back by hours and days, while it runs and while it does not: it asks for a confirmation before it writes
 * anything by a clock that it doubts, and nothing in the log is earlier than what is before it, given twice or done twice.
 */
export async function clockMoves({ rounds, seed }: { readonly rounds: number; readonly seed: number }): Promise<ClockReport> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-clock-'));
  const clock = new SetClock(folder);
  const gate = new KillGate();
  const hub = await hubOnDisk(folder, clock.environment);
  try {
    await hub.start();
    const random = seededRandom(seed);
    const desk = new OrderDesk({ gate, newId, thinkMs: THINK_MS });
    const run: Run = {
      hub,
      desk,
      gate,
      random,
      folder,
      faults: [],
      kiosk: await kioskToken(hub.url),
      clock,
      freshFrom: 0,
    };
    const work = Promise.all(people(run));
    gate.open();
    let doubted = 0;
    for (let round = 0; round < rounds; round += 1) {
      const move = must(MOVES[round % MOVES.length], 'a move');
      await moveOnce(run, move);
      doubted += move.isDoubted ? 1 : 0;
    }
    gate.end();
    const isOver = await Promise.race([work.then(() => true), pause(ANSWER_MS_MAX, false, { ref: false })]);
    if (!isOver) run.faults.push(`clock: ${desk.open.size} commands wait ${ANSWER_MS_MAX} ms after the last confirmation`);
    const entries = entriesIn(folder);
    const faults = [...run.faults, ...desk.contradictions.map((each) => `contradiction: ${each}`)];
    const seconds = (performance.now() - startedAt) / SECOND;
    const report = reportOf({ rounds, records: desk.records, entries, faults, late: 0, seconds });
    return { ...report, moved: rounds, doubted, days: daysIn(entries) };
  } finally {
    gate.abandon();
    await hub.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a hub that reads it from a file at every look. */
class SetClock {
  readonly #file: string;
  #movedMs = 0;

  constructor(folder: string) {
    this.#file = join(folder, 'clock');
    this.move(0);
  }

  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${PROGRAM}`, SET_CLOCK_FILE: this.#file };
  }

  /** As the hub reads it. */
  now(): number {
    return Date.now() + this.#movedMs;
  }

  move(byMs: number): void {
    this.#movedMs += byMs;
    // At once: half a number is another clock.
    writeFileSync(`${this.#file}.next`, String(this.#movedMs));
    renameSync(`${this.#file}.next`, this.#file);
  }
}

async function moveOnce(run: Run, move: Move): Promise<void> {
  const { clock, desk, faults, folder, gate, hub, random } = run;
  await goesOn(run, 'before the next move');
  await pause(randomInteger(random, BUSY_MS));
  let byMs = move.by(random);
  if (move.whileDown) {
    gate.shut();
    await hub.kill();
    byMs += must(entriesIn(folder).at(-1), 'an entry').at - clock.now();
  }
  run.freshFrom = desk.records.length;
  clock.move(byMs);
  if (move.whileDown) {
    await hub.start();
    gate.open();
  }
  const told = await probe(run);
  const asked = move.isDoubted ? 'clock-unconfirmed' : 'accepted';
  const how = `${Math.round(byMs / MINUTE)} minutes${move.whileDown ? ' while the hub was down' : ''}`;
  if (told !== asked) faults.push(`clock: moved by ${how}, and a customer was told ${told} instead of ${asked}`);
  if (move.isDoubted) await confirm(run, how);
  await Promise.race([desk.nextAnswer(), pause(ANSWER_MS_MAX, undefined, { ref: false })]);
}

/** A customer of the harness' own, whose command is no fresh one of the crowd's: refused or accepted, it is in the books. */
async function probe({ desk, hub, kiosk: token }: Run): Promise<string> {
  const caller = new RestCaller(hub.url, token);
  let told = 'nothing';
  const once: Caller = {
    call: async (sent) => {
      const reply = await caller.call(sent);
      if (told === 'nothing') told = kindOf(reply);
      return reply;
    },
    close: () => undefined,
  };
  // Goes on asking with the same id, as a kiosk does, until the clock is confirmed.
  void desk.order(once, 'probe', { type: 'issue-ticket', service: 'B' });
  const until = performance.now() + ANSWER_MS_MAX;
  while (told === 'nothing' && performance.now() < until) await pause(LOOK_MS);
  return told;
}

/** Nothing is written until the manager, who can sign in all the same, vouches for the clock. */
async function confirm({ faults, folder, hub, random }: Run, how: string): Promise<void> {
  const before = entriesIn(folder).length;
  await pause(randomInteger(random, BUSY_MS));
  const manager = new RestCaller(hub.url, await signIn(hub.url, MANAGER));
  const written = entriesIn(folder).length - before;
  if (written > 0) faults.push(`clock: moved by ${how}, and ${written} entries were written before anybody confirmed it`);
  const vouch: ConfirmClock & { readonly id: string } = { type: 'confirm-clock', id: newId() };
  const told = kindOf(await manager.call(vouch));
  if (told !== 'accepted') faults.push(`clock: the manager's confirmation was told ${told}`);
}

async function goesOn({ desk, faults }: Run, when: string): Promise<void> {
  const answered = desk.nextAnswer().then(() => true);
  if (!(await Promise.race([answered, pause(ANSWER_MS_MAX, false, { ref: false })])))
    faults.push(`clock: nobody was answered within ${ANSWER_MS_MAX} ms ${when}`);
}

function kindOf(reply: Reply): string {
  if (reply.is === 'unsure') return 'nothing';
  return reply.answer.ok ? 'accepted' : reply.answer.error.kind;
}

function people(run: Run): Promise<void>[] {
  const { desk, gate, hub, kiosk: token, random } = run;
  const own = (): Random => seededRandom(randomInteger(random, 2 ** 31));
  const kiosks = KIOSKS.map((name) => kiosk({ name, caller: new RestCaller(hub.url, token), desk, gate, random: own() }));
  const tellers = TELLERS.map((staffNumber, index) => teller(run, staffNumber, index + 1));
  const again = new Map(KIOSKS.map((name) => [name, new RestCaller(hub.url, token)]));
  return [...kiosks, ...tellers, doubter(run, again)];
}

/** Sends once more what was answered since the last move: a hub forgets the ids of days that are long over. */
async function doubter(run: Run, callers: ReadonlyMap<string, Caller>): Promise<void> {
  const { desk, gate, random } = run;
  while (!gate.isOver) {
    await gate.up();
    await pause(THINK_MS);
    const fresh = desk.records.length - run.freshFrom;
    const record = fresh === 0 ? undefined : desk.records[run.freshFrom + randomInteger(random, fresh)];
    const caller = record && callers.get(record.by);
    if (record !== undefined && caller !== undefined) await desk.repeat(caller, record);
  }
}

/** One whose day may end when the clock is moved, and who begins anew. */
async function teller({ desk, gate, hub }: Run, staffNumber: string, counter: number): Promise<void> {
  const caller = new SignedInCaller(hub.url, staffNumber);
  const ordered = async (command: Command): Promise<string> => {
    const { known } = await desk.order(caller, `teller-${counter}`, command);
    return known.is === 'refused' ? known.kind : known.is;
  };
  while (!gate.isOver) {
    const told = await ordered({ type: 'call-next', counter });
    if (told === 'acknowledged' || told === 'nobody-waiting') continue;
    await ordered({ type: 'sign-in', counter });
    await ordered({ type: 'open-counter', counter });
  }
}

/** Whose session ends when the clock is moved: the same person signs in again and asks with the same id, for what was sent may be done. */
class SignedInCaller implements Caller {
  readonly #url: string;
  readonly #staffNumber: string;
  #caller: RestCaller | null = null;

  constructor(url: string, staffNumber: string) {
    this.#url = url;
    this.#staffNumber = staffNumber;
  }

  async call(sent: Parameters<Caller['call']>[0]): Promise<Reply> {
    this.#caller ??= await signIn(this.#url, this.#staffNumber).then(
      (token) => new RestCaller(this.#url, token),
      () => null,
    );
    const reply = (await this.#caller?.call(sent)) ?? { is: 'unsure' };
    if (kindOf(reply) !== 'unauthenticated') return reply;
    this.#caller = null;
    return { is: 'unsure' };
  }

  close(): void {
    // Nothing is kept open.
  }
}

function daysIn(entries: readonly JournalEntry[]): number {
  return entries.flatMap(({ events }) => events).filter(({ type }) => type === 'day-opened').length;
}
