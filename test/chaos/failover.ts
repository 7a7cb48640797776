import { setTimeout as pause } from 'node:timers/promises';
import { randomInteger } from '../../shared/lib/random.ts';
import type { PlantedFaultName } from './hub-program.ts';
import { onSentinels, type RedisReport, type RedisRun, type RedisRunOptions } from './redis-run.ts';

/** A killed node is started again within two seconds: as late as that its master has been replaced, and it comes back as a stranger. */
const AWAY_MS_MIN = 1_200;
const AWAY_MS_MAX = 2_000;
/** Long enough to be replaced, and to believe still that it is the master when it goes on. */
const PAUSE_MS = 3_000;

type Way = (run: RedisRun) => Promise<void>;
/** How the master goes, drawn for each round: killed and replaced, paused and replaced, killed and back before anybody misses it. */
const WAYS: readonly Way[] = [killed, killed, killed, paused, restarted, restarted];

/** The master under load is killed, paused or restarted, again and again. */
export function failover(options: RedisRunOptions): Promise<RedisReport> {
  return onSentinels(options, async (run) => WAYS[randomInteger(run.random, WAYS.length)]?.(run));
}

/** Once, the quick way. Tells what was written under the new term as if it were the old one. */
export async function oldEpochs(plantedFault: PlantedFaultName | null): Promise<string[]> {
  const { violations } = await onSentinels({ rounds: 1, seed: 1, plantedFault }, restarted);
  return [...violations];
}

async function killed({ random, stage }: RedisRun): Promise<void> {
  const master = await stage.whole();
  await master.kill();
  await pause(AWAY_MS_MIN + randomInteger(random, AWAY_MS_MAX - AWAY_MS_MIN));
  await master.start();
}

async function paused({ stage }: RedisRun): Promise<void> {
  const master = await stage.whole();
  master.pause();
  await pause(PAUSE_MS);
  master.resume();
}

async function restarted({ stage }: RedisRun): Promise<void> {
  const master = await stage.whole();
  await master.kill();
  await master.start();
}
