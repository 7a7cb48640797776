import { beforeEach, describe, expect, it } from 'vitest';
import { ClientStage, LOG } from '../../test/support/client-stage.ts';
import { positionAt, snapshotAt } from '../../test/support/wire-log.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import { STALE_AFTER_MS } from '../protocol/limits.ts';

describe('HallClient: the line', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
  });

  it('[C12] is stale after twelve seconds of silence, and tries again', () => {
    stage.goLive();
    const heardAt = stage.hubNow();
    stage.time.advance(STALE_AFTER_MS - 1);
    expect(stage.client.connection).toEqual({ is: 'live' });
    stage.time.advance(1_000);
    expect(stage.client.connection).toEqual({ is: 'stale', since: heardAt });
    stage.time.advance(1_000);
    expect(stage.transport.lines).toHaveLength(2);
    expect(stage.transport.lines[0]?.isClosed).toBe(true);
    expect(stage.client.connection).toEqual({ is: 'stale', since: heardAt });
  });

  it('[C12] measures silence by the clock when timers stood still', () => {
    stage.goLive();
    stage.time.sleep(60_000);
    stage.time.advance(1_000);
    expect(stage.client.connection.is).toBe('stale');
  });

  it('[C12] does not wait for ever for a welcome', () => {
    stage.client.start();
    stage.time.advance(STALE_AFTER_MS + 2_000);
    expect(stage.transport.lines.length).toBeGreaterThan(1);
  });

  it('[C13] is not deceived by a clock that is set back', () => {
    stage.goLive();
    const before = stage.client.now();
    stage.time.setClockBy(-3_600_000);
    expect(stage.client.now()).toBe(before);
    stage.time.advance(STALE_AFTER_MS);
    expect(stage.client.connection.is).toBe('stale');
    expect(stage.client.now()).toBe(before + STALE_AFTER_MS);
  });

  it("[C14] knows the hub's time of day", () => {
    stage.goLive();
    expect(stage.client.now()).toBe(stage.hubNow());
    stage.time.advance(3_000);
    expect(stage.client.now()).toBe(stage.hubNow());
  });

  it("[C14] follows the hub's clock when it was set on since the last heartbeat, and never back by what was done", () => {
    stage.goLive();
    const setOnTo = stage.hubNow() + 900_000;
    const log = LOG.map((entry) => (entry.version < 11 ? entry : { ...entry, at: setOnTo }));
    stage.entries(11, 11, log);
    expect(stage.client.now()).toBe(setOnTo);
    stage.time.advance(3_000);
    stage.entries(12, 12, log);
    expect(stage.client.now()).toBe(setOnTo + 3_000);
  });

  it('[C15] waits longer each time, and starts again only from a confirmed position', () => {
    stage.client.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const from = stage.time.now();
      const before = stage.transport.lines.length;
      stage.transport.line.hub.closed();
      while (stage.transport.lines.length === before) stage.time.advance(1);
      waits.push(stage.time.now() - from);
    }
    expect(waits).toEqual([550, 800, 800, 800, 800, 800, 800]);
    stage.welcome();
    expect(stage.client.connection).toEqual({ is: 'connecting', attempt: 8 });
    stage.snapshot(10);
    stage.transport.line.hub.closed();
    stage.time.advance(300);
    expect(stage.client.connection).toEqual({ is: 'connecting', attempt: 1 });
  });

  it('[C16] tries at once when the machine wakes up', () => {
    stage.client.start();
    stage.transport.line.hub.closed();
    stage.client.wake();
    expect(stage.transport.lines).toHaveLength(2);
  });

  it('[C16] asks on a line that looks whole, and gives it up when nothing comes', () => {
    stage.goLive();
    stage.client.wake();
    expect(stage.transport.line.resumes).toHaveLength(1);
    stage.heartbeat(10);
    stage.time.advance(7_000);
    expect(stage.transport.lines).toHaveLength(1);
    stage.client.wake();
    stage.time.advance(8_000);
    expect(stage.transport.lines).toHaveLength(2);
  });

  it.each<[ProtocolError, unknown]>([
    [{ kind: 'unauthenticated' }, { is: 'refused', error: { kind: 'unauthenticated' } }],
    [{ kind: 'unknown-hall' }, { is: 'refused', error: { kind: 'unknown-hall' } }],
    [{ kind: 'origin-refused' }, { is: 'refused', error: { kind: 'origin-refused' } }],
    [
      { kind: 'protocol-unsupported', side: 'hub' },
      { is: 'outdated', side: 'hub' },
    ],
    [
      { kind: 'protocol-unsupported', side: 'screen' },
      { is: 'outdated', side: 'screen' },
    ],
  ])('[C17] takes %o for the end', (error, state) => {
    stage.client.start();
    stage.transport.line.hub.refused(error);
    expect(stage.client.connection).toEqual(state);
    stage.time.advance(3_600_000);
    stage.client.wake();
    expect(stage.transport.lines).toHaveLength(1);
    expect(stage.time.timersLeft).toBe(0);
  });

  it.each(['hub-busy', 'too-many-commands', 'internal', 'malformed'] as const)('[C17] comes back after %s', (kind) => {
    stage.goLive();
    stage.transport.line.hub.message({ name: 'goodbye', body: { kind } });
    expect(stage.transport.line.isClosed).toBe(true);
    stage.time.advance(10_000);
    expect(stage.transport.lines).toHaveLength(2);
  });

  it('[C19] leaves nothing behind', async () => {
    stage.goLive();
    let told = 0;
    stage.client.subscribe(() => (told += 1));
    const waiting = stage.client.send({ type: 'recall', counter: 3 });
    const toldBefore = told;
    stage.client.close();
    stage.client.close();
    expect(await waiting).toMatchObject({ ok: false });
    expect(stage.time.timersLeft).toBe(0);
    expect(stage.transport.line.isClosed).toBe(true);
    stage.heartbeat(10);
    expect(told).toBe(toldBefore);
    expect(stage.storage.load()).toHaveLength(1);
  });

  it('[C19] hears nothing of an earlier line', () => {
    stage.goLive(10);
    const old = stage.transport.line;
    old.hub.closed();
    stage.time.advance(1_000);
    old.hub.message({ name: 'snapshot', body: snapshotAt(LOG, 30) });
    old.hub.closed();
    expect(stage.client.position).toEqual(positionAt(LOG, 10));
    expect(stage.transport.lines).toHaveLength(2);
  });
});
