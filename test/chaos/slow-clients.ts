import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../../shared/lib/assert.ts';
import { seededRandom, type Random } from '../../shared/lib/random.ts';
import { median, percentile } from '../bench/figure.ts';
import { LoadScreen } from '../bench/load-screen.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { RestCaller } from './caller.ts';
import type { ChaosReport } from './chaos-report.ts';
import { FaultProxy } from './fault-proxy.ts';
import { chaosConfiguration } from './hall-crowd.ts';
import { signIn } from './hall-entrance.ts';
import type { HubProgram } from './hub-program.ts';
import { entriesIn, everybodysTokens, hubOnDisk } from './hub-on-disk.ts';
import { RunningHall } from './running-hall.ts';

const ADMIN = '9001';
const THINK_MS = 40;
const SCREENS_AT_ONCE = 20;
/** Some 45 KB in each entry: what lies in the hub for a screen that does not read grows quickly. */
const DOCUMENTS = Array.from({ length: 50 }, () => ({ zh: '证件', en: 'x'.repeat(400) }));
const PUBLISH_EVERY_MS = 200;
const LOOK_MS = 250;
/** A half-open line ends somewhere in its first words: after the handshake, in the snapshot. */
const HALF_OPEN_BYTES_MAX = 4_000;
const DRIBBLE_MS = 1;
/** Silence is noticed after a ping and the wait for its answer (16 s), a screen that lags after 15 s; the machine may be busy. */
const DROPPED_MS_MAX = 45_000;
/** The last entry at every screen that reads. */
const SEEN_MS_MAX = 15_000;
/** What the hub may hold for all that do not read, and what a collector has not yet taken away. */
const GROWN_MIB_MAX = 256;
const MIB = 1_024 * 1_024;

export interface SlowClientsOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Screens that read. */
  readonly normal?: number;
  /** Of each bad kind. */
  readonly bad?: number;
  /** Load after the bad ones are there, in each round. */
  readonly loadMs?: number;
}

/** Times in milliseconds from the hub's answer back to the first screen to each of the others; memory in MiB. */
export interface SlowClientsReport extends ChaosReport {
  readonly normal: number;
  readonly paused: number;
  readonly dribbling: number;
  readonly halfOpen: number;
  readonly dropped: number;
  readonly droppedMsMax: number;
  readonly grownMibMax: number;
  readonly spreadP50: number;
  readonly spreadP99: number;
}

interface Run {
  readonly hub: HubProgram;
  readonly hall: RunningHall;
  readonly random: Random;
  readonly options: Required<SlowClientsOptions>;
  readonly kiosk: string;
  readonly normal: readonly LoadScreen[];
  readonly figures: { dropped: number; droppedMsMax: number; grownMibMax: number };
}

/**
 * The real hub with many screens that read, and among them some that stop reading, some whose lines bring a byte at a time, and some that are
 * cut off without a word: those that read get everything, those that do not are dropped, and the hub does not grow.
 */
