import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { HallClient } from '../../shared/client/hall-client.ts';
import { memoryOutbox } from '../../shared/client/outbox.ts';
import { socketTransport } from '../../shared/client/socket-transport.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { SERVICES_MAX } from '../../shared/hall/limits.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { must } from '../../shared/lib/assert.ts';
import { CONFIGURATION_BYTES_MAX, MESSAGE_BYTES_MAX } from '../../shared/protocol/limits.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { ServedApi } from '../support/served-api.ts';
import { newId, ServedHub } from '../support/served-hub.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { testConfiguration } from '../support/test-configuration.ts';

const closings: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
});

/** As many services as a hall may have, each with the papers that customers bring. */
function largeHall(): HallConfiguration {
  const document = {
    zh: '有效身份证件原件及复印件，委托办理须另附授权书。',
    en: 'A valid identity document and a copy of it; a letter of authority for somebody else.',
  };
  const added = Array.from({ length: SERVICES_MAX - 2 }, (_each, index) => ({
    id: `S${index}`,
    name: { zh: `业务 ${index}`, en: `Service ${index}` },
    series: 'A',
    documents: Array.from({ length: 12 }, () => document),
  }));
  const usual = testConfiguration();
  const counters = usual.counters.map((counter) => ({ ...counter, serves: [...counter.serves, added.map(({ id }) => id)] }));
  return testConfiguration({ services: [...usual.services, ...added], counters });
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

describe('a hall of a hundred services', () => {
  it('[P90] is configured by a screen over its line, is in the journal, and comes to other screens and back after a restart', async () => {
    const configuration = largeHall();
    expect(bytesOf(configuration)).toBeGreaterThan(2 * MESSAGE_BYTES_MAX);
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-large-'));
    closings.push(() => rmSync(folder, { recursive: true }));
    const open = () => SqliteJournal.open({ path: join(folder, 'journal.sqlite'), timers: SYSTEM_TIMERS, ballastBytes: 0 });
    const hub = await ServedHub.start({ journal: open() });
    const wall = await live(hub, hub.access.give('device:wall', ['display']));
    const manager = await live(hub, hub.access.give('staff:3001', ['manager']));
    const answer = await manager.send({ type: 'configure-hall', configuration });
    expect(answer).toMatchObject({ ok: true });
    const { position, state } = await hub.hub.read('demo');
    await until(wall, () => wall.position?.version === position.version);
    expect(toSnapshot(must(wall.state, 'live'))).toEqual(toSnapshot(state));
    const late = await live(hub, hub.access.give('device:late', ['display']));
    expect(late.state?.configuration?.services).toHaveLength(SERVICES_MAX);
    const before = toSnapshot(state);
    for (const client of [wall, manager, late]) client.close();
    await hub.close();
    const again = await ServedHub.start({ journal: open() });
    closings.push(() => again.close());
    const restarted = await again.hub.read('demo');
    expect(restarted.position).toEqual(position);
    expect(toSnapshot(restarted.state)).toEqual(before);
  });

  it('[P91] may be larger than a message from whoever may configure; another message may not, nor from anybody else', async () => {
    const hub = await ServedHub.start();
    closings.push(() => hub.close());
    const manager = await screen(hub, hub.access.give('staff:3001', ['manager']));
    const configure = { id: newId(), type: 'configure-hall', configuration: largeHall() };
    manager.emit('command', configure);
    await manager.until(() => manager.all('answer').length === 1);
    expect(manager.all('answer')[0]).toMatchObject({ id: configure.id, result: {} });
    manager.emit('command', { id: newId(), type: 'call-ticket', counter: 1, ticket: 'x', reason: 'x'.repeat(MESSAGE_BYTES_MAX) });
    await manager.until(() => manager.closedAt !== null);
    const teller = await screen(hub, hub.access.give('staff:1001', ['teller']));
    teller.emit('command', { ...configure, id: newId() });
    await teller.until(() => teller.closedAt !== null);
    expect(teller.all('answer')).toEqual([]);
    const again = await screen(hub, 'staff:3001');
    again.raw(`42["command",{"type":"configure-hall","x":"${'x'.repeat(CONFIGURATION_BYTES_MAX)}"}]`);
    await again.until(() => again.closedAt !== null);
    const binary = await screen(hub, 'staff:3001');
    binary.raw(Buffer.alloc(MESSAGE_BYTES_MAX + 1));
    await binary.until(() => binary.closedAt !== null);
  });

  it('[P91] and the same over REST', async () => {
    const api = await ServedApi.start();
    closings.push(() => api.close());
    const manager = await api.signIn('3001');
    const teller = await api.signIn('1001');
    const { configuration } = (await api.hub.read('demo')).state;
    const services = must(configuration, 'a hall').services.map((service) => ({
      ...service,
      documents: largeHall().services.at(-1)?.documents,
    }));
    const padded = {
      ...configuration,
      services,
      stopReasons: Array.from({ length: 50 }, (_each, index) => ({
        id: `r${index}`,
        text: { zh: '停'.repeat(500), en: 'x'.repeat(500) },
      })),
    };
    const configure = { type: 'configure-hall', configuration: padded };
    expect(bytesOf(configure)).toBeGreaterThan(MESSAGE_BYTES_MAX);
    expect((await api.command(teller, configure)).body).toMatchObject({ kind: 'message-too-large' });
    const large = { type: 'call-ticket', counter: 1, ticket: 'x', reason: 'x'.repeat(MESSAGE_BYTES_MAX) };
    expect(await api.command(manager, large)).toMatchObject({ status: 413, body: { kind: 'message-too-large' } });
    const huge = { ...configure, x: 'x'.repeat(CONFIGURATION_BYTES_MAX) };
    expect((await api.command(manager, huge)).status).toBe(413);
    expect(await api.command(manager, configure)).toMatchObject({ status: 200 });
  });
});

async function live(hub: ServedHub, token: string): Promise<HallClient> {
  const client = new HallClient({
    ...{ transport: socketTransport({ url: hub.url }), clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS },
    ...{ newId, outboxStorage: memoryOutbox(), token },
  });
  closings.push(() => client.close());
  client.start();
  await until(client, () => client.connection.is === 'live');
  return client;
}

async function until(client: HallClient, isTrue: () => boolean): Promise<void> {
  if (isTrue()) return;
  await new Promise<void>((resolve) => {
    const release = client.subscribe(() => {
      if (!isTrue()) return;
      release();
      resolve();
    });
  });
}

async function screen(hub: ServedHub, token: string): Promise<RawScreen> {
  const opened = await RawScreen.open(hub.port, { token });
  closings.push(() => opened.close());
  await opened.until(() => opened.all('heartbeat').length > 0);
  return opened;
}
