import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { adviceTo } from '../../../test/support/some-advice.ts';
import type { AdvisedAction } from '../forecast/advice.ts';
import { ADVICE_KEPT, ADVICE_VALID_MS } from '../limits.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { openAdvice } from '../views/open-advice.ts';

const OTHER_MANAGER = { ...MANAGER, id: 'staff:3002', staffNumber: '3002' };
const OPEN: AdvisedAction = { is: 'open-counter', counter: 3, teller: '1003', services: null };

function advised(hall: PlayedHall, action: AdvisedAction = OPEN, id = 'first') {
  return adviceTo(action, { id, at: hall.now });
}

describe('accepting an advice', () => {
  it('[F110] opens the counter, with what was promised, in one entry', () => {
    const hall = new PlayedHall();
    const advice = advised(hall);
    const decision = hall.wait(MINUTE).decide({ type: 'accept-advice', advice }, MANAGER);
    expect(decision).toEqual({
      ok: true,
      value: [
        { type: 'signed-in', counter: 3, teller: '1003' },
        { type: 'counter-opened', counter: 3 },
        { type: 'advice-accepted', advice, by: MANAGER.staffNumber },
      ],
    });
  });

  it('[F110] opens a counter for one service until a time, and for all afterwards', () => {
    const hall = new PlayedHall();
    const until = hall.now + 30 * MINUTE;
    const advice = advised(hall, { is: 'open-counter', counter: 3, teller: '1003', services: ['A'], until });
    expect(hall.decide({ type: 'accept-advice', advice }, MANAGER)).toMatchObject({
      value: [
        { type: 'signed-in', counter: 3, teller: '1003' },
        { type: 'counter-restricted', counter: 3, services: ['A'], until },
        { type: 'counter-opened', counter: 3 },
        { type: 'advice-accepted', advice },
      ],
    });
  });

  it('[F110] lets a teller who pauses there go on', () => {
    const hall = new PlayedHall().staff(3);
    hall.done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
    expect(hall.decide({ type: 'accept-advice', advice: advised(hall) }, MANAGER)).toMatchObject({
      value: [{ type: 'counter-resumed', counter: 3 }, { type: 'advice-accepted' }],
    });
  });

  it('[F110] lets a counter serve more for a time', () => {
    const hall = new PlayedHall().staff(3);
    const until = hall.now + 30 * MINUTE;
    const advice = advised(hall, { is: 'serve-also', counter: 3, services: ['B', 'A'], until });
    expect(hall.decide({ type: 'accept-advice', advice }, MANAGER)).toMatchObject({
      value: [{ type: 'counter-restricted', counter: 3, services: ['B', 'A'], until }, { type: 'advice-accepted' }],
    });
  });

  it('[F110] puts a break off: the same teller, reason and length, later', () => {
    const hall = new PlayedHall();
    const from = hall.now + 10 * MINUTE;
    const planned = hall.answer({ type: 'plan-break', teller: '1003', from, minutes: 20, reason: 'meal' }, MANAGER).break!;
    const advice = advised(hall, { is: 'delay-break', break: planned, counter: 3, minutes: 15 });
    hall.done({ type: 'accept-advice', advice }, MANAGER);
    expect([...hall.state.breaks.values()]).toMatchObject([
      { teller: '1003', from: from + 15 * MINUTE, minutes: 20, reason: 'meal', startedAt: null },
    ]);
  });

  it('[F110] redirects whoever waits so long when it is accepted, and that can be taken back like any redirect', () => {
    const hall = new PlayedHall();
    const waits = hall.issue('A');
    hall.wait(6 * MINUTE);
    hall.issue('A');
    const advice = advised(hall, { is: 'redirect', from: 'A', class: 'standard', waitedMinutes: 5, to: 'B', count: 1 });
    const { redirect, count } = hall.answer({ type: 'accept-advice', advice }, MANAGER);
    expect(count).toBe(1);
    expect(hall.state.tickets.get(waits)?.legs[0]).toMatchObject({ service: 'B', redirectedFrom: 'A' });
    hall.done({ type: 'undo', redirect: redirect! }, MANAGER);
    expect(hall.state.tickets.get(waits)?.legs[0]?.service).toBe('A');
  });

  it('[F110] calls tellers and greeters to a service, once', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'accept-advice', advice: advised(hall, { is: 'call-help', service: 'A' }) }, MANAGER);
    expect([...hall.state.alerts.values()]).toMatchObject([
      { kind: 'help', subject: { service: 'A' }, tell: ['teller', 'greeter'], attend: true, by: MANAGER.staffNumber },
    ]);
    const again = hall.decide(
      { type: 'accept-advice', advice: advised(hall, { is: 'call-help', service: 'A' }, 'second') },
      MANAGER,
    );
    expect(again).toMatchObject({ value: [{ type: 'advice-accepted' }] });
  });

  it('[F111] tells the second of two managers who was first', () => {
    const hall = new PlayedHall();
    const advice = advised(hall);
    hall.done({ type: 'accept-advice', advice }, MANAGER);
    const answered = { ok: false, error: { kind: 'advice-answered', by: MANAGER.staffNumber, accepted: true } };
    expect(hall.decide({ type: 'accept-advice', advice }, OTHER_MANAGER)).toEqual(answered);
    expect(hall.decide({ type: 'decline-advice', advice, reason: 'nobody-free' }, OTHER_MANAGER)).toEqual(answered);
  });

  it('[F111] is refused as the action is when somebody else took the counter, and then nothing changes', () => {
    const hall = new PlayedHall();
    const advice = advised(hall);
    hall.done({ type: 'sign-in', counter: 3 }, teller(1));
    const before = JSON.stringify(toSnapshot(hall.state));
    expect(hall.decide({ type: 'accept-advice', advice }, MANAGER)).toEqual({
      ok: false,
      error: { kind: 'counter-taken', counter: 3, teller: '1001' },
    });
    expect(JSON.stringify(toSnapshot(hall.state))).toBe(before);
  });

  it('[F111] is refused once the advice is older than it is valid, and from a clock that is ahead', () => {
    const hall = new PlayedHall();
    const advice = advised(hall);
    expect(hall.decide({ type: 'accept-advice', advice: { ...advice, at: hall.now + 1 } }, MANAGER)).toMatchObject({
      error: { kind: 'bad-time' },
    });
    hall.wait(ADVICE_VALID_MS + 1);
    for (const command of [
      { type: 'accept-advice', advice } as const,
      { type: 'decline-advice', advice, reason: 'will-pass' } as const,
    ]) {
      expect(hall.decide(command, MANAGER)).toEqual({
        ok: false,
        error: { kind: 'advice-expired', minutesMax: ADVICE_VALID_MS / MINUTE },
      });
    }
  });
});

