import { beforeEach, describe, expect, it } from 'vitest';
import { FakeTransport } from '../../test/support/fake-transport.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { foldOf, heartbeatAt, LOG_DAY, positionAt, snapshotAt, wireLog } from '../../test/support/wire-log.ts';
import { must } from '../lib/assert.ts';
import { toSnapshot } from '../hall/snapshot.ts';
import type { Welcome } from '../protocol/down.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import { MESSAGE_BYTES_MAX, STALE_AFTER_MS } from '../protocol/limits.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.ts';
import { HallClient } from './hall-client.ts';
import { memoryOutbox, OUTBOX_MAX, UNDATED_KEPT_MS, type OutboxStorage, type SendResult } from './outbox.ts';

const LOG = wireLog(40);
const HUB_AHEAD_MS = 90_000;

describe('HallClient', () => {
  let time: VirtualTime;
  let transport: FakeTransport;
  let storage: OutboxStorage;
  let client: HallClient;
  let ids: number;

  function newClient(token = 'token-of-desk-3'): HallClient {
    const newId = (): string => {
      ids += 1;
      return ids.toString(16).padStart(32, '0');
    };
    return new HallClient({ transport, clock: time, timers: time, newId, outboxStorage: storage, token, random: () => 0.5 });
  }

  function hubNow(): number {
    return time.now() + HUB_AHEAD_MS;
  }

  function welcome(): void {
    const body: Welcome = { protocol: PROTOCOL_VERSION, hall: 'demo', roles: ['display'], serverNow: hubNow(), release: 'r1' };
    transport.line.hub.message({ name: 'welcome', body });
  }

  function heartbeat(version: number, log = LOG): void {
    transport.line.hub.message({ name: 'heartbeat', body: heartbeatAt(log, version, hubNow()) });
  }

  function entries(from: number, to: number, log = LOG): void {
    transport.line.hub.message({ name: 'entries', body: log.slice(from - 1, to) });
  }

  function snapshot(version: number, log = LOG): void {
    transport.line.hub.message({ name: 'snapshot', body: snapshotAt(log, version) });
  }

  function goLive(version = 10): void {
    client.start();
    welcome();
    snapshot(version);
    heartbeat(version);
  }

  function accept(id: string): void {
    transport.line.hub.message({ name: 'answer', body: { id, version: 11, result: { ticket: 't', number: 'A007' } } });
  }

  beforeEach(() => {
    time = new VirtualTime();
    transport = new FakeTransport();
    storage = memoryOutbox();
    ids = 0;
    client = newClient();
  });

  describe('commands on their way', () => {
    it('[C1] keeps a command under its id before it sends it', () => {
      goLive();
      const order: string[] = [];
      const { save } = storage;
      storage.save = (list) => {
        order.push(`kept ${list.map((item) => item.command.id).join()} with ${transport.line.sent.length - 1} sent`);
        save(list);
      };
      void client.send({ type: 'recall', counter: 3 });
      const [id] = transport.line.commandIds;
      expect(order).toEqual([`kept ${must(id, 'it was sent')} with 0 sent`]);
      expect(storage.load()).toEqual([
        expect.objectContaining({ command: expect.objectContaining({ id, type: 'recall' }) as unknown }),
      ]);
    });

    it('[C2] sends it again under its id on each new line, and settles it once', async () => {
      goLive();
      const settled: SendResult[] = [];
      client.onSettled((_pending, result) => settled.push(result));
      const answer = client.send({ type: 'call-next', counter: 3, atHand: null });
      const [id] = transport.line.commandIds;
      for (let drop = 0; drop < 3; drop += 1) {
        transport.line.hub.closed();
        time.advance(10_000);
        expect(transport.line.commandIds).toEqual([]);
        welcome();
        expect(transport.line.commandIds).toEqual([id]);
      }
      accept(must(id, 'sent'));
      accept(must(id, 'sent'));
      expect(await answer).toEqual({ ok: true, value: { version: 11, result: { ticket: 't', number: 'A007' } } });
      expect(settled).toHaveLength(1);
      expect(client.pending).toEqual([]);
      expect(storage.load()).toEqual([]);
    });

    it('[C3] goes on after a reload of the page', () => {
      goLive();
      void client.send({ type: 'issue-ticket', service: 'A' });
      const [id] = transport.line.commandIds;
      client = newClient();
      const settled: string[] = [];
      client.onSettled((pending, result) => settled.push(`${pending.command.type} ${pending.id} ${String(result.ok)}`));
      expect(client.pending.map((pending) => pending.id)).toEqual([id]);
      client.start();
      welcome();
      expect(transport.line.commandIds).toEqual([id]);
      accept(must(id, 'sent'));
      expect(settled).toEqual([`issue-ticket ${must(id, 'sent')} true`]);
    });

    it("[C4] never sends another credential's commands, and says that they are lost", () => {
      goLive();
      void client.send({ type: 'recall', counter: 3 });
      client = newClient('token-of-desk-4');
      client.start();
      welcome();
      expect(transport.line.commandIds).toEqual([]);
      expect(client.lost.map((pending) => pending.command.type)).toEqual(['recall']);
      expect(storage.load()).toEqual([]);
    });

    it('[C4] never sends an old command that names no day', () => {
      client.start();
      void client.send({ type: 'open-day' });
      time.sleep(UNDATED_KEPT_MS + 1);
      client = newClient();
      expect(client.pending).toEqual([]);
      expect(client.lost.map((pending) => pending.command.type)).toEqual(['open-day']);
    });

    it('[C5] takes no more than it can send at once, and nothing that the wire does not carry', async () => {
      client.start();
      for (let count = 0; count < OUTBOX_MAX; count += 1) void client.send({ type: 'recall', counter: 3 });
      expect(await client.send({ type: 'recall', counter: 3 })).toEqual({ ok: false, error: { kind: 'too-many-commands' } });
      expect(client.pending).toHaveLength(OUTBOX_MAX);
      client = newClient('other');
      const reason = '长'.repeat(MESSAGE_BYTES_MAX / 3);
      expect(await client.send({ type: 'pause-counter', counter: 3, reason })).toMatchObject({
        error: { kind: 'message-too-large' },
      });
      expect(client.pending).toEqual([]);
    });

    it('[C6] names the day on the screen, also when it is sent again the next day', () => {
      client.start();
      welcome();
      void client.send({ type: 'open-day' });
      snapshot(10);
      void client.send({ type: 'call-next', counter: 3 });
      const days = (): unknown[] => transport.line.sent.flatMap((sent) => (sent.name === 'command' ? [sent.body.day] : []));
      expect(days()).toEqual([undefined, LOG_DAY]);
      time.sleep(24 * 3_600_000);
      transport.line.hub.closed();
      time.advance(1_000);
      welcome();
      expect(days()).toEqual([undefined, LOG_DAY]);
    });

    it('[C7] reports what can no longer be sent', async () => {
      goLive();
      const first = client.send({ type: 'recall', counter: 3 });
      transport.line.hub.message({ name: 'goodbye', body: { kind: 'unauthenticated' } });
      expect(await first).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
      expect(client.lost).toHaveLength(1);
      expect(storage.load()).toEqual([]);
      expect(await client.send({ type: 'recall', counter: 3 })).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
      expect(client.pending).toEqual([]);
    });

    it('[C20] sends again on a whole line when no answer comes, and ignores answers nobody waits for', () => {
      goLive();
      void client.send({ type: 'recall', counter: 3 });
      for (let second = 0; second < 11; second += 1) {
        time.advance(1_000);
        heartbeat(10);
      }
      const ids = transport.line.commandIds;
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      accept('somebody-elses');
      expect(client.pending).toHaveLength(1);
    });
  });

  describe('the replica', () => {
    it('[C8] applies what follows, ignores what it knows, asks once for what it misses', () => {
      goLive(10);
      entries(11, 13);
      entries(9, 12);
      expect(must(client.state, 'live').version).toBe(13);
      expect(transport.line.resumes).toEqual([]);
      entries(15, 15);
      entries(16, 17);
      expect(client.position).toEqual(positionAt(LOG, 13));
      expect(transport.line.resumes).toEqual([{ name: 'resume', body: { position: positionAt(LOG, 13) } }]);
      heartbeat(17);
      expect(transport.line.resumes).toHaveLength(2);
      entries(14, 17);
      heartbeat(17);
      expect(toSnapshot(must(client.state, 'healed'))).toEqual(toSnapshot(foldOf(LOG.slice(0, 17))));
    });

    it('[C8] takes no entry of another log', () => {
      goLive(10);
      entries(11, 11, wireLog(40, 1));
      expect(client.position).toEqual(positionAt(LOG, 10));
      expect(transport.line.resumes).toHaveLength(1);
    });

    it('[C9] is live only when the hub has confirmed its very position', () => {
      client.start();
      expect(client.connection).toEqual({ is: 'connecting', attempt: 1 });
      welcome();
      expect(client.connection.is).toBe('connecting');
      snapshot(10);
      expect(client.connection).toEqual({ is: 'live' });
      transport.line.hub.closed();
      expect(client.connection.is).toBe('connecting');
      time.advance(1_000);
      welcome();
      entries(11, 12);
      expect(client.connection.is).toBe('connecting');
      heartbeat(12);
      expect(client.connection).toEqual({ is: 'live' });
    });

    it('[C9] is not live while something is missing', () => {
      goLive(10);
      const heardAt = hubNow();
      entries(12, 12);
      expect(client.connection).toEqual({ is: 'stale', since: heardAt });
      snapshot(12);
      expect(client.connection).toEqual({ is: 'live' });
      heartbeat(12, wireLog(40, 1));
      expect(client.connection.is).toBe('stale');
      expect(transport.line.resumes.at(-1)).toEqual({ name: 'resume', body: { position: positionAt(LOG, 12) } });
    });

    it('[C11] takes a snapshot of a shorter log for the truth', () => {
      goLive(20);
      const cut = wireLog(40, 1);
      snapshot(5, cut);
      expect(client.position).toEqual(positionAt(cut, 5));
      expect(client.connection).toEqual({ is: 'live' });
    });

    it('[C22] drops a state that an entry has broken, and lets the error be heard', () => {
      goLive(10);
      const broken = { ...must(LOG[10], 'in the log'), events: [{ type: 'ticket-left', ticket: 'never-issued' } as const] };
      expect(() => transport.line.hub.message({ name: 'entries', body: [broken] })).toThrow();
      expect(client.state).toBeNull();
      expect(client.connection.is).not.toBe('live');
      expect(transport.line.resumes).toEqual([{ name: 'resume', body: { position: null } }]);
      snapshot(11);
      expect(client.connection).toEqual({ is: 'live' });
    });

    it('[C18] says where it stands, in the handshake and after each heartbeat', () => {
      client.start();
      expect(transport.line.handshake).toEqual({ protocol: PROTOCOL_VERSION, token: 'token-of-desk-3', resume: null });
      welcome();
      snapshot(10);
      heartbeat(10);
      expect(transport.line.sent).toEqual([{ name: 'seen', body: { version: 10 } }]);
      transport.line.hub.closed();
      time.advance(1_000);
      expect(transport.line.handshake.resume).toEqual(positionAt(LOG, 10));
    });
  });

  describe('the line', () => {
    it('[C12] is stale after twelve seconds of silence, and tries again', () => {
      goLive();
      const heardAt = hubNow();
      time.advance(STALE_AFTER_MS - 1);
      expect(client.connection).toEqual({ is: 'live' });
      time.advance(1_000);
      expect(client.connection).toEqual({ is: 'stale', since: heardAt });
      time.advance(1_000);
      expect(transport.lines).toHaveLength(2);
      expect(transport.lines[0]?.isClosed).toBe(true);
      expect(client.connection).toEqual({ is: 'stale', since: heardAt });
    });

    it('[C12] measures silence by the clock when timers stood still', () => {
      goLive();
      time.sleep(60_000);
      time.advance(1_000);
      expect(client.connection.is).toBe('stale');
    });

    it('[C12] does not wait for ever for a welcome', () => {
      client.start();
      time.advance(STALE_AFTER_MS + 2_000);
      expect(transport.lines.length).toBeGreaterThan(1);
    });

    it('[C13] is not deceived by a clock that is set back', () => {
      goLive();
      const before = client.now();
      time.setClockBy(-3_600_000);
      expect(client.now()).toBe(before);
      time.advance(STALE_AFTER_MS);
      expect(client.connection.is).toBe('stale');
      expect(client.now()).toBe(before + STALE_AFTER_MS);
    });

    it("[C14] knows the hub's time of day", () => {
      goLive();
      expect(client.now()).toBe(hubNow());
      time.advance(3_000);
      expect(client.now()).toBe(hubNow());
    });

    it('[C15] waits longer each time, and starts again only from a confirmed position', () => {
      client.start();
      const waits: number[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) {
        const from = time.now();
        const before = transport.lines.length;
        transport.line.hub.closed();
        while (transport.lines.length === before) time.advance(1);
        waits.push(time.now() - from);
      }
      expect(waits).toEqual([550, 1_050, 2_050, 4_050, 4_050, 4_050, 4_050]);
      welcome();
      expect(client.connection).toEqual({ is: 'connecting', attempt: 8 });
      snapshot(10);
      transport.line.hub.closed();
      time.advance(300);
      expect(client.connection).toEqual({ is: 'connecting', attempt: 1 });
    });

    it('[C16] tries at once when the machine wakes up', () => {
      client.start();
      transport.line.hub.closed();
      client.wake();
      expect(transport.lines).toHaveLength(2);
    });

    it('[C16] asks on a line that looks whole, and gives it up when nothing comes', () => {
      goLive();
      client.wake();
      expect(transport.line.resumes).toHaveLength(1);
      heartbeat(10);
      time.advance(7_000);
      expect(transport.lines).toHaveLength(1);
      client.wake();
      time.advance(8_000);
      expect(transport.lines).toHaveLength(2);
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
      client.start();
      transport.line.hub.refused(error);
      expect(client.connection).toEqual(state);
      time.advance(3_600_000);
      client.wake();
      expect(transport.lines).toHaveLength(1);
      expect(time.timersLeft).toBe(0);
    });

    it.each(['hub-busy', 'too-many-commands', 'internal', 'malformed'] as const)('[C17] comes back after %s', (kind) => {
      goLive();
      transport.line.hub.message({ name: 'goodbye', body: { kind } });
      expect(transport.line.isClosed).toBe(true);
      time.advance(10_000);
      expect(transport.lines).toHaveLength(2);
    });

    it('[C19] leaves nothing behind', async () => {
      goLive();
      let told = 0;
      client.subscribe(() => (told += 1));
      const waiting = client.send({ type: 'recall', counter: 3 });
      const toldBefore = told;
      client.close();
      client.close();
      expect(await waiting).toMatchObject({ ok: false });
      expect(time.timersLeft).toBe(0);
      expect(transport.line.isClosed).toBe(true);
      heartbeat(10);
      expect(told).toBe(toldBefore);
      expect(storage.load()).toHaveLength(1);
    });

    it('[C19] hears nothing of an earlier line', () => {
      goLive(10);
      const old = transport.line;
      old.hub.closed();
      time.advance(1_000);
      old.hub.message({ name: 'snapshot', body: snapshotAt(LOG, 30) });
      old.hub.closed();
      expect(client.position).toEqual(positionAt(LOG, 10));
      expect(transport.lines).toHaveLength(2);
    });
  });
});
