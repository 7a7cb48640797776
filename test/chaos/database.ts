import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { openPostgresDatabase } from '../../server/database/postgres-database.ts';
import { HistoryStore } from '../../server/history/history-store.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { liveThrough, noExperience } from '../../shared/hall/forecast/learning/experience.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import type { ChaosReport } from './chaos-report.ts';
import { chaosConfiguration, COUNTERS } from './hall-crowd.ts';
import { kioskToken, readState, signIn } from './hall-entrance.ts';
import { HALL, HubProgram } from './hub-program.ts';
import { readRedisLog } from './redis-log.ts';
import { RunningHall } from './running-hall.ts';

const THINK_MS = 20;
const BUSY_MS = 400;
const AWAY_MS_MAX = 600;
/** Longer than a statement may take, so that somebody waits in vain. */
const PAUSE_MS = 7_500;
/** In turn, so that a short run has each. */
const WAYS = ['stopped', 'killed', 'paused', 'stopped', 'killed'] as const;
/** Whoever wants in while the server is away is told so, and is let in once it is back; the machine may be busy, the figures tell how soon. */
const TOLD_MS_MAX = 20_000;
const BACK_MS_MAX = 30_000;
const AGAIN_MS = 50;
/** The history rests after a fault and writes every ten seconds. */
const HISTORY_MS_MAX = 45_000;

const HUBS = 2;

export interface DatabaseRunOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly hubs?: number | undefined;
}

/** `busy`: log-ins that were told to come again while the server was away; `backMsMax`: the longest until one was let in after. */
export interface DatabaseReport extends ChaosReport {
  readonly stopped: number;
  readonly killed: number;
  readonly paused: number;
  readonly busy: number;
  readonly backMsMax: number;
  /** Rows of the history in the end, and up to which entry. */
  readonly historyRows: number;
  readonly historyVersion: number;
}

interface Run {
  readonly server: PostgresServer;
  readonly hubs: readonly HubProgram[];
  readonly hall: RunningHall;
  readonly random: Random;
  readonly figures: { stopped: number; killed: number; paused: number; busy: number; backMsMax: number };
}

/**
 * Real hubs on one Redis and a real PostgreSQL that is stopped, killed or paused under load: no command may hear of it, whoever wants in is told
 * and is let in after, and the history in the end is what the log tells when it is read at once.
 */
export async function databaseAway({ hubs: count = HUBS, rounds, seed }: DatabaseRunOptions): Promise<DatabaseReport> {
  const random = seededRandom(seed);
  const [server, redis] = await Promise.all([PostgresServer.start(), RedisNodes.start({ replicas: 1 })]);
  const hubs: HubProgram[] = [];
  let hall: RunningHall | null = null;
  try {
    const url = await server.newDatabase();
    for (let index = 0; index < count; index += 1) hubs.push(await prepareHub(index, { redis, url }));
    await Promise.all(hubs.map((hub) => hub.start()));
    const tokens = await tokensOf(hubs);
    const readEntries = () => readRedisLog({ host: '127.0.0.1', port: redis.master.port }, HALL);
    hall = new RunningHall({ hubs, random, thinkMs: THINK_MS, tokenFor: (name) => tokens.get(name) ?? name, readEntries });
    const figures = { stopped: 0, killed: 0, paused: 0, busy: 0, backMsMax: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const way = WAYS[round % WAYS.length] ?? 'stopped';
      await takeAway({ server, hubs, hall, random, figures }, way);
    }
    const report = await hall.end(rounds);
    const history = await historyOf(server, url, await readEntries());
    const violations = [...report.violations, ...history.faults];
    return { ...report, ...figures, violations, historyRows: history.rows, historyVersion: history.version };
  } finally {
    await hall?.close();
    for (const hub of hubs) await hub.remove();
    await Promise.all([server.remove(), redis.remove()]);
  }
}

function prepareHub(index: number, { redis, url }: { readonly redis: RedisNodes; readonly url: string }): Promise<HubProgram> {
  const environment = {
    HALLCALL_HUB: `hub-${index + 1}`,
    HALLCALL_REDIS: redis.url,
    HALLCALL_REDIS_REPLICAS: '1',
    HALLCALL_DATABASE: url,
  };
  return HubProgram.prepare({ configuration: chaosConfiguration(), environment });
}

