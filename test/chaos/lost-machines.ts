import { setTimeout as pause } from 'node:timers/promises';
import { judge } from './verdict.ts';
import { BARE_HOUSE } from './house.ts';
import { HALL, type PlantedFaultName } from './hub-program.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { readRedisLog } from './redis-log.ts';
import { RedisStage } from './redis-stage.ts';

const BEFORE = 5;
/** A hub that waits for all copies accepts nothing meanwhile; one that does not is quick. */
const WHILE_BEHIND_MS_MAX = 2_500;
const WHILE_BEHIND = 5;
const ANSWER_MS_MAX = 1_000;
/** Replicas say once a second how far they are: what a connection that wrote nothing waits for, they have said by then. */
const ALL_SAID_MS = 1_500;

/**
 * One replica is behind for a moment; in that moment the machines of the master, of the other replica and of the hub are lost, and
 * the one that was behind becomes the master: the harm that WAIT for all of them prevents. Tells what was acknowledged and is
 * not in the log.
 */
export async function lostMachines(plantedFault: PlantedFaultName | null): Promise<string[]> {
  const stage = await RedisStage.start();
  const hub = await BARE_HOUSE.hub({ url: stage.url, name: 'hub-1', plantedFault });
  try {
    await hub.start();
    const kiosk = new OneAtATime(hub.url, { answerMsMax: ANSWER_MS_MAX });
    for (let command = 0; command < BEFORE; command += 1) await kiosk.issue();
    const [before, master] = [kiosk.acknowledged, await stage.whole()];
    const [behind, other] = await stage.replicas();
    if (behind === undefined || other === undefined || before < BEFORE) return ['the stage is not as it should be'];
    await pause(ALL_SAID_MS);
    behind.pause();
    const until = performance.now() + WHILE_BEHIND_MS_MAX;
    while (kiosk.acknowledged < BEFORE + WHILE_BEHIND && performance.now() < until) await kiosk.issue();
    // What its own machine has received and it has not read is lost with it.
    for (const lost of [hub, master, other, behind]) await lost.kill();
    await behind.start();
    await stage.movedFrom(master);
    await Promise.all([master.start(), other.start()]);
    const { lost, violations } = judge(kiosk.records, await readRedisLog((await stage.whole()).address, HALL));
    return lost === 0 ? [] : [`${lost} of ${kiosk.acknowledged} acknowledged commands were lost`, ...violations.slice(0, 3)];
  } finally {
    await hub.remove();
    await stage.stop();
  }
}
