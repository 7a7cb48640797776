import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { Question } from '../commands/question.svelte.ts';
import { TicketDesk } from './ticket-desk.svelte.ts';

function ticketDesk() {
  const played = new PlayedHall().staff(1);
  const line = new StaffedHall(teller(1), played);
  const hall = new LiveHall(line);
  const question = new Question();
  const tickets = new TicketDesk({ hall, question, sender: new CommandSender({ hall, timers: new VirtualTime() }) });
  const numbers = () => tickets.rows.map((each) => each.number);
  return { played, line, question, tickets, numbers };
}

describe('ticket desk', () => {
  it('[S26] lists who waits in order of credit, all or for one service', () => {
    const { played, tickets, numbers } = ticketDesk();
    played.issue('B');
    played.issue('A');
    expect(numbers()).toEqual(['B001', 'A001']);
    tickets.service = 'A';
    expect(numbers()).toEqual(['A001']);
  });

  it('[S26] lists no-shows, and finds any ticket however its number is typed', () => {
    const { played, tickets, numbers } = ticketDesk();
    played.issue('A');
    played.next(1);
    played.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    expect(numbers()).toEqual([]);
    tickets.list = 'no-shows';
    expect(numbers()).toEqual(['A001']);
    tickets.startFinding();
    expect(numbers()).toEqual([]);
    tickets.number = ' a1 ';
    expect(numbers()).toEqual(['A001']);
    tickets.number = 'A2';
    expect([numbers(), tickets.wanted]).toEqual([[], 'A2']);
  });

  it('[S27] asks before a ticket is cancelled or marked as left', async () => {
    const { played, line, question, tickets } = ticketDesk();
    played.issue('A');
    played.issue('A');
    const [first, second] = tickets.rows;
    const cancelling = tickets.cancel(first!);
    expect(question.asked).toEqual({ about: 'cancel-ticket', subject: 'A001' });
    question.answer(false);
    await cancelling;
    expect(line.sent).toEqual([]);
    const again = tickets.cancel(first!);
    question.answer(true);
    await again;
    const leaving = tickets.markLeft(second!);
    expect(question.asked).toEqual({ about: 'mark-left', subject: 'A002' });
    question.answer(true);
    await leaving;
    expect(line.sent.map((each) => each.type)).toEqual(['cancel-ticket', 'mark-left']);
    expect(tickets.rows).toEqual([]);
  });

  it('[S27] returns a no-show without a question, and knows when there is no return left', async () => {
    const { played, tickets } = ticketDesk();
    played.issue('A');
    const missed = () => {
      played.next(1);
      played.done({ type: 'mark-no-show', counter: 1 }, teller(1));
      tickets.list = 'no-shows';
    };
    missed();
    expect(tickets.rows[0]?.returnable).toBe(true);
    await tickets.bringBack(tickets.rows[0]!);
    tickets.list = 'waiting';
    expect(tickets.rows[0]).toMatchObject({ number: 'A001', returns: 1 });
    missed();
    expect(tickets.rows[0]?.returnable).toBe(false);
  });

  it('[S27] hides a ticket’s actions when one of them is done', async () => {
    const { played, tickets } = ticketDesk();
    const ticket = played.issue('A');
    played.next(1);
    played.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    tickets.list = 'no-shows';
    tickets.toggle(ticket);
    expect(tickets.selected).toBe(ticket);
    await tickets.bringBack(tickets.rows[0]!);
    expect(tickets.selected).toBeNull();
  });

  it('[S27] a question that nobody answered is a no when another is asked', async () => {
    const question = new Question();
    const first = question.ask('log-off');
    const second = question.ask('close-day');
    question.answer(true);
    expect(await Promise.all([first, second])).toEqual([false, true]);
    expect(question.asked).toBeNull();
  });
});
