import { describe, expect, it } from 'vitest';
import { GREETER, KIOSK, MANAGER, MINUTE, MORNING, PlayedHall } from '../../../test/support/played-hall.ts';
import { applyEntry } from '../evolve.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { initialState } from '../state.ts';
import { ticketView } from '../views/ticket-view.ts';

const SHOWN = { fromMs: 3 * MINUTE, toMs: 9 * MINUTE };

/** A hall whose screens show a wait for the standard class of A, and none for others. */
function hallThatShows(): PlayedHall {
  const hall = new PlayedHall();
  hall.quoteFor = (service, classId) => (service === 'A' && classId === 'standard' ? SHOWN : null);
  return hall;
}

describe('the quote', () => {
  it.each([
    ['the kiosk', KIOSK],
    ['a greeter', GREETER],
  ])('[F70] is what screens show when %s issues a ticket', (_who, actor) => {
    const hall = hallThatShows();
    const answer = hall.answer({ type: 'issue-ticket', service: 'A' }, actor);
    expect(answer.quote).toEqual(SHOWN);
    expect(ticketView(hall.state, answer.ticket!)?.quote).toEqual(SHOWN);
  });

  it('[F70] is none where none is shown: neither in the entry nor in the answer', () => {
    const hall = hallThatShows();
    const answer = hall.answer({ type: 'issue-ticket', service: 'A', class: 'vip' }, KIOSK);
    expect(answer).not.toHaveProperty('quote');
    expect(hall.log.at(-1)?.events[0]).not.toHaveProperty('quote');
    expect(ticketView(hall.state, answer.ticket!)?.quote).toBeNull();
  });

  it('[F70] is none with an appointment, whose place is another', () => {
    const hall = hallThatShows();
    const appointments = [{ code: 'K1', service: 'A', at: MORNING + 5 * MINUTE }];
    hall.done({ type: 'book-appointments', appointments }, MANAGER);
    const { ticket } = hall.answer({ type: 'check-in', code: 'K1' }, KIOSK);
    expect(ticketView(hall.state, ticket!)?.quote).toBeNull();
  });

  it('[F71] stays with the ticket through a snapshot and a replay that knows no forecast', () => {
    const hall = hallThatShows();
    const { ticket } = hall.answer({ type: 'issue-ticket', service: 'A' }, KIOSK);
    const replayed = initialState();
    for (const entry of hall.log) applyEntry(replayed, entry);
    for (const state of [fromSnapshot(toSnapshot(hall.state)), replayed]) {
      expect(state.tickets.get(ticket!)?.quote).toEqual(SHOWN);
    }
    expect(toSnapshot(replayed)).toEqual(toSnapshot(hall.state));
  });
});