async function takeAway(run: Run, way: (typeof WAYS)[number]): Promise<void> {
  const { figures, hall, hubs, random, server } = run;
  const hub = hubs[randomInteger(random, hubs.length)];
  if (hub === undefined) throw new Error('a run needs a hub');
  await pause(randomInteger(random, BUSY_MS));
  if (way === 'paused') server.suspend();
  else await (way === 'killed' ? server.kill() : server.stop());
  figures[way] += 1;
  const told = knock(hub);
  const answered = hall.desk.nextAnswer().then(() => true);
  if (!(await Promise.race([answered, pause(TOLD_MS_MAX, false, { ref: false })])))
    hall.faults.push('commands: none was answered while the database was away');
  await pause(way === 'paused' ? PAUSE_MS : randomInteger(random, AWAY_MS_MAX));
  if (way === 'paused') server.resume();
  else await server.start();
  const outcome = await told;
  if (outcome === 'busy') figures.busy += 1;
  else if (outcome !== 'in') hall.faults.push(`log-in: told "${outcome}" while the database was away`);
  for (const each of hubs) await letIn(run, each);
  await hall.settle();
}

/** As a person does: again and again until the door opens. */
async function letIn({ figures, hall }: Run, hub: HubProgram): Promise<void> {
  const startedAt = performance.now();
  let outcome = await knock(hub);
  while (outcome !== 'in' && performance.now() - startedAt < BACK_MS_MAX) {
    await pause(AGAIN_MS);
    outcome = await knock(hub);
  }
  figures.backMsMax = Math.max(figures.backMsMax, Math.round(performance.now() - startedAt));
  if (outcome !== 'in') hall.faults.push(`log-in: told "${outcome}" ${BACK_MS_MAX} ms after the database was back`);
}

async function knock(hub: HubProgram): Promise<string> {
  const body = JSON.stringify({ staffNumber: '3001', password: DEMO_PASSWORD });
  const headers = { 'content-type': 'application/json' };
  try {
    const signal = AbortSignal.timeout(TOLD_MS_MAX);
    const response = await fetch(`${hub.url}/api/sessions`, { method: 'POST', headers, body, signal });
    if (response.ok) return 'in';
    const { kind } = (await response.json()) as { readonly kind: string };
    return kind === 'hub-busy' ? 'busy' : kind;
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
}

/** Known at every hub before the database goes away. */
async function tokensOf(hubs: readonly HubProgram[]): Promise<ReadonlyMap<string, string>> {
  const [first] = hubs;
  if (first === undefined) throw new Error('a run needs a hub');
  const kiosks = await kioskToken(first.url);
  const tokens = new Map([1, 2, 3, 4].map((number) => [`kiosk-${number}`, kiosks]));
  for (const counter of COUNTERS) tokens.set(`teller-${counter}`, await signIn(first.url, String(1000 + counter)));
  for (const hub of hubs) for (const token of new Set(tokens.values())) await readState(hub.url, token);
  return tokens;
}

/** Held against a history that was made at once, in another database. */
async function historyOf(server: PostgresServer, url: string, entries: readonly JournalEntry[]) {
  const database = await openPostgresDatabase(url);
  const anew = await openPostgresDatabase(await server.newDatabase());
  try {
    const until = performance.now() + HISTORY_MS_MAX;
    while ((await versionIn(database)) < entries.length && performance.now() < until) await pause(AGAIN_MS);
    const version = await versionIn(database);
    await writeAtOnce(anew, entries.slice(0, version));
    const [kept, made] = [await rowsIn(database), await rowsIn(anew)];
    const faults = [
      ...(version === entries.length ? [] : [`history: it is at version ${version} and the log at ${entries.length}`]),
      ...(isDeepStrictEqual(kept, made)
        ? []
        : [`history: its ${kept.length} rows are not the ${made.length} that the log tells`]),
    ];
    return { faults, rows: kept.length, version };
  } finally {
    await database.close();
    await anew.close();
  }
}

async function writeAtOnce(database: AccessDatabase, entries: readonly JournalEntry[]): Promise<void> {
  const last = entries.at(-1);
  if (last === undefined) return;
  const experience = noExperience();
  const legs = entries.flatMap((entry) => [...liveThrough(experience, entry)]);
  const after = { version: last.version, hash: last.hash };
  await new HistoryStore(database).write(HALL, { before: ORIGIN, after, experience, legs });
}

async function versionIn({ sql }: AccessDatabase): Promise<number> {
  const row = await sql.selectFrom('history_halls').select('version').where('hall', '=', HALL).executeTakeFirst();
  return row?.version ?? 0;
}

function rowsIn({ sql }: AccessDatabase) {
  return sql.selectFrom('history_legs').selectAll().orderBy('ticket').orderBy('leg').execute();
}
