import { describe, expect, it } from 'vitest';
import { everyView } from '../../../test/support/every-view.ts';
import { GREETER, KIOSK, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { Actor } from '../actor.ts';
import type { Command } from '../commands.ts';
import { UNDO_MS } from '../limits.ts';
import { passedNow } from '../snapshot.ts';
import type { TicketId } from '../ticket.ts';
import { redirectsUndoable, redirectUndoable, undoable } from '../views/undoable.ts';

const UNDO = { type: 'undo', counter: 1 } as const;

/** Counters 1 to 3 are staffed; three customers wait for A. */
function hallOfThree(): { hall: PlayedHall; tickets: TicketId[] } {
  const hall = new PlayedHall({ returns: { placesBack: 2, timesMax: 0 } }).staff(1, 2, 3);
  return { hall, tickets: [hall.issue('A'), hall.issue('A'), hall.issue('A')] };
}

/** Sends it as the counter's teller, or as somebody else, and takes it back. */
function expectTakenBack(hall: PlayedHall, command: Command, actor: Actor = teller(1)): void {
  const before = everyView(hall.state, hall.now);
  hall.done(command, actor);
  expect(everyView(hall.state, hall.now)).not.toBe(before);
  hall.done(UNDO, teller(1));
  expect(everyView(hall.state, hall.now)).toBe(before);
}

describe('undo at a counter', () => {
  it('[T130] takes back a call, a next, a no-show, a finish and a transfer', () => {
    const { hall, tickets } = hallOfThree();
    expectTakenBack(hall, { type: 'call-next', counter: 1 });
    expectTakenBack(hall, { type: 'call-ticket', counter: 1, ticket: tickets[2]!, reason: 'frail' });
    hall.next(1);
    expectTakenBack(hall, { type: 'mark-no-show', counter: 1 });
    expectTakenBack(hall, { type: 'call-next', counter: 1 });
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    expectTakenBack(hall, { type: 'finish-service', counter: 1 });
    expectTakenBack(hall, { type: 'transfer-ticket', counter: 1, service: 'B' });
    expectTakenBack(hall, { type: 'transfer-ticket', counter: 1, toTeller: '1002' });
  });

  it('[T130] takes back the planned close that came with it, and gives back who was released', () => {
    const { hall, tickets } = hallOfThree();
    hall.next(2);
    hall.done({ type: 'transfer-ticket', counter: 2, toCounter: 1 }, teller(2));
    hall.done({ type: 'call-ticket', counter: 1, ticket: tickets[1]!, reason: 'frail' }, teller(1));
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    expectTakenBack(hall, { type: 'finish-service', counter: 1 });
    expect(hall.state.tickets.get(tickets[0]!)?.status).toMatchObject({ is: 'waiting', to: { counter: 1 } });
  });

  it('[T130] takes the call and its recalls off the wall', () => {
    const { hall, tickets } = hallOfThree();
    hall.done({ type: 'call-next', counter: 2 }, teller(2));
    hall.next(1);
    hall.done({ type: 'recall', counter: 1 }, teller(1));
    expect(hall.answer(UNDO, teller(1))).toEqual({ ticket: tickets[1] });
    expect(hall.state.calls.map(({ ticket }) => ticket)).toEqual([tickets[0]]);
  });

  it('[T130] says what was undone, as a fact of its own', () => {
    const { hall, tickets } = hallOfThree();
    hall.next(1);
    hall.done({ type: 'call-next', counter: 1 }, teller(1));
    expect(hall.done(UNDO, teller(1))).toEqual([{ type: 'action-undone', counter: 1, action: 'next', ticket: tickets[0] }]);
    expect(hall.state.counters.get(1)?.mode).toMatchObject({ is: 'open', atHand: tickets[0] });
  });

  it('[T132] takes back passes, though others were called meanwhile', () => {
    const hall = new PlayedHall({ routing: { kind: 'strict', order: ['vip'], passedMax: 5 } }).staff(1, 2);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    hall.issue('A', 'vip');
    hall.issue('A', 'vip');
    hall.next(1);
    hall.next(2);
    const passed = () => [first, second].map((id) => passedNow(hall.state, hall.state.tickets.get(id)!));
    expect(passed()).toEqual([2, 2]);
    hall.done(UNDO, teller(1));
    expect(passed()).toEqual([1, 1]);
    hall.done({ type: 'undo', counter: 2 }, teller(2));
    expect(passed()).toEqual([0, 0]);
  });

  it('[T132] leaves the passes of other calls with who was released and waits for this counter again', () => {
    const counters = [1, 2].map((id) => ({ ...testConfiguration().counters[0]!, id }));
    const hall = new PlayedHall({ counters, routing: { kind: 'strict', order: ['vip'], passedMax: 3 } }).staff(1, 2);
    const waits = hall.issue('A');
    hall.next(2);
    hall.done({ type: 'transfer-ticket', counter: 2, toCounter: 1 }, teller(2));
    hall.done({ type: 'call-ticket', counter: 1, ticket: hall.issue('B'), reason: 'frail' }, teller(1));
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    const vip = hall.wait(1).issue('A', 'vip');
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(hall.next(2)).toBe(vip);
    hall.done(UNDO, teller(1));
    const ticket = hall.state.tickets.get(waits)!;
    expect([ticket.status, passedNow(hall.state, ticket)]).toMatchObject([{ is: 'waiting', to: { counter: 1 } }, 1]);
  });

  it('[T132] leaves a pass with who was moved to another line since', () => {
    const hall = new PlayedHall({ routing: { kind: 'strict', order: ['vip'], passedMax: 3 } }).staff(1);
    const passed = hall.issue('A');
    hall.wait(1).issue('A', 'vip');
    hall.next(1);
    hall.done({ type: 'redirect-tickets', tickets: [passed], service: 'B' }, GREETER);
    hall.done(UNDO, teller(1));
    expect(passedNow(hall.state, hall.state.tickets.get(passed)!)).toBe(1);
  });

  it('[T132] puts a ratio back where it stood, unless another counter has moved it on', () => {
    const turns = [
      { classes: ['vip'], calls: 2 },
      { classes: ['standard'], calls: 1 },
    ];
    const hall = new PlayedHall({ routing: { kind: 'ratio', turns, passedMax: null } }).staff(1, 2);
    for (const classId of ['vip', 'vip', 'vip', 'standard']) hall.issue('A', classId);
    const before = hall.state.ratio;
    hall.next(1);
    hall.done(UNDO, teller(1));
    expect(hall.state.ratio).toEqual(before);
    hall.next(1);
    hall.next(2);
    const after = hall.state.ratio;
    hall.done(UNDO, teller(1));
    expect(hall.state.ratio).toEqual(after);
  });

  it('[T133] leaves paper and checked papers as they have become', () => {
    const printers = [{ id: 'front', name: { zh: '前台', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 }];
    const hall = new PlayedHall({ printers }).staff(1);
    const ticket = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'report-print', ticket, outcome: 'printed' }, SYSTEM);
    hall.done(UNDO, teller(1));
    expect(hall.state.tickets.get(ticket)).toMatchObject({ status: { is: 'waiting' }, print: { is: 'printed' } });
  });

  it('[T134] is for the teller of the counter, or a manager', () => {
    const { hall } = hallOfThree();
    hall.next(1);
    expect(hall.refused(UNDO, teller(2))).toBe('not-signed-in');
    expect(hall.refused(UNDO, KIOSK)).toBe('not-signed-in');
    expect(hall.refused({ type: 'undo', counter: 9 }, MANAGER)).toBe('unknown-counter');
    expect(hall.try(UNDO, MANAGER).ok).toBe(true);
  });

  it('[T135] is possible once, for 30 s', () => {
    const { hall } = hallOfThree();
    expect(hall.refused(UNDO, teller(1))).toBe('nothing-to-undo');
    hall.next(1);
    const until = hall.now + UNDO_MS;
    expect(undoable(hall.state, 1, until)).toMatchObject({ action: 'call', number: 'A001', until });
    expect(undoable(hall.state, 1, until + 1)).toBeNull();
    hall.wait(UNDO_MS + 1);
    expect(hall.refused(UNDO, teller(1))).toBe('undo-too-late');
    hall.issue('B');
    expect(hall.refused(UNDO, teller(1))).toBe('nothing-to-undo');
    hall.next(1);
    hall.wait(UNDO_MS).done(UNDO, teller(1));
    expect(hall.refused(UNDO, teller(1))).toBe('nothing-to-undo');
    expect(hall.refused({ type: 'undo' }, teller(1))).toBe('nothing-to-undo');
    expect(hall.refused({ type: 'undo', counter: 1, redirect: 'any' }, teller(1))).toBe('nothing-to-undo');
  });

  it('[T136] is overtaken by anything else at that counter or with that customer', () => {
    const { hall, tickets } = hallOfThree();
    hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    expect(undoable(hall.state, 1, hall.now)).toBeNull();
    expect(hall.try(UNDO, teller(1))).toEqual({ ok: false, error: { kind: 'undo-overtaken', number: 'A001' } });
    hall.done({ type: 'transfer-ticket', counter: 1, service: 'B' }, teller(1));
    expect(hall.next(3)).toBe(tickets[0]);
    expect(hall.refused(UNDO, teller(1))).toBe('undo-overtaken');
    hall.done({ type: 'undo', counter: 3 }, teller(3));
    expect(hall.next(3)).toBe(tickets[0]);
    hall.done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
    expect(hall.refused({ type: 'undo', counter: 3 }, teller(3))).toBe('undo-overtaken');
  });

  it('[T136] is overtaken by who got in line before the called customer, where the call had passed people', () => {
    const hall = new PlayedHall({ routing: { kind: 'strict', order: ['vip'], passedMax: null } }).staff(1, 2);
    const first = hall.issue('B');
    hall.done({ type: 'call-ticket', counter: 2, ticket: first, reason: 'frail' }, teller(2));
    hall.wait(MINUTE).issue('A');
    hall.issue('A', 'vip');
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 2, service: 'A' }, teller(2));
    expect(hall.try(UNDO, teller(1))).toEqual({ ok: false, error: { kind: 'undo-overtaken', number: 'B001' } });
  });

  it('[T136] is overtaken by a new configuration', () => {
    const { hall } = hallOfThree();
    hall.next(1);
    hall.done({ type: 'configure-hall', configuration: testConfiguration() }, SYSTEM);
    expect(hall.try(UNDO, teller(1))).toEqual({ ok: false, error: { kind: 'undo-overtaken', number: null } });
  });
});

