import { describe, expect, it } from 'vitest';
import { PlayedHall, teller } from '../../test/support/played-hall.ts';
import { minutesRange } from '../../test/support/told-waits.ts';
import { ticketPaper } from './ticket-paper.ts';

const OPTIONS = { reprint: false, large: false, link: null };

describe('the wait on a paper', () => {
  it('[F134] is the one that was journalled with the ticket, also on a copy that is made later', () => {
    const hall = new PlayedHall();
    hall.quoteFor = (_service, classId) => (classId === 'vip' ? minutesRange(1, 4) : minutesRange(8, 14));
    const [standard, vip] = [hall.issue('A'), hall.issue('A', 'vip')];
    hall.quoteFor = () => minutesRange(30, 60);
    expect(ticketPaper(hall.state, standard, OPTIONS)?.quote).toEqual(minutesRange(8, 14));
    expect(ticketPaper(hall.state, vip, { ...OPTIONS, reprint: true })?.quote).toEqual(minutesRange(1, 4));
  });

  it('[F134] is none where none was told, and none for a service that the ticket went on to', () => {
    const hall = new PlayedHall().staff(1, 2);
    expect(ticketPaper(hall.state, hall.issue('A'), OPTIONS)?.quote).toBeNull();
    hall.serve(1);
    hall.quoteFor = () => minutesRange(8, 14);
    const ticket = hall.issue('A');
    hall.serve(2);
    hall.done({ type: 'transfer-ticket', counter: 2, service: 'B' }, teller(2));
    expect(ticketPaper(hall.state, ticket, OPTIONS)).toMatchObject({ service: { zh: 'accounts' }, quote: null });
  });
});
