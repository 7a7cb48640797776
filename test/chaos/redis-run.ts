import { setTimeout as pause } from 'node:timers/promises';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import type { ChaosReport } from './chaos-report.ts';
import { BARE_HOUSE, productHouse, startSupervised, type CopiesRule } from './house.ts';
import { HALL, type HubProgram, type PlantedFaultName } from './hub-program.ts';
import type { Network } from './network.ts';
import type { RedisProcess } from './redis-process.ts';
import { readRedisHead, readRedisLog } from './redis-log.ts';
import { RedisStage } from './redis-stage.ts';
import { RunningHall } from './running-hall.ts';

/** A person's pause between two commands: some hundred commands per second in all, on two cores with everything else. */
const THINK_MS = 20;
/** A round that nobody works in proves nothing; a hall that cannot work for so long is told by what is open. */
const BUSY_MS_MAX = 10_000;
const BUSY_ANSWERS = 12;
const MOMENT_MS_MAX = 300;

export interface RedisRunOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly hubs?: number;
  readonly replicas?: number;
  readonly copies?: CopiesRule;
  /** `bare`: hubs without rooms, which start in a third of a second; `product`: all of it, with a PostgreSQL. */
  readonly level?: 'bare' | 'product';
  readonly plantedFault?: PlantedFaultName | null;
}

export interface RedisReport extends ChaosReport {
  readonly copies: CopiesRule;
  readonly level: 'bare' | 'product';
  readonly failovers: number;
  /** Of hubs, in the beginning, that ended while they started. */
  readonly startsAgain: number;
  /** The longest that a command waited for its answer after everything was back, in milliseconds. */
  readonly resolvedMsMax: number;
}

/** Real Redis nodes, however they are put together. */
export interface RedisHome {
  /** As a hub is told of it. */
  readonly url: string;
  readonly nodes: readonly RedisProcess[];
  /** Resolves with the master of the hall when every node is back and every copy is. */
  whole(): Promise<RedisProcess>;
  stop(): Promise<void>;
}

/** Redis, hubs on it, and people at the hubs. */
export interface RedisRun<Stage extends RedisHome = RedisStage> {
  readonly stage: Stage;
  readonly hubs: readonly HubProgram[];
  readonly hall: RunningHall;
  readonly random: Random;
}

/** On one master with two replicas and three Sentinels. */
export function onSentinels(
  options: RedisRunOptions & { readonly network?: Network },
  round: (run: RedisRun, index: number) => Promise<void>,
): Promise<RedisReport> {
  const { network, replicas = 2 } = options;
  return onRedis(() => RedisStage.start({ replicas, ...(network === undefined ? {} : { network }) }), options, round);
}

/** Several hubs on one Redis, loaded by people who move on to the next hub; `round` does the harm and mends it. */
export async function onRedis<Stage extends RedisHome>(
  startStage: () => Promise<Stage>,
  options: RedisRunOptions,
  round: (run: RedisRun<Stage>, index: number) => Promise<void>,
): Promise<RedisReport> {
  const { copies = 'strict', level = 'bare', rounds, seed } = options;
  const random = seededRandom(seed);
  const [stage, house] = await Promise.all([startStage(), level === 'product' ? productHouse() : BARE_HOUSE]);
  const hubs: HubProgram[] = [];
  let startsAgain = 0;
  let hall: RunningHall | null = null;
  try {
    for (let index = 0; index < (options.hubs ?? 2); index += 1) {
      // On the machine of a node where there are machines: what is cut off is a hub with its node.
      const place = stage.nodes[index % stage.nodes.length]?.place;
      hubs.push(await house.hub({ ...options, url: stage.url, name: `hub-${index + 1}`, place }));
    }
    const again = await Promise.all(hubs.map(startSupervised));
    startsAgain += again.reduce((sum, each) => sum + each, 0);
    const tokenFor = await house.tokens(hubs);
    const readEntries = async () => readRedisLog((await stage.whole()).address, HALL);
    const shownBy = (hub: HubProgram) => house.shown(hub, tokenFor('kiosk-1'));
    hall = new RunningHall({ hubs, random, thinkMs: THINK_MS, tokenFor, shownBy, readEntries });
    let failovers = 0;
    for (let index = 0; index < rounds; index += 1) {
      await busy(hall, random);
      const before = await readRedisHead((await stage.whole()).address, HALL);
      await round({ stage, hubs, hall, random }, index);
      await stage.whole();
      await hall.settle();
      if (await newTerm(stage, hall, before)) failovers += 1;
    }
    const report = await hall.end(rounds);
    return { ...report, copies, level, failovers, startsAgain, resolvedMsMax: Math.round(hall.resolvedMsMax) };
  } finally {
    await hall?.close();
    for (const hub of hubs) await hub.remove();
    await Promise.all([stage.stop(), house.close()]);
  }
}

/** Some answers, so that every round does some work however busy the machine is, then a random moment. */
async function busy(hall: RunningHall, random: Random): Promise<void> {
  for (let answer = 0; answer < BUSY_ANSWERS; answer += 1)
    await Promise.race([hall.desk.nextAnswer(), pause(BUSY_MS_MAX / BUSY_ANSWERS, undefined, { ref: false })]);
  await pause(randomInteger(random, MOMENT_MS_MAX + 1));
}

/** What is written under a new master carries a higher epoch: otherwise two entries could have had one id. */
async function newTerm(
  stage: RedisHome,
  hall: RunningHall,
  before: { readonly epoch: number; readonly term: string },
): Promise<boolean> {
  const then = await readRedisHead((await stage.whole()).address, HALL);
  if (then.term === before.term) return false;
  let after = then;
  for (const until = performance.now() + BUSY_MS_MAX; after.version === then.version && performance.now() < until;) {
    // An answer may be one that was given before: only an entry says under which epoch its hub writes.
    await Promise.race([hall.desk.nextAnswer(), pause(BUSY_MS_MAX, undefined, { ref: false })]);
    after = await readRedisHead((await stage.whole()).address, HALL);
  }
  if (after.version > then.version && after.epoch <= before.epoch)
    hall.faults.push(
      `epoch: version ${after.version} was written under a new master with the epoch of the old one, ${after.epoch}`,
    );
  return true;
}