describe('answers to advice', () => {
  it('[F112] are kept with their reason for the day, in a snapshot too, and hidden from managers from then on', () => {
    const hall = new PlayedHall();
    const advice = advised(hall);
    expect(openAdvice(hall.state, [advice], hall.now)).toEqual([advice]);
    hall.done({ type: 'decline-advice', advice, reason: 'nobody-free' }, MANAGER);
    expect(openAdvice(hall.state, [advice], hall.now)).toEqual([]);
    const copy = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(hall.state))) as ReturnType<typeof toSnapshot>);
    expect([...copy.advice.values()]).toEqual([
      { advice, at: hall.now, by: MANAGER.staffNumber, answer: { is: 'declined', reason: 'nobody-free' } },
    ]);
    hall.done({ type: 'close-day' }, MANAGER);
    hall.wait(24 * 60 * MINUTE).done({ type: 'open-day' }, MANAGER);
    expect(hall.state.advice.size).toBe(0);
  });

  it('[F112] are bounded', () => {
    const hall = new PlayedHall();
    for (let nth = 0; nth < ADVICE_KEPT + 5; nth += 1) {
      hall.done({ type: 'decline-advice', advice: advised(hall, OPEN, `advice-${nth}`), reason: 'nobody-free' }, MANAGER);
    }
    expect(hall.state.advice.size).toBe(ADVICE_KEPT);
    expect(hall.state.advice.has('advice-0')).toBe(false);
  });
});