describe('undo at a counter that calls by itself', () => {
  it('[T139] leaves the next call to the teller for 30 s', () => {
    const { hall, tickets } = hallOfThree();
    hall.done({ type: 'set-auto-call', counter: 1, on: true }, teller(1));
    hall.wait(MINUTE).done({ type: 'carry-out-due' }, SYSTEM);
    expect(hall.state.counters.get(1)?.mode).toMatchObject({ atHand: tickets[0] });
    hall.done(UNDO, teller(1));
    expect(hall.done({ type: 'carry-out-due' }, SYSTEM)).toEqual([]);
    expect(hall.wait(UNDO_MS).done({ type: 'carry-out-due' }, SYSTEM)).toEqual([]);
    expect(hall.wait(1).done({ type: 'carry-out-due' }, SYSTEM)).toMatchObject([{ type: 'ticket-called', ticket: tickets[0] }]);
  });
});

describe('undo of a redirect', () => {
  function redirected(hall: PlayedHall, tickets: TicketId[]): string {
    return hall.answer({ type: 'redirect-tickets', tickets, service: 'B' }, GREETER).redirect!;
  }

  it('[T137] brings everybody back to where they waited, also on the wall', () => {
    const { hall, tickets } = hallOfThree();
    redirected(hall, tickets.slice(2));
    const before = everyView(hall.state, hall.now);
    const redirect = redirected(hall, tickets.slice(0, 2));
    expect(redirectUndoable(hall.state, redirect, hall.now)).toMatchObject({ by: '2001', service: 'B', count: 2 });
    expect(redirectsUndoable(hall.state, hall.now).map((each) => each.count)).toEqual([2, 1]);
    expect(hall.answer({ type: 'undo', redirect }, GREETER)).toEqual({ redirect });
    expect(everyView(hall.state, hall.now)).toBe(before);
  });

  it('[T137] tells walls the newer and the older moves, in any order of taking back', () => {
    const { hall, tickets } = hallOfThree();
    const [first, second] = [redirected(hall, [tickets[0]!]), redirected(hall, [tickets[1]!])];
    hall.done({ type: 'undo', redirect: first }, GREETER);
    expect(hall.state.moves.map(({ ticket }) => ticket)).toEqual([tickets[1]]);
    hall.done({ type: 'undo', redirect: second }, GREETER);
    expect(hall.state.moves).toEqual([]);
  });

  it('[T137] keeps passes that were made meanwhile', () => {
    const hall = new PlayedHall({ routing: { kind: 'strict', order: ['vip'], passedMax: null } }).staff(3);
    const ticket = hall.issue('A');
    hall.issue('B', 'vip');
    const redirect = redirected(hall, [ticket]);
    hall.next(3);
    hall.done({ type: 'undo', redirect }, GREETER);
    expect(passedNow(hall.state, hall.state.tickets.get(ticket)!)).toBe(1);
  });

  it('[T138] is for who did it, or a manager, in time, while nobody of them was called', () => {
    const { hall, tickets } = hallOfThree();
    const redirect = redirected(hall, tickets);
    expect(hall.refused({ type: 'undo', redirect }, teller(1))).toBe('not-allowed');
    expect(hall.refused({ type: 'undo', redirect: 'none' }, MANAGER)).toBe('nothing-to-undo');
    hall.next(3);
    expect(hall.try({ type: 'undo', redirect }, MANAGER)).toEqual({
      ok: false,
      error: { kind: 'undo-overtaken', number: 'A001' },
    });
    expect(redirectUndoable(hall.state, redirect, hall.now)).toBeNull();
    const other = redirected(hall, [hall.issue('A')]);
    expect(hall.wait(UNDO_MS + 1).refused({ type: 'undo', redirect: other }, MANAGER)).toBe('undo-too-late');
  });
});
