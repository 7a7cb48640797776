import { describe, expect, it } from 'vitest';
import type { Role } from '../../shared/hall/actor.ts';
import { ticketView } from '../../shared/hall/views/ticket-view.ts';
import { must } from '../../shared/lib/assert.ts';
import { GREETER, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { ticketActions } from './ticket-actions.ts';

/** What is offered for a ticket that was brought into a state. */
function offered(role: Role, bring: (played: PlayedHall) => string): string[] {
  const played = new PlayedHall().staff(1);
  const ticket = must(ticketView(played.state, bring(played)), 'the ticket is there');
  return ticketActions(ticket, [role]);
}

const waiting = (played: PlayedHall) => played.issue('A');
const called = (played: PlayedHall) => must(played.issue('A') && played.next(1), 'called');
const held = (played: PlayedHall) => {
  played.issue('A');
  const ticket = played.serve(1);
  played.done({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1));
  return ticket;
};
const missed = (played: PlayedHall) => {
  const ticket = called(played);
  played.done({ type: 'mark-no-show', counter: 1 }, teller(1));
  return ticket;
};
const missedTwice = (played: PlayedHall) => {
  const ticket = missed(played);
  played.done({ type: 'return-ticket', ticket }, GREETER);
  played.next(1);
  played.done({ type: 'mark-no-show', counter: 1 }, teller(1));
  return ticket;
};

/** In a hall that puts tickets back once. */
function offeredLater(role: Role): boolean[] {
  const played = new PlayedHall({ postpone: { placesBack: 1, timesMax: 1 } });
  const ticket = played.issue('A');
  played.issue('A');
  const isOffered = () => ticketActions(must(ticketView(played.state, ticket), 'the ticket'), [role]).includes('postpone');
  const before = isOffered();
  played.done({ type: 'postpone-ticket', ticket }, GREETER);
  return [before, isOffered()];
}

describe('what can be done with a ticket', () => {
  it('[S52, F181] is to put it back, by greeters and managers, as often as the hall allows', () => {
    expect(offeredLater('greeter')).toEqual([true, false]);
    expect(offeredLater('manager')).toEqual([true, false]);
    expect(offeredLater('teller')).toEqual([false, false]);
  });

  it.each([
    ['greeter', waiting, ['documents', 'reclassify', 'redirect', 'merge', 'reprint', 'left', 'cancel']],
    ['teller', waiting, ['documents', 'merge', 'reprint', 'left', 'cancel']],
    ['guard', waiting, ['reprint']],
    ['greeter', called, ['documents', 'reprint']],
    ['greeter', held, ['wake', 'documents', 'reprint']],
    ['greeter', missed, ['return', 'documents', 'reprint']],
    ['greeter', missedTwice, []],
    ['display', waiting, []],
  ] as const)('[S52] a %s is offered what fits the ticket', (role, bring, actions) => {
    expect(offered(role, bring)).toEqual(actions);
  });
});
