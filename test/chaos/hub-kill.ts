import { randomFillSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState } from '../../shared/hall/state.ts';
import { memoryOutbox } from '../../shared/client/outbox.ts';
import { HallClient } from '../../shared/client/hall-client.ts';
import { RECONNECT_MAX_MS } from '../../shared/client/reconnect-delay.ts';
import { socketTransport } from '../../shared/client/socket-transport.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { SqliteJournalReader } from '../../server/journal/sqlite-journal-reader.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { RestCaller, SocketCaller, type Caller } from './caller.ts';
import { reportOf, type ChaosReport } from './chaos-report.ts';
import { chaosConfiguration, COUNTERS, doubter, kiosk, KIOSKS, tellerAt } from './hall-crowd.ts';
import { kioskToken, readState, signIn } from './hall-entrance.ts';
import { HALL, HubProgram } from './hub-program.ts';
import { KillGate } from './kill-gate.ts';
import { OrderDesk } from './order-desk.ts';

export const KILL_AFTER_MS_MIN = 5;
export const KILL_AFTER_MS_MAX = 300;
/** One life in so many ends before it can take a command. */
const KILLED_STARTING_ONE_IN = 10;
/** A hub that answers nobody for so long is killed all the same; the end of the run tells. */
const ANSWER_MS_MAX = 5_000;
/** After the last start everything open must get its answer within this time. */
const SETTLE_MS_MAX = 30_000;
/** The longest pause between two tries of a screen, and then what a start and a snapshot take. */
const LIVE_MS_MAX = RECONNECT_MAX_MS + 5_000;
const LIVE_CHECK_MS = 20;

export interface KillOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly plantedFault?: PlantedFault | null;
}

export interface KillReport extends ChaosReport {
  readonly startMsMedian: number;
}

/** Everybody who works in the hall, and what they know. */
interface Crowd {
  readonly desk: OrderDesk;
  readonly faults: string[];
  readonly callers: readonly Caller[];
  readonly work: Promise<unknown>;
  readonly screen: HallClient;
  readonly token: string;
}

/**
 * The real program, loaded by clients that send again with the same id, killed with -9 at random moments and started
 * again. At the end every answer is held against the journal.
 */
export async function hubKill({ rounds, seed, plantedFault = null }: KillOptions): Promise<KillReport> {
  const startedAt = performance.now();
  const random = seededRandom(seed);
  const hub = await HubProgram.prepare({ configuration: chaosConfiguration(), plantedFault });
  const gate = new KillGate();
  try {
    await hub.start();
    const crowd = await enter(hub, gate, random);
    gate.open();
    for (let round = 0; round < rounds; round += 1) await killOnce(hub, gate, crowd.desk, random);
    gate.end();
    await Promise.race([crowd.work, pause(SETTLE_MS_MAX, undefined, { ref: false })]);
    const faults = [...crowd.faults, ...(await screenFaults(hub, crowd))];
    crowd.screen.close();
    for (const caller of crowd.callers) caller.close();
    await hub.kill();
    return report({ rounds, crowd, faults, hub, seconds: (performance.now() - startedAt) / 1000 });
  } finally {
    gate.abandon();
    await hub.remove();
  }
}

/**
 * A life of the hub: at least one answer, so that every life does some work however busy the machine is, then a random
 * moment. Now and then the next life ends while it is still starting.
 */
async function killOnce(hub: HubProgram, gate: KillGate, desk: OrderDesk, random: Random): Promise<void> {
  const moment = (): Promise<void> => pause(KILL_AFTER_MS_MIN + randomInteger(random, KILL_AFTER_MS_MAX - KILL_AFTER_MS_MIN + 1));
  await Promise.race([desk.nextAnswer(), pause(ANSWER_MS_MAX, undefined, { ref: false })]);
  await moment();
  gate.shut();
  await hub.kill();
  if (randomInteger(random, KILLED_STARTING_ONE_IN) === 0) {
    hub.spawn();
    await moment();
    await hub.kill();
  }
  await hub.start();
  gate.open();
}

async function enter(hub: HubProgram, gate: KillGate, random: Random): Promise<Crowd> {
  const newId = idsFrom((bytes) => randomFillSync(bytes));
  const desk = new OrderDesk({ gate, newId });
  const faults: string[] = [];
  const kiosks = await kioskToken(hub.url);
  const tokens = new Map(KIOSKS.map((name) => [name, kiosks] as const));
  for (const counter of COUNTERS) tokens.set(`teller-${counter}`, await signIn(hub.url, String(1000 + counter)));
  const again = new Map([...tokens].map(([name, token]) => [name, new RestCaller(hub.url, token)] as const));

  // Half of them by REST, half by socket: both doors lead to one hall.
  const callers = [...tokens].map(([name, token], index) => {
    const caller = index % 2 === 0 ? new RestCaller(hub.url, token) : new SocketCaller(hub.url, token);
    return { name, caller };
  });
  const own = (): Random => seededRandom(randomInteger(random, 2 ** 31));
  const work = callers.map(({ name, caller }, index) => {
    const person = { name, caller, desk, gate, random: own() };
    const counter = COUNTERS[index - KIOSKS.length];
    return counter === undefined ? kiosk(person) : tellerAt(counter, person, faults);
  });
  const screen = new HallClient({
    transport: socketTransport({ url: hub.url }),
    clock: SYSTEM_CLOCK,
    timers: SYSTEM_TIMERS,
    newId,
    outboxStorage: memoryOutbox(),
    token: kiosks,
  });
  screen.start();
  const all = Promise.all([...work, doubter({ desk, gate, random: own() }, again)]);
  return { desk, faults, callers: callers.map(({ caller }) => caller), work: all, screen, token: kiosks };
}

/** A screen that lived through all of it shows what the hub and the log say. */
async function screenFaults(hub: HubProgram, { screen, token }: Crowd): Promise<string[]> {
  const { version, state } = await readState(hub.url, token);
  const until = performance.now() + LIVE_MS_MAX;
  while (screen.position?.version !== version && performance.now() < until) await pause(LIVE_CHECK_MS);
  const fold = initialState();
  for (const entry of journalEntries(hub).slice(0, version)) applyEntry(fold, entry);
  const inLog = plain(toSnapshot(fold));
  const shown = screen.state === null || screen.position?.version !== version ? null : plain(toSnapshot(screen.state));
  return [
    ...(isDeepStrictEqual(inLog, state) ? [] : ['state: what the hub says is not the fold of its journal']),
    ...(isDeepStrictEqual(inLog, shown)
      ? []
      : [`screen: ${LIVE_MS_MAX} ms after the last start it is not the fold of the journal`]),
  ];
}

function report(run: { rounds: number; crowd: Crowd; faults: string[]; hub: HubProgram; seconds: number }): KillReport {
  const { rounds, seconds } = run;
  const { records, contradictions } = run.crowd.desk;
  const faults = [...contradictions.map((each) => `contradiction: ${each}`), ...run.faults];
  const entries = journalEntries(run.hub);
  return {
    ...reportOf({ rounds, records, entries, faults, late: 0, seconds }),
    startMsMedian: Math.round(median(run.hub.startMs.slice(1))),
  };
}

function journalEntries(hub: HubProgram): JournalEntry[] {
  const reader = new SqliteJournalReader(hub.journalPath);
  try {
    return reader.read(HALL, 0, Number.MAX_SAFE_INTEGER);
  } finally {
    reader.close();
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
