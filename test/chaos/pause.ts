import { setTimeout as pause } from 'node:timers/promises';
import { randomInteger } from '../../shared/lib/random.ts';
import { onSentinels, type RedisReport, type RedisRunOptions } from './redis-run.ts';

/** From shorter than anybody notices to longer than every time limit. */
const PAUSE_MS_MIN = 300;
const PAUSE_MS_MAX = 4_000;

/** A hub, the master, or a replica stops where it stands and goes on as if nothing had been, under load. */
export function pauses(options: RedisRunOptions): Promise<RedisReport> {
  return onSentinels(options, async ({ hubs, random, stage }) => {
    const all = [...hubs, ...hubs, ...stage.nodes];
    const one = all[randomInteger(random, all.length)];
    one?.pause();
    await pause(PAUSE_MS_MIN + randomInteger(random, PAUSE_MS_MAX - PAUSE_MS_MIN));
    one?.resume();
  });
}
