import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import { localTimeToEpoch } from '../../shared/hall/local-time.ts';
import { NaiveHall } from '../simulation/naive-hall.ts';
import { RunningHub, settled } from '../support/running-hub.ts';

const ZONE = 'Asia/Shanghai';
const TICKETS_EACH_SIDE = 3;
/** A day that goes on until two o'clock in the morning. */
const LONG_DAY = { opensAt: '06:00', closesAt: '02:00' };
const BEFORE_MIDNIGHT = '23:50';
const NIGHT_MS = 20 * 60_000;

/** A hall whose day goes on over midnight gives tickets before and after; tells which numbers were given twice. */
export async function nightHall(plantedFault: PlantedFault | null): Promise<string[]> {
  const running = await RunningHub.serving({ plantedFault }, { timeZone: ZONE, businessDay: LONG_DAY });
  try {
    const evening = localTimeToEpoch('2026-11-22', BEFORE_MIDNIGHT, ZONE);
    running.time.advance(evening - running.time.now());
    await settled();
    for (let ticket = 0; ticket < TICKETS_EACH_SIDE; ticket += 1) await running.issue();
    running.time.advance(NIGHT_MS);
    await settled();
    for (let ticket = 0; ticket < TICKETS_EACH_SIDE; ticket += 1) await running.issue();
    const hall = new NaiveHall();
    for (const entry of running.log()) hall.apply(entry);
    return [...hall.problems];
  } finally {
    await running.hub.close();
  }
}
