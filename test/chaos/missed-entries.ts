import { setTimeout as pause } from 'node:timers/promises';
import { LineProxy } from '../support/line-proxy.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { readState } from './hall-entrance.ts';
import type { PlantedFaultName } from './hub-program.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { BARE_HOUSE } from './house.ts';
import { RESOLVED_MS_MAX } from './running-hall.ts';

const BEFORE = 3;
const MEANWHILE = 10;
const ANSWER_MS_MAX = 3_000;
const CHECK_MS = 20;

/**
 * A hub's line to Redis is away while another hub writes, and nobody writes after it is back: the hub must find by itself what it missed.
 * Tells how far it is behind.
 */
export async function missedEntries(plantedFault: PlantedFaultName | null): Promise<string[]> {
  const nodes = await RedisNodes.start({ replicas: 0 });
  const line = await LineProxy.to(nodes.master.port);
  const writer = await BARE_HOUSE.hub({ url: nodes.url, name: 'writer', replicas: 0 });
  const follower = await BARE_HOUSE.hub({
    url: line.url.replace('http:', 'redis:'),
    name: 'follower',
    replicas: 0,
    plantedFault,
  });
  try {
    await writer.start();
    await follower.start();
    const kiosk = new OneAtATime(writer.url, { answerMsMax: ANSWER_MS_MAX });
    for (let command = 0; command < BEFORE; command += 1) await kiosk.issue();
    await untilAt(follower.url, (await readState(writer.url, 'kiosk-1')).version);
    await line.refuse();
    for (let command = 0; command < MEANWHILE; command += 1) await kiosk.issue();
    await line.pass();
    const { version } = await readState(writer.url, 'kiosk-1');
    const reached = await untilAt(follower.url, version);
    return reached >= version ? [] : [`a hub that lost its line is at version ${reached}, and the log at ${version}`];
  } finally {
    await follower.remove();
    await writer.remove();
    await line.close();
    await nodes.remove();
  }
}

/** Resolves with the version where the hub is, as soon as it is there and at the latest when it should be. */
async function untilAt(url: string, version: number): Promise<number> {
  const until = performance.now() + RESOLVED_MS_MAX;
  for (;;) {
    const read = await readState(url, 'kiosk-1').catch(() => null);
    if ((read?.version ?? -1) >= version || performance.now() > until) return read?.version ?? 0;
    await pause(CHECK_MS);
  }
}
