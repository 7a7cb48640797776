import { setTimeout as pause } from 'node:timers/promises';
import { randomInteger } from '../../shared/lib/random.ts';
import { KILL_AFTER_MS_MAX, KILL_AFTER_MS_MIN } from './hub-kill.ts';
import { startSupervised } from './house.ts';
import { onSentinels, type RedisReport, type RedisRunOptions } from './redis-run.ts';

const HUBS = 3;
/** Now and then two die at once. */
const TWO_ONE_IN = 5;
const AWAY_MS_MAX = 400;

/** One of several hubs on one Redis is killed with -9 under load, sometimes two; the others go on, and it comes back. */
export function severalHubsKilled(options: RedisRunOptions): Promise<RedisReport> {
  return onSentinels({ hubs: HUBS, ...options }, async ({ hubs, random }) => {
    const first = randomInteger(random, hubs.length);
    const count = hubs.length > 2 && randomInteger(random, TWO_ONE_IN) === 0 ? 2 : 1;
    const dying = Array.from({ length: count }, (_, index) => hubs[(first + index) % hubs.length]).filter(
      (hub) => hub !== undefined,
    );
    await pause(KILL_AFTER_MS_MIN + randomInteger(random, KILL_AFTER_MS_MAX - KILL_AFTER_MS_MIN + 1));
    await Promise.all(dying.map((hub) => hub.kill()));
    await pause(randomInteger(random, AWAY_MS_MAX));
    await Promise.all(dying.map(startSupervised));
  });
}
