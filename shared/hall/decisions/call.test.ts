import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { latestCalls } from '../views/latest-calls.ts';

describe('call-next', () => {
  it('[T10] is for the teller of the counter alone', () => {
    const hall = new PlayedHall().staff(1, 2);
    hall.issue('A');
    expect(hall.refused({ type: 'call-next', counter: 1 }, teller(2))).toBe('not-signed-in');
    expect(hall.refused({ type: 'call-next', counter: 1 }, MANAGER)).toBe('not-signed-in');
    expect(hall.refused({ type: 'call-next', counter: 3 }, teller(3))).toBe('not-signed-in');
  });

  it('[T11] ends the customer at hand and calls the next in one entry', () => {
    const hall = new PlayedHall().staff(1);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    const events = hall.done({ type: 'call-next', counter: 1, atHand: first }, teller(1));
    expect(events.map((event) => event.type)).toEqual(['service-finished', 'ticket-called']);
    expect(hall.state.tickets.get(second)?.status).toMatchObject({ is: 'called', counter: 1 });
    expect(hall.state.tickets.get(first)?.status).toMatchObject({ is: 'ended', ending: 'done' });
  });

  it('[T12] refuses a sender who saw another customer', () => {
    const hall = new PlayedHall().staff(1);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    hall.done({ type: 'call-next', counter: 1, atHand: null }, teller(1));
    const again = hall.try({ type: 'call-next', counter: 1, atHand: null }, teller(1));
    expect(again).toEqual({ ok: false, error: { kind: 'counter-moved-on', counter: 1, atHand: first, number: 'A001' } });
    expect(hall.state.tickets.get(second)?.status.is).toBe('waiting');
  });

  it('[T12] tells a stale screen that the counter moved on even when it is paused now', () => {
    const hall = new PlayedHall().staff(1);
    const first = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    hall.next(1);
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: first }, teller(1))).toBe('counter-moved-on');
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: null }, teller(1))).toBe('counter-paused');
  });

  it('[T13] starts a customer who was never started at the call, and says so', () => {
    const hall = new PlayedHall().staff(1);
    const first = hall.issue('A');
    hall.wait(MINUTE).next(1);
    const calledAt = hall.now;
    const events = hall.wait(5 * MINUTE).done({ type: 'call-next', counter: 1 }, teller(1));
    expect(events).toEqual([
      { type: 'service-started', ticket: first, counter: 1, startedAt: calledAt, implicit: true },
      { type: 'service-finished', ticket: first, counter: 1, delivered: ['A'], implicit: true },
    ]);
  });

  it('[T14] keeps the ending when nobody is left', () => {
    const hall = new PlayedHall().staff(1);
    const first = hall.issue('A');
    hall.next(1);
    expect(hall.answer({ type: 'call-next', counter: 1, atHand: first }, teller(1))).toEqual({ ended: first, ticket: null });
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: null }, teller(1))).toBe('nobody-waiting');
  });

  it('[T15] pauses instead of calling when a pause is planned', () => {
    const hall = new PlayedHall().staff(1);
    const first = hall.issue('A');
    const second = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(hall.answer({ type: 'call-next', counter: 1 }, teller(1))).toEqual({ ended: first, ticket: null });
    expect(hall.state.counters.get(1)?.mode).toMatchObject({ is: 'paused', reason: 'meal' });
    expect(hall.state.tickets.get(second)?.status.is).toBe('waiting');
  });

  it('[T34] is refused at a closed and at a paused counter', () => {
    const hall = new PlayedHall();
    hall.issue('A');
    hall.done({ type: 'sign-in', counter: 1 }, teller(1));
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: null }, teller(1))).toBe('counter-closed');
    hall.done({ type: 'open-counter', counter: 1 }, teller(1));
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: null }, teller(1))).toBe('counter-paused');
  });
});

