import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { GREETER, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { StoredItems } from '../../test/support/stored-items.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender, REST_MS } from './command-sender.svelte.ts';
import { QueuedOrders } from './queued-orders.svelte.ts';

function greeterAt(played = new PlayedHall(), storage = new StoredItems()) {
  const line = new StaffedHall(GREETER, played);
  const hall = new LiveHall(line);
  const queued = new QueuedOrders({ hall, storage });
  const time = new VirtualTime();
  return { line, played, storage, time, queued, sender: new CommandSender({ hall, timers: time, queued }) };
}

const STALE = { is: 'stale', since: 0 } as const;
const issue = (service: string) => ({ type: 'issue-ticket', service }) as const;

describe('a greeter without a line', () => {
  it('[S59] keeps what is asked about tickets, and sends each once, in order, when the line is back', async () => {
    const { line, played, queued, sender } = greeterAt();
    const ticket = played.issue('A');
    line.connection = STALE;
    expect(await sender.send({ place: 'issue', command: issue('A'), queues: true })).toBeNull();
    await sender.send({ place: 'issue', command: issue('B'), queues: true });
    await sender.send({ place: 'tickets', command: { type: 'mark-left', ticket }, queues: true });
    expect(sender.notice).toBeNull();
    expect(queued.waiting.map(({ command }) => command.type)).toEqual(['issue-ticket', 'issue-ticket', 'mark-left']);
    expect(line.sent).toEqual([]);
    await line.comeBack();
    expect(line.sent.map(({ type }) => type)).toEqual(['issue-ticket', 'issue-ticket', 'mark-left']);
    expect(queued.waiting).toEqual([]);
    expect([...played.state.tickets.values()].map(({ number }) => number)).toEqual(['A001', 'A002', 'B001']);
  });

  it('[S60] tells what came of each, until somebody has seen it', async () => {
    const { line, played, queued, sender, storage } = greeterAt();
    const ticket = played.issue('A');
    line.connection = STALE;
    await sender.send({ place: 'issue', command: issue('A'), queues: true });
    await sender.send({ place: 'tickets', command: { type: 'mark-left', ticket }, queues: true });
    played.staff(1).next(1);
    await line.comeBack();
    expect(queued.told.map(({ outcome }) => outcome)).toMatchObject([
      { is: 'done', answer: { number: 'A002' } },
      { is: 'refused', refusal: { kind: 'ticket-not-waiting', number: 'A001', counter: 1 } },
    ]);
    const afterReload = greeterAt(played, storage).queued;
    expect(afterReload.told).toEqual(queued.told);
    queued.putAway(queued.told[0]!.id);
    expect(queued.told.map(({ outcome }) => outcome.is)).toEqual(['refused']);
    queued.putAllAway();
    expect([queued.told, greeterAt(played, storage).queued.told]).toEqual([[], []]);
  });

  it('[S59] knows after a reload what was queued before it', async () => {
    const { line, played, queued, sender, storage } = greeterAt();
    line.connection = STALE;
    await sender.send({ place: 'issue', command: issue('A'), queues: true });
    const pending = queued.waiting;
    const reloaded = new StaffedHall(GREETER, played);
    reloaded.connection = STALE;
    reloaded.adopt(line.pending);
    const after = new QueuedOrders({ hall: new LiveHall(reloaded), storage });
    expect(after.waiting).toEqual(pending);
    await reloaded.comeBack();
    expect(after.told).toMatchObject([{ outcome: { is: 'done', answer: { number: 'A001' } } }]);
  });

  it('[S59] takes one thing about one ticket once, and a double press on a service for one', async () => {
    const { line, played, queued, sender, time } = greeterAt();
    const ticket = played.issue('A');
    line.connection = STALE;
    for (let press = 0; press < 2; press += 1) {
      await sender.send({ place: 'issue', command: issue('A'), queues: true, restMs: REST_MS });
      await sender.send({ place: 'tickets', command: { type: 'mark-left', ticket }, queues: true });
      await sender.send({ place: 'tickets', command: { type: 'check-documents', ticket }, queues: true });
    }
    expect(queued.waiting).toHaveLength(3);
    time.advance(REST_MS);
    await sender.send({ place: 'issue', command: issue('A'), queues: true, restMs: REST_MS });
    expect(queued.waiting).toHaveLength(4);
  });

  it('[S61] keeps nothing of a counter, nor what must be looked at to be decided', async () => {
    const { line, played, queued, sender } = greeterAt();
    const [left, right] = [played.issue('A'), played.issue('A')];
    line.connection = STALE;
    for (const command of [
      { type: 'call-next', counter: 1 },
      { type: 'merge-tickets', ticket: left, into: right },
      { type: 'undo', redirect: 'r' },
    ] as const) {
      await sender.send({ place: 'tickets', command, queues: true });
      expect(sender.noticeAt('tickets')?.what, command.type).toEqual({ is: 'held-back', why: 'not-live' });
      sender.dropNotice();
    }
    await sender.send({ place: 'tickets', command: { type: 'mark-left', ticket: left } });
    expect(sender.noticeAt('tickets')?.what).toEqual({ is: 'held-back', why: 'not-live' });
    expect([queued.waiting, line.pending]).toEqual([[], []]);
  });

  it('[S59] shows what had left before the line broke, too', () => {
    const { line, queued, sender } = greeterAt();
    line.slow = true;
    void sender.send({ place: 'issue', command: issue('A'), queues: true });
    line.pending = [{ id: 'sent-before', command: { id: 'sent-before', ...issue('A') }, since: 0 }];
    expect(queued.waiting).toEqual([]);
    line.connection = STALE;
    expect(queued.waiting.map(({ id }) => id)).toEqual(['sent-before']);
  });
});
