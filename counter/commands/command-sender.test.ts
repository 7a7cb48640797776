import { describe, expect, it } from 'vitest';
import { failed } from '../../shared/lib/result.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender, CONFIRMING_MS, counterSubject, REST_MS, subjectOf } from './command-sender.svelte.ts';

function senderAt(played = new PlayedHall().staff(1)) {
  const line = new StaffedHall(teller(1), played);
  const time = new VirtualTime();
  return { line, time, sender: new CommandSender({ hall: new LiveHall(line), timers: time }) };
}

const next = (atHand: string | null) => ({ type: 'call-next', counter: 1, atHand }) as const;

describe('command sender', () => {
  it('[S7] drops a second command about a counter while the first is unanswered', async () => {
    const { line, sender } = senderAt();
    line.played.issue('A');
    line.slow = true;
    const first = sender.send({ place: 'desk', command: next(null) });
    expect(sender.busyWith(counterSubject(1))).toBe('call-next');
    expect(await sender.send({ place: 'desk', command: { type: 'recall', counter: 1 } })).toBeNull();
    expect(line.sent).toHaveLength(1);
    await line.answerHeld();
    expect(await first).toMatchObject({ number: 'A001' });
    expect(sender.isBusy(counterSubject(1))).toBe(false);
  });

  it('[S7] knows what an earlier page had sent and the hub has not answered', async () => {
    const { line, sender } = senderAt();
    line.pending = [{ id: 'of-earlier-page', command: { id: 'of-earlier-page', ...next(null) }, since: 0 }];
    expect(sender.busyWith(counterSubject(1))).toBe('call-next');
    expect(await sender.send({ place: 'desk', command: next(null) })).toBeNull();
    expect(line.sent).toEqual([]);
  });

  it('[W20] says that a command is being confirmed when its answer takes long, where it was asked for, and neither yes nor no', async () => {
    const { line, sender, time } = senderAt();
    line.played.issue('A');
    line.slow = true;
    const first = sender.send({ place: 'desk', command: next(null) });
    time.advance(CONFIRMING_MS - 1);
    expect([sender.isConfirmingAt('desk'), sender.speaksAt('desk')]).toEqual([false, false]);
    time.advance(1);
    expect([sender.isConfirmingAt('desk'), sender.isConfirmingAt('tickets'), sender.notice]).toEqual([true, false, null]);
    await line.answerHeld();
    expect(await first).toMatchObject({ number: 'A001' });
    expect(sender.isConfirmingAt('desk')).toBe(false);
  });

  it('[S7] lets commands about different subjects run side by side', () => {
    const { line, sender } = senderAt();
    line.slow = true;
    void sender.send({ place: 'desk', command: next(null) });
    void sender.send({ place: 'tickets', command: { type: 'cancel-ticket', ticket: 't1' } });
    void sender.send({ place: 'hall', command: { type: 'close-day' } });
    expect(line.sent.map(subjectOf)).toEqual(['counter:1', 'ticket:t1', 'day']);
  });

  it('[S8] rests after a yes, for the same command only', async () => {
    const { line, time, sender } = senderAt();
    const atHand = line.played.issue('A');
    line.played.issue('A');
    await sender.send({ place: 'desk', command: next(null), restMs: REST_MS });
    expect(await sender.send({ place: 'desk', command: next(atHand), restMs: REST_MS })).toBeNull();
    expect(sender.noticeAt('desk')).toBeNull();
    expect(await sender.send({ place: 'desk', command: { type: 'recall', counter: 1 } })).not.toBeNull();
    time.advance(REST_MS);
    expect(await sender.send({ place: 'desk', command: next(atHand), restMs: REST_MS })).toMatchObject({ number: 'A002' });
    expect(line.sent).toHaveLength(3);
  });

  it('[S10] tells a refusal where it was asked for, until the next command there', async () => {
    const { line, sender } = senderAt();
    await sender.send({ place: 'desk', command: next(null) });
    expect(sender.noticeAt('desk')?.what).toMatchObject({ is: 'refused', refusal: { kind: 'nobody-waiting' } });
    expect(sender.noticeAt('hall')).toBeNull();
    line.played.issue('A');
    await sender.send({ place: 'desk', command: next(null) });
    expect(sender.noticeAt('desk')).toBeNull();
  });

  it('[S10] tells the same refusal twice as two', async () => {
    const { sender } = senderAt();
    await sender.send({ place: 'desk', command: next(null) });
    const first = sender.noticeAt('desk')?.order ?? 0;
    await sender.send({ place: 'desk', command: next(null) });
    expect(sender.noticeAt('desk')?.order).toBe(first + 1);
  });

  it('[S11] sends nothing while not live, and says so', async () => {
    const { line, sender } = senderAt();
    line.connection = { is: 'stale', since: 0 };
    expect(await sender.send({ place: 'desk', command: next(null) })).toBeNull();
    expect(line.sent).toEqual([]);
    expect(sender.noticeAt('desk')?.what).toEqual({ is: 'held-back', why: 'not-live' });
  });

  it('[S11] keeps what left before the line broke pending, and tells its answer', async () => {
    const { line, sender } = senderAt();
    line.slow = true;
    const asked = sender.send({ place: 'desk', command: next(null) });
    line.connection = { is: 'stale', since: 0 };
    expect(sender.isBusy(counterSubject(1))).toBe(true);
    await line.answerHeld();
    expect(await asked).toBeNull();
    expect(sender.noticeAt('desk')?.what).toMatchObject({ refusal: { kind: 'nobody-waiting' } });
  });

  it('[S12] holds everything back in a read-only hall, and all but the confirmation while the clock is unconfirmed', async () => {
    const { line, sender } = senderAt();
    line.readOnly = 'journal';
    await sender.send({ place: 'desk', command: next(null) });
    expect(sender.noticeAt('desk')?.what).toEqual({ is: 'held-back', why: 'hall-read-only' });
    line.readOnly = 'clock';
    await sender.send({ place: 'desk', command: next(null) });
    expect(sender.noticeAt('desk')?.what).toEqual({ is: 'held-back', why: 'clock-unconfirmed' });
    expect(await sender.send({ place: 'hall', command: { type: 'confirm-clock' } })).toEqual({});
    expect(line.readOnly).toBeNull();
  });

  it('[S10] takes a refusal of the wire like one of the hall', async () => {
    const { line, sender } = senderAt();
    line.send = () => Promise.resolve(failed({ kind: 'hub-busy' }));
    await sender.send({ place: 'desk', command: next(null) });
    expect(sender.noticeAt('desk')?.what).toEqual({ is: 'refused', refusal: { kind: 'hub-busy' } });
  });
});