describe('call-ticket', () => {
  it('[T21] takes the chosen ticket, keeps the reason, passes nobody', () => {
    const hall = new PlayedHall().staff(3);
    const [first, chosen] = [hall.issue('A'), hall.issue('A')];
    const events = hall.done({ type: 'call-ticket', counter: 3, ticket: chosen, reason: 'frail' }, teller(3));
    expect(events).toMatchObject([
      { type: 'ticket-called', reason: { rule: 'chosen', passed: [], capLeft: null, why: 'frail' } },
    ]);
    expect(hall.refused({ type: 'call-ticket', counter: 3, ticket: first, reason: 'frail' }, teller(3))).toBe('ticket-at-hand');
  });

  it('[T20] gives one ticket to one counter', () => {
    const hall = new PlayedHall().staff(1, 2);
    const ticket = hall.issue('A');
    hall.done({ type: 'call-ticket', counter: 1, ticket, reason: 'frail' }, teller(1));
    const second = hall.try({ type: 'call-ticket', counter: 2, ticket, reason: 'frail' }, teller(2));
    expect(second).toMatchObject({
      ok: false,
      error: { kind: 'ticket-not-waiting', number: 'A001', status: 'called', counter: 1 },
    });
  });
});

describe('recall', () => {
  it('[T16] announces a called customer again, with its count', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'recall', counter: 1 }, teller(1));
    hall.done({ type: 'recall', counter: 1 }, teller(1));
    expect(hall.state.calls.map((call) => call.recalls)).toEqual([2, 1, 0]);
  });

  it('[T16] is for a called customer only', () => {
    const hall = new PlayedHall().staff(1);
    expect(hall.refused({ type: 'recall', counter: 1 }, teller(1))).toBe('nobody-at-hand');
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    expect(hall.refused({ type: 'recall', counter: 1 }, teller(1))).toBe('ticket-not-called');
    expect(hall.refused({ type: 'mark-no-show', counter: 1 }, teller(1))).toBe('ticket-not-called');
    expect(hall.refused({ type: 'start-service', counter: 1 }, teller(1))).toBe('ticket-not-called');
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(hall.refused({ type: 'finish-service', counter: 1 }, teller(1))).toBe('nobody-at-hand');
  });

  it('[T10] is refused to a kiosk', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    expect(hall.refused({ type: 'recall', counter: 1 }, KIOSK)).toBe('not-signed-in');
  });
});

describe('calls by the rules of the hall', () => {
  it('[T124] recalls as often as the hall says, and not sooner', () => {
    const hall = new PlayedHall({ recalls: { timesMax: 2, spacingSeconds: 10 } }).staff(1);
    const ticket = hall.issue('A');
    hall.next(1);
    const recall = { type: 'recall', counter: 1 } as const;
    hall.wait(9_500);
    expect(hall.try(recall, teller(1))).toMatchObject({ ok: false, error: { kind: 'recall-too-soon', secondsLeft: 1, ticket } });
    hall.wait(500).done(recall, teller(1));
    expect(hall.refused(recall, teller(1))).toBe('recall-too-soon');
    hall.wait(10_000).done(recall, teller(1));
    expect(hall.wait(MINUTE).try(recall, teller(1))).toMatchObject({
      ok: false,
      error: { kind: 'recalls-used-up', timesMax: 2 },
    });
  });

  it('[T125] lets those choose who may', () => {
    const boss = { id: 'staff:1001', roles: ['teller', 'manager'], staffNumber: '1001' } as const;
    const command = (ticket: string) => ({ type: 'call-ticket', counter: 1, ticket, reason: 'frail' }) as const;
    const hall = new PlayedHall({ chosenCallBy: ['manager'] }).staff(1);
    const ticket = hall.issue('A');
    expect(hall.refused(command(ticket), teller(1))).toBe('not-allowed');
    expect(hall.try(command(ticket), boss).ok).toBe(true);
    const nobody = new PlayedHall({ chosenCallBy: [] }).staff(1);
    expect(nobody.refused(command(nobody.issue('A')), boss)).toBe('not-allowed');
  });

  it('[T126] calls and recalls silently at a room, and at no other counter', () => {
    const { counters } = testConfiguration();
    const hall = new PlayedHall({ counters: counters.map((each) => ({ ...each, silent: each.id === 3 })) }).staff(1, 3);
    hall.issue('B');
    hall.next(3);
    hall.done({ type: 'recall', counter: 3 }, teller(3));
    expect(hall.state.calls.map((call) => call.silent)).toEqual([true, true]);
    hall.done({ type: 'transfer-ticket', counter: 3, service: 'A' }, teller(3));
    hall.next(1);
    hall.done({ type: 'recall', counter: 1 }, teller(1));
    expect(hall.state.calls.map((call) => call.silent)).toEqual([undefined, undefined, true, true]);
    expect(latestCalls(hall.state).map(({ counter, recalls }) => [counter, recalls])).toEqual([[1, 1]]);
  });
});
