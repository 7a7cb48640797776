import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../../shared/lib/assert.ts';
import { randomInteger, seededRandom } from '../../shared/lib/random.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { COUNTER, foundCity, newId, type CityHall } from './city.ts';
import { median, percentile } from './figure.ts';
import { LoadHub, type HubCost } from './load-hub.ts';
import { LoadScreen } from './load-screen.ts';
import { shareOfOthers } from './other-programs.ts';

export interface ManyHubsSize {
  readonly halls: number;
  readonly commandsPerSecond: number;
  readonly seconds: number;
  /** Screens more that only look, at the first hub: what one of them costs. */
  readonly moreScreens: number;
}

/** `full` is what is promised to be measured; `ci` shows in a minute that it can be. Each hall has three screens, each at another hub. */
export const MANY_HUBS_SIZES: Readonly<Record<'ci' | 'full', ManyHubsSize>> = {
  ci: { halls: 100, commandsPerSecond: 50, seconds: 30, moreScreens: 300 },
  full: { halls: 1_000, commandsPerSecond: 300, seconds: 300, moreScreens: 2_000 },
};

const HUBS = 3;
const REPLICAS = 1;
const TICK_MS = 5;
/** The last commands hear their answer, the last screens see theirs. */
const DRAIN_MS = 5_000;
const SCREENS_AT_ONCE = 40;
/** A hub takes a thousand lines from one address. */
const SCREENS_PER_ADDRESS = 250;
const WARM_SECONDS_MAX = 10;
const SEED = 20261122;
const KIB = 1_024;

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** Times in milliseconds, memory in KiB, `cpu` in cores. */
export interface ManyHubsReport {
  readonly size: ManyHubsSize;
  readonly hubs: number;
  readonly screens: number;
  readonly cores: number;
  readonly commands: number;
  readonly acknowledged: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly screensLost: number;
  readonly unseen: number;
  readonly answer: Percentiles;
  readonly sameHub: Percentiles;
  readonly otherHub: Percentiles;
  readonly memoryPerHall: number;
  readonly memoryPerScreen: number;
  readonly residentPerHub: number;
  /** In use in each hub after a collection, on average: without screens, with all of them, and after the load. */
  readonly heldPerHub: readonly [empty: number, before: number, after: number];
  readonly cpuOfHubs: number;
  readonly cpuOfScreens: number;
  readonly cpuOfOthers: number;
  /** How late the program that plays all screens was itself, 99 of 100. */
  readonly playedLateP99: number;
  readonly said: readonly string[];
}

interface Place {
  readonly hall: CityHall;
  /** Kiosk, counter and wall, each at the next hub. */
  readonly screens: readonly LoadScreen[];
  waiting: number;
}

interface Sent {
  readonly place: Place;
  /** Which of its screens sent it. */
  readonly by: number;
  readonly at: number;
  answeredAt: number | null;
  version: number | null;
  refusal: string | null;
}

/** Many halls at three hubs on one Redis with a replica and one PostgreSQL: how long from a command to the entry at each of the hall's screens, and what it takes. */
export async function manyHubs(size: ManyHubsSize): Promise<ManyHubsReport> {
  const [nodes, postgres] = await Promise.all([RedisNodes.start({ replicas: REPLICAS }), PostgresServer.start()]);
  const hubs: LoadHub[] = [];
  const screens: LoadScreen[] = [];
  try {
    const database = await postgres.newDatabase();
    tell(`${size.halls} halls are made`);
    const city = await foundCity(size.halls, nodes, database);
    const environment = {
      HALLCALL_REDIS: nodes.url,
      HALLCALL_REDIS_REPLICAS: String(REPLICAS),
      HALLCALL_DATABASE: database,
      HALLCALL_FORECASTS: 'off',
    };
    for (let index = 0; index < HUBS; index += 1)
      hubs.push(await LoadHub.start({ ...environment, HALLCALL_HUB: `hub-${index + 1}` }));
    const empty = await costs(hubs);
    const loadedBefore = await loadedHalls(hubs);
    tell(`${HUBS} hubs run; ${size.halls * HUBS} screens come in`);
    const places = await fillHalls(city, hubs, screens);
    const full = await costs(hubs);
    const loadedAfter = await loadedHalls(hubs);
    tell(`${size.commandsPerSecond} commands a second for ${size.seconds} s`);
    const load = await underLoad(places, size, hubs);
    const after = await costs(hubs);
    const crowdedBefore = await must(hubs[0], 'a hub').cost();
    await openMany(
      Array.from({ length: size.moreScreens }, (_each, index) => ({
        hub: must(hubs[0], 'a hub'),
        token: must(city[index % city.length], 'a hall').wall,
      })),
      screens,
    );
    const crowded = await must(hubs[0], 'a hub').cost();
    const perScreen = (crowded.heldBytes - crowdedBefore.heldBytes) / size.moreScreens;
    const grown = sumOf(full, 'heldBytes') - sumOf(empty, 'heldBytes') - perScreen * places.length * HUBS;
    return {
      ...load,
      heldPerHub: [heldPerHub(empty), heldPerHub(full), heldPerHub(after)],
      memoryPerHall: kib(grown / Math.max(1, loadedAfter - loadedBefore)),
      memoryPerScreen: kib(perScreen),
      screensLost: screens.filter(({ isLost }) => isLost).length,
      said: hubs.map(({ said }) => said.trim()).filter((said) => said !== ''),
    };
  } finally {
    for (const screen of screens) screen.close();
    for (const hub of hubs) await hub.remove();
    await Promise.all([postgres.remove(), nodes.remove()]);
  }
}

