import { beforeEach, describe, expect, it } from 'vitest';
import { ClientStage } from '../../test/support/client-stage.ts';
import { LOG_DAY } from '../../test/support/wire-log.ts';
import { must } from '../lib/assert.ts';
import { MESSAGE_BYTES_MAX } from '../protocol/limits.ts';
import { OUTBOX_MAX, UNDATED_KEPT_MS, type SendResult } from './outbox.ts';

describe('HallClient: commands on their way', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
  });

  it('[C1] keeps a command under its id before it sends it', () => {
    stage.goLive();
    const order: string[] = [];
    const { save } = stage.storage;
    stage.storage.save = (list) => {
      order.push(`kept ${list.map((item) => item.command.id).join()} with ${stage.transport.line.sent.length - 1} sent`);
      save(list);
    };
    void stage.client.send({ type: 'recall', counter: 3 });
    const [id] = stage.transport.line.commandIds;
    expect(order).toEqual([`kept ${must(id, 'it was sent')} with 0 sent`]);
    expect(stage.storage.load()).toEqual([
      expect.objectContaining({ command: expect.objectContaining({ id, type: 'recall' }) as unknown }),
    ]);
  });

  it('[C2] sends it again under its id on each new line, and settles it once', async () => {
    stage.goLive();
    const settled: SendResult[] = [];
    stage.client.onSettled((_pending, result) => settled.push(result));
    const answer = stage.client.send({ type: 'call-next', counter: 3, atHand: null });
    const [id] = stage.transport.line.commandIds;
    for (let drop = 0; drop < 3; drop += 1) {
      stage.transport.line.hub.closed();
      stage.time.advance(10_000);
      expect(stage.transport.line.commandIds).toEqual([]);
      stage.welcome();
      expect(stage.transport.line.commandIds).toEqual([id]);
    }
    stage.accept(must(id, 'sent'));
    stage.accept(must(id, 'sent'));
    expect(await answer).toEqual({ ok: true, value: { version: 11, result: { ticket: 't', number: 'A007' } } });
    expect(settled).toHaveLength(1);
    expect(stage.client.pending).toEqual([]);
    expect(stage.storage.load()).toEqual([]);
  });

  it('[C3] goes on after a reload of the page', () => {
    stage.goLive();
    void stage.client.send({ type: 'issue-ticket', service: 'A' });
    const [id] = stage.transport.line.commandIds;
    stage.newClient();
    const settled: string[] = [];
    stage.client.onSettled((pending, result) => settled.push(`${pending.command.type} ${pending.id} ${String(result.ok)}`));
    expect(stage.client.pending.map((pending) => pending.id)).toEqual([id]);
    stage.client.start();
    stage.welcome();
    expect(stage.transport.line.commandIds).toEqual([id]);
    stage.accept(must(id, 'sent'));
    expect(settled).toEqual([`issue-ticket ${must(id, 'sent')} true`]);
  });

  it("[C4] never sends another credential's commands, and says that they are lost", () => {
    stage.goLive();
    void stage.client.send({ type: 'recall', counter: 3 });
    stage.newClient('token-of-desk-4');
    stage.client.start();
    stage.welcome();
    expect(stage.transport.line.commandIds).toEqual([]);
    expect(stage.client.lost.map((pending) => pending.command.type)).toEqual(['recall']);
    expect(stage.storage.load()).toEqual([]);
  });

  it('[C4] never sends an old command that names no day', () => {
    stage.client.start();
    void stage.client.send({ type: 'open-day' });
    stage.time.sleep(UNDATED_KEPT_MS + 1);
    stage.newClient();
    expect(stage.client.pending).toEqual([]);
    expect(stage.client.lost.map((pending) => pending.command.type)).toEqual(['open-day']);
  });

  it('[C4] gives up an old command that names no day also on a page that stays open', async () => {
    stage.client.start();
    const vouched = stage.client.send({ type: 'confirm-clock' });
    stage.time.sleep(UNDATED_KEPT_MS + 1);
    stage.welcome();
    expect(stage.transport.line.commandIds).toEqual([]);
    expect(await vouched).toEqual({ ok: false, error: { kind: 'command-expired' } });
    expect(stage.client.lost.map((pending) => pending.command.type)).toEqual(['confirm-clock']);
    expect(stage.storage.load()).toEqual([]);
  });

  it('[C5] takes no more than it can send at once, and nothing that the wire does not carry', async () => {
    stage.client.start();
    for (let count = 0; count < OUTBOX_MAX; count += 1) void stage.client.send({ type: 'recall', counter: 3 });
    expect(await stage.client.send({ type: 'recall', counter: 3 })).toEqual({ ok: false, error: { kind: 'too-many-commands' } });
    expect(stage.client.pending).toHaveLength(OUTBOX_MAX);
    stage.newClient('other');
    const reason = '长'.repeat(MESSAGE_BYTES_MAX / 3);
    expect(await stage.client.send({ type: 'pause-counter', counter: 3, reason })).toMatchObject({
      error: { kind: 'message-too-large' },
    });
    expect(stage.client.pending).toEqual([]);
  });

  it('[C6] names the day on the screen, also when it is sent again the next day', () => {
    stage.client.start();
    stage.welcome();
    void stage.client.send({ type: 'open-day' });
    stage.snapshot(10);
    void stage.client.send({ type: 'call-next', counter: 3 });
    const days = (): unknown[] => stage.transport.line.sent.flatMap((sent) => (sent.name === 'command' ? [sent.body.day] : []));
    expect(days()).toEqual([undefined, LOG_DAY]);
    stage.time.sleep(24 * 3_600_000);
    stage.transport.line.hub.closed();
    stage.time.advance(1_000);
    stage.welcome();
    expect(days()).toEqual([LOG_DAY]);
  });

  it('[C7] reports what can no longer be sent', async () => {
    stage.goLive();
    const first = stage.client.send({ type: 'recall', counter: 3 });
    stage.transport.line.hub.message({ name: 'goodbye', body: { kind: 'unauthenticated' } });
    expect(await first).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
    expect(stage.client.lost).toHaveLength(1);
    expect(stage.storage.load()).toEqual([]);
    expect(await stage.client.send({ type: 'recall', counter: 3 })).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
    expect(stage.client.pending).toEqual([]);
  });

  it('[C20] sends again on a whole line when no answer comes, and ignores answers nobody waits for', () => {
    stage.goLive();
    void stage.client.send({ type: 'recall', counter: 3 });
    for (let second = 0; second < 11; second += 1) {
      stage.time.advance(1_000);
      stage.heartbeat(10);
    }
    const ids = stage.transport.line.commandIds;
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    stage.accept('somebody-elses');
    expect(stage.client.pending).toHaveLength(1);
  });
});