export async function slowClients(given: SlowClientsOptions): Promise<SlowClientsReport> {
  const options = { normal: 200, bad: 20, loadMs: 25_000, ...given };
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-slow-'));
  const random = seededRandom(options.seed);
  const normal: LoadScreen[] = [];
  const hub = await hubOnDisk(folder);
  let hall: RunningHall | null = null;
  try {
    await hub.start();
    const tokens = await everybodysTokens(hub.url);
    const kiosk = must(tokens.get('kiosk-1'), 'a kiosk');
    while (normal.length < options.normal) normal.push(...(await openSome(hub, kiosk, options.normal - normal.length)));
    const readEntries = () => Promise.resolve(entriesIn(folder));
    hall = new RunningHall({ hubs: [hub], random, thinkMs: THINK_MS, tokenFor: (name) => tokens.get(name) ?? name, readEntries });
    const figures = { dropped: 0, droppedMsMax: 0, grownMibMax: 0 };
    const run: Run = { hub, hall, random, options, kiosk, normal, figures };
    for (let round = 0; round < options.rounds; round += 1) await crowdOnce(run);
    const report = await hall.end(options.rounds);
    const unserved = await unservedFaults(normal, report.entries);
    const spread = spreadOf(normal);
    const counted = { normal: normal.length, paused: options.bad, dribbling: options.bad, halfOpen: options.bad };
    return { ...report, violations: [...report.violations, ...unserved], ...counted, ...figures, ...spread };
  } finally {
    for (const screen of normal) screen.close();
    await hall?.close();
    await hub.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function crowdOnce(run: Run): Promise<void> {
  const { figures, hall, hub, options, random } = run;
  const port = Number(new URL(hub.url).port);
  const dribbling = await FaultProxy.to({ host: '127.0.0.1', port }, random);
  const halfOpen = await FaultProxy.to({ host: '127.0.0.1', port }, random);
  dribbling.fault = { is: 'dribble', everyMs: DRIBBLE_MS };
  halfOpen.fault = { is: 'half-open', bytesMax: HALF_OPEN_BYTES_MAX };
  const before = await mibOf(hub);
  const end = new AbortController();
  const published = publish(run, end.signal);
  const bad: RawScreen[] = [];
  try {
    for (let index = 0; index < options.bad; index += 1) {
      const paused = await RawScreen.open(port, { token: run.kiosk });
      await paused.until(() => paused.all('snapshot').length > 0 || paused.closedAt !== null);
      paused.pause();
      bad.push(paused);
      for (const proxy of [dribbling, halfOpen]) come(proxy.port, run.kiosk, bad);
    }
    const until = performance.now() + options.loadMs;
    while (performance.now() < until) {
      figures.grownMibMax = Math.max(figures.grownMibMax, Math.round((await mibOf(hub)) - before));
      await pause(LOOK_MS);
    }
    await untilDropped(run, dribbling, options.bad);
  } finally {
    end.abort();
    await Promise.race([published, pause(SEEN_MS_MAX, undefined, { ref: false })]);
    for (const screen of bad) screen.webSocket.terminate();
    await dribbling.close();
    await halfOpen.close();
  }
  if (figures.grownMibMax > GROWN_MIB_MAX) hall.faults.push(`memory: the hub grew by ${figures.grownMibMax} MiB`);
  await hall.settle();
}

/** On a bad line a screen may never get as far as its first word: nobody waits for it. */
function come(port: number, token: string, bad: RawScreen[]): void {
  RawScreen.open(port, { token }).then(
    (screen) => {
      screen.keepsEntries = false;
      bad.push(screen);
    },
    () => undefined,
  );
}

/** Only those that read are left, and whoever dribbles: slow is not silent. */
async function untilDropped({ figures, hall, hub, normal, options }: Run, dribbling: FaultProxy, bad: number): Promise<void> {
  const startedAt = performance.now();
  const left = async (): Promise<number> =>
    (await metric(hub, 'hallcall_sockets')) - normal.length - Math.min(bad, dribbling.open / 2);
  while ((await left()) > 0 && performance.now() - startedAt < DROPPED_MS_MAX) await pause(LOOK_MS);
  const waited = Math.round(performance.now() - startedAt);
  figures.droppedMsMax = Math.max(figures.droppedMsMax, waited + options.loadMs);
  const stay = await left();
  figures.dropped += 2 * bad - Math.max(0, stay);
  if (stay > 0) hall.faults.push(`sockets: ${stay} that do not read are still open ${waited} ms after the load`);
}

/** Entries that are large, one after the other, besides what the people do. */
async function publish({ hall, hub }: Run, signal: AbortSignal): Promise<void> {
  const admin = new RestCaller(hub.url, await signIn(hub.url, ADMIN));
  const services = chaosConfiguration().services.map((service) => ({ ...service, documents: DOCUMENTS }));
  for (let change = 1; !signal.aborted; change += 1) {
    const outOfOrder = { zh: '暂停', en: `out of order ${change} of ${hall.desk.records.length}` };
    const configuration = chaosConfiguration({ services, outOfOrder });
    const { known } = await hall.desk.order(admin, 'admin', { type: 'configure-hall', configuration });
    if (known.is === 'refused') hall.faults.push(`publish: a configuration was refused: ${known.kind}`);
    await pause(PUBLISH_EVERY_MS);
  }
}

async function openSome(hub: HubProgram, token: string, wanted: number): Promise<LoadScreen[]> {
  const port = Number(new URL(hub.url).port);
  const count = Math.min(SCREENS_AT_ONCE, wanted);
  return Promise.all(Array.from({ length: count }, () => LoadScreen.open(port, token, '127.0.0.2')));
}

/** Each screen that reads has every entry from its first to the last. */
async function unservedFaults(normal: readonly LoadScreen[], head: number): Promise<string[]> {
  const until = performance.now() + SEEN_MS_MAX;
  while (normal.some(({ arrivals }) => !arrivals.has(head)) && performance.now() < until) await pause(LOOK_MS);
  return normal.flatMap(({ arrivals, isLost }, index) => {
    if (isLost) return [`served: screen ${index} reads and was dropped`];
    const first = Math.min(...arrivals.keys());
    const missing = head - first + 1 - arrivals.size;
    return missing === 0 ? [] : [`served: screen ${index} reads and has not seen ${missing} entries`];
  });
}

/** From the first screen that has an entry to each of the others. */
function spreadOf(normal: readonly LoadScreen[]): { readonly spreadP50: number; readonly spreadP99: number } {
  const [one] = normal;
  const behind = [...(one?.arrivals.keys() ?? [])].flatMap((version) => {
    const times = normal.flatMap(({ arrivals }) => arrivals.get(version) ?? []);
    const first = Math.min(...times);
    return times.map((time) => time - first);
  });
  return { spreadP50: Math.round(median(behind)), spreadP99: Math.round(percentile(behind, 0.99)) };
}

async function mibOf(hub: HubProgram): Promise<number> {
  return (await metric(hub, 'process_resident_memory_bytes')) / MIB;
}

async function metric(hub: HubProgram, name: string): Promise<number> {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}