async function fillHalls(city: readonly CityHall[], hubs: readonly LoadHub[], all: LoadScreen[]): Promise<Place[]> {
  const hubAt = (index: number): LoadHub => must(hubs[index % hubs.length], 'a hub');
  const wanted = city.flatMap(({ kiosk, teller, wall }, index) =>
    [kiosk, teller, wall].map((token, screen) => ({ hub: hubAt(index + screen), token })),
  );
  await openMany(wanted, all);
  return city.map((hall, index) => ({ hall, screens: all.slice(index * HUBS, (index + 1) * HUBS), waiting: 0 }));
}

/** In their order, some at once. */
async function openMany(wanted: readonly { readonly hub: LoadHub; readonly token: string }[], all: LoadScreen[]): Promise<void> {
  for (let from = 0; from < wanted.length; from += SCREENS_AT_ONCE) {
    const opened = wanted.slice(from, from + SCREENS_AT_ONCE).map(({ hub, token }, index) => {
      const address = `127.0.0.${2 + Math.floor((all.length + index) / SCREENS_PER_ADDRESS)}`;
      return LoadScreen.open(hub.port, token, address);
    });
    all.push(...(await Promise.all(opened)));
  }
}

async function underLoad(places: readonly Place[], size: ManyHubsSize, hubs: readonly LoadHub[]) {
  await send(places, { ...size, seconds: Math.min(WARM_SECONDS_MAX, size.seconds / 3) });
  const late = monitorEventLoopDelay({ resolution: 10 });
  const before = await costs(hubs);
  const own = process.cpuUsage();
  late.enable();
  const startedAt = performance.now();
  let sent: readonly Sent[] = [];
  const others = await shareOfOthers(async () => {
    sent = await send(places, size);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  late.disable();
  const { system, user } = process.cpuUsage(own);
  const after = await costs(hubs);
  return {
    ...judged(sent),
    size,
    hubs: hubs.length,
    screens: places.length * HUBS,
    cores: availableParallelism(),
    residentPerHub: kib(sumOf(after, 'residentBytes') / hubs.length),
    cpuOfHubs: tenths((sumOf(after, 'cpuMs') - sumOf(before, 'cpuMs')) / 1_000 / seconds),
    cpuOfScreens: tenths((user + system) / 1_000_000 / seconds),
    cpuOfOthers: tenths(others * availableParallelism()),
    playedLateP99: tenths(late.percentile(99) / 1_000_000),
  };
}

/** At its own pace, whether answers come or not: a hall that waits sends no fewer customers. */
async function send(places: readonly Place[], { commandsPerSecond, seconds }: ManyHubsSize): Promise<readonly Sent[]> {
  const random = seededRandom(SEED);
  const sent: Sent[] = [];
  const startedAt = performance.now();
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - startedAt) {
    const due = Math.floor((passed / 1_000) * commandsPerSecond);
    while (sent.length < due) sent.push(order(must(places[randomInteger(random, places.length)], 'a hall')));
    await pause(TICK_MS);
  }
  const until = performance.now() + DRAIN_MS;
  while (sent.some(({ answeredAt }) => answeredAt === null) && performance.now() < until) await pause(TICK_MS);
  await pause(DRAIN_MS / 10);
  return sent;
}

/** A ticket is taken, and the next time in this hall somebody is called. */
function order(place: Place): Sent {
  const calls = place.waiting > 0;
  place.waiting += calls ? -1 : 1;
  const by = calls ? 1 : 0;
  const command = calls ? { type: 'call-next', counter: COUNTER } : { type: 'issue-ticket', service: 'A' };
  const record: Sent = { place, by, at: performance.now(), answeredAt: null, version: null, refusal: null };
  void must(place.screens[by], 'a screen')
    .command({ ...command, id: newId() })
    .then((answer) => {
      if (answer === null) return;
      record.answeredAt = performance.now();
      if ('refusal' in answer) record.refusal = answer.refusal.kind;
      else record.version = answer.version;
    });
  return record;
}

function judged(sent: readonly Sent[]) {
  const sameHub: number[] = [];
  const otherHub: number[] = [];
  const refused: Record<string, number> = {};
  let unseen = 0;
  for (const { at, by, place, refusal, version } of sent) {
    if (refusal !== null) refused[refusal] = (refused[refusal] ?? 0) + 1;
    if (version === null) continue;
    for (const [index, screen] of place.screens.entries()) {
      const seenAt = screen.arrivals.get(version);
      if (seenAt === undefined) unseen += 1;
      else (index === by ? sameHub : otherHub).push(seenAt - at);
    }
  }
  const answered = sent.flatMap(({ answeredAt, at }) => (answeredAt === null ? [] : [answeredAt - at]));
  return {
    commands: sent.length,
    acknowledged: sent.filter(({ version }) => version !== null).length,
    refused,
    unanswered: sent.length - answered.length,
    unseen,
    answer: percentiles(answered),
    sameHub: percentiles(sameHub),
    otherHub: percentiles(otherHub),
  };
}

function percentiles(times: readonly number[]): Percentiles {
  return { p50: tenths(median(times)), p99: tenths(percentile(times, 0.99)), count: times.length };
}

async function loadedHalls(hubs: readonly LoadHub[]): Promise<number> {
  let loaded = 0;
  for (const hub of hubs) loaded += await hub.metric('hallcall_halls_loaded');
  return loaded;
}

function costs(hubs: readonly LoadHub[]): Promise<HubCost[]> {
  return Promise.all(hubs.map((hub) => hub.cost()));
}

function sumOf(of: readonly HubCost[], what: keyof HubCost): number {
  return of.reduce((sum, each) => sum + each[what], 0);
}

function heldPerHub(of: readonly HubCost[]): number {
  return kib(sumOf(of, 'heldBytes') / of.length);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function kib(bytes: number): number {
  return tenths(bytes / KIB);
}

function tell(what: string): void {
  console.error(what);
}
