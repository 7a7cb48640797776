import { setTimeout as pause } from 'node:timers/promises';
import { RedisNodes } from '../support/redis-nodes.ts';
import { HALL, type HubProgram, type PlantedFaultName } from './hub-program.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { logKey } from './redis-log.ts';
import { BARE_HOUSE } from './house.ts';
import { RedisTalk } from '../support/redis-talk.ts';

const ENTRIES = 6;
const CHANGED = 3;
const ANSWER_MS_MAX = 3_000;
const CHECK_MS = 20;
const VERDICT_MS_MAX = 8_000;

/** Somebody changes an entry in Redis by hand while no hub runs; tells whether the next hub believes it. */
export async function changedLog(plantedFault: PlantedFaultName | null): Promise<string[]> {
  const nodes = await RedisNodes.start({ replicas: 0 });
  const hub = await BARE_HOUSE.hub({ url: nodes.url, name: 'hub-1', replicas: 0, plantedFault });
  try {
    await hub.start();
    const kiosk = new OneAtATime(hub.url, { answerMsMax: ANSWER_MS_MAX });
    for (let entry = 0; entry < ENTRIES; entry += 1) await kiosk.issue();
    await hub.kill();
    await changeEntry(nodes.master.port);
    hub.spawn();
    return (await isBelieved(hub)) ? ['a log with a changed entry was taken for the truth'] : [];
  } finally {
    await hub.remove();
    await nodes.remove();
  }
}

/** The same ids and hashes, another body at one place. */
async function changeEntry(port: number): Promise<void> {
  const talk = await RedisTalk.open({ host: '127.0.0.1', port });
  try {
    const entries = (await talk.ask('XRANGE', logKey(HALL), '-', '+')) as readonly (readonly [string, readonly string[]])[];
    await talk.ask('DEL', logKey(HALL));
    for (const [id, fields] of entries) {
      const changed = id.endsWith(`-${CHANGED}`) ? fields.map((field) => field.replace('"actor":"', '"actor":"x')) : fields;
      await talk.ask('XADD', logKey(HALL), id, ...changed);
    }
  } finally {
    talk.close();
  }
}

/** A hub that ends, or says that it cannot tell the state, does not believe it. */
async function isBelieved(hub: HubProgram): Promise<boolean> {
  const until = performance.now() + VERDICT_MS_MAX;
  while (hub.isRunning && performance.now() < until) {
    const status = await fetch(`${hub.url}/api/halls/${HALL}/state`).then(
      ({ status: code }) => code,
      () => null,
    );
    if (status !== null) return status === 200;
    await pause(CHECK_MS);
  }
  return false;
}
