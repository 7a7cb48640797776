import { setTimeout as pause } from 'node:timers/promises';
import { randomInteger } from '../../shared/lib/random.ts';
import { ClusterStage } from './cluster-stage.ts';
import { onRedis, type RedisReport, type RedisRun, type RedisRunOptions } from './redis-run.ts';

/** A master has one replica in the stage's cluster. */
const REPLICAS = 1;
const AWAY_MS_MIN = 1_200;
const AWAY_MS_MAX = 2_000;
/** More than were on their way when the keys left: what was answered before does not count. */
const ON_THE_WAY_ANSWERS = 12;
const ON_THE_WAY_MS_MAX = 10_000;

/** In turn, so that a few rounds have each of them. */
const WAYS = [slotMoved, masterKilled, movedAndKilled] as const;

/** The hall's slot is moved to another master, and masters are killed, under load. */
export function cluster(options: RedisRunOptions): Promise<RedisReport> {
  const { replicas = REPLICAS } = options;
  return onRedis(
    () => ClusterStage.start(),
    { ...options, replicas },
    async (run, index) => WAYS[index % WAYS.length]?.(run),
  );
}

/** A slot with many keys is on its way for long: whoever's keys have left is answered all the same. */
async function slotMoved({ hall, stage }: RedisRun<ClusterStage>): Promise<void> {
  let answers = 0;
  await stage.moveSlot(async () => {
    const until = performance.now() + ON_THE_WAY_MS_MAX;
    while (answers < ON_THE_WAY_ANSWERS && performance.now() < until)
      answers += await Promise.race([
        hall.desk.nextAnswer().then(() => 1),
        pause(ON_THE_WAY_MS_MAX / ON_THE_WAY_ANSWERS, 0, { ref: false }),
      ]);
  });
  if (answers < ON_THE_WAY_ANSWERS)
    hall.faults.push(`moving: only ${answers} commands were answered while the hall's slot was on its way`);
}

async function masterKilled({ random, stage }: RedisRun<ClusterStage>): Promise<void> {
  const master = await stage.whole();
  await master.kill();
  await pause(AWAY_MS_MIN + randomInteger(random, AWAY_MS_MAX - AWAY_MS_MIN));
  await master.start();
}

/** Right after the move: what the new master had must be with its replica by then. */
async function movedAndKilled(run: RedisRun<ClusterStage>): Promise<void> {
  await run.stage.moveSlot();
  await masterKilled(run);
}
