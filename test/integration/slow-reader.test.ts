import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { ServedHub } from '../support/served-hub.ts';
import { testConfiguration } from '../support/test-configuration.ts';

/** An entry with a configuration of some 45 KB: the kernel's buffers are full after a hundred. */
const DOCUMENTS = Array.from({ length: 50 }, () => ({ zh: '证件', en: 'x'.repeat(400) }));
/** Published after it has left the room. */
const GROUPS_MISSED = 300;
const MEBIBYTE = 1024 * 1024;
/** What the hub may hold for a screen that does not read: a fraction of all those entries. */
const HELD_MAX = 100 * MEBIBYTE;

/** Bytes in use, after everything that nobody holds is gone. */
function bytesHeld(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('a screen that does not read', () => {
  let hub: ServedHub;
  let slow: RawScreen;
  let others: RawScreen[];

  beforeEach(async () => {
    hub = await ServedHub.start();
    const token = hub.access.give('device:wall', ['display']);
    slow = await RawScreen.open(hub.port, { token });
    others = [await RawScreen.open(hub.port, { token }), await RawScreen.open(hub.port, { token })];
    for (const each of [slow, ...others]) {
      each.keepsEntries = false;
      await each.until(() => each.all('heartbeat').length > 0);
    }
  });

  afterEach(async () => {
    for (const each of [slow, ...others]) await each.close();
    await hub.close();
  });

  it('[P8] leaves the room, costs the hub little, and gets one snapshot when it has drained', async () => {
    const services = testConfiguration().services.map((service) => ({ ...service, documents: DOCUMENTS }));
    slow.pause();
    let published = 0;
    const publish = async (): Promise<void> => {
      published += 1;
      const outOfOrder = { zh: '暂停', en: `out of order ${published}` };
      const answer = await hub.command({ type: 'configure-hall', configuration: testConfiguration({ services, outOfOrder }) });
      expect(answer.ok).toBe(true);
      // The memory journal never leaves the turn; a real one does, and timers run.
      await new Promise((resolve) => setImmediate(resolve));
    };
    while (hub.gateway.screensIn('demo') > others.length) await publish();
    for (let more = 0; more < GROUPS_MISSED; more += 1) await publish();
    const { position } = await hub.hub.read('demo');
    for (const each of others) await each.until(() => each.versions.at(-1) === position.version);
    const heldWhileLagging = bytesHeld();

    slow.resume();
    await slow.until(() => slow.all('snapshot').length === 2);
    await slow.until(() => slow.all('heartbeat').length > 0 && slow.messages.at(-1)?.name === 'heartbeat');
    expect(must(slow.all('snapshot')[1], 'the second').version).toBe(position.version);
    expect(slow.versions.length).toBeLessThanOrEqual(published - GROUPS_MISSED);
    expect(heldWhileLagging - bytesHeld()).toBeLessThan(HELD_MAX);
    await hub.command({ type: 'issue-ticket', service: 'A' });
    for (const each of [slow, ...others]) await each.until(() => each.versions.at(-1) === position.version + 1);
    expect(slow.all('snapshot')).toHaveLength(2);
    for (const each of others) {
      const { versions } = each;
      expect(versions).toEqual(versions.map((_version, index) => must(versions[0], 'first') + index));
      expect(each.all('snapshot')).toHaveLength(1);
    }
  });
});
