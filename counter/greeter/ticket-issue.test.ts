import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/hall/actor.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { PlayedHall, SYSTEM } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { handMadeForecast, knownWait, minutesRange } from '../../test/support/told-waits.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { TicketIssue } from './ticket-issue.svelte.ts';

const GREETER: Actor = { id: 'staff:2001', roles: ['greeter'], staffNumber: '2001' };
const PRINTER = { id: 'front', name: { zh: '门口', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

function issueAt(played: PlayedHall) {
  const line = new StaffedHall(GREETER, played);
  const time = new VirtualTime();
  const hall = new LiveHall(line);
  return { line, time, issue: new TicketIssue({ hall, sender: new CommandSender({ hall, timers: time }) }) };
}

describe('a greeter takes a number for somebody', () => {
  it('[S30] issues in the chosen class on the chosen printer and follows the paper', async () => {
    const played = new PlayedHall({ printers: [PRINTER] });
    const { line, issue } = issueAt(played);
    played.issue('A');
    expect([issue.classId, issue.printer]).toEqual(['standard', 'front']);
    issue.chooseClass('vip');
    await issue.issue('A');
    expect(line.sent).toEqual([{ type: 'issue-ticket', service: 'A', class: 'vip', printer: 'front' }]);
    expect(issue.issued).toMatchObject({ number: 'V001', ahead: 1 });
    expect(issue.issuedNow?.print.is).toBe('requested');
    played.done({ type: 'report-print', ticket: issue.issued!.ticket, outcome: 'failed', fault: 'paper-out' }, SYSTEM);
    expect(issue.issuedNow?.print.is).toBe('failed');
    expect(issue.classId).toBe('standard');
  });

  it('[F137] tells the wait of the chosen class before, and what was journalled with the ticket after', async () => {
    const played = new PlayedHall();
    const { line, time, issue } = issueAt(played);
    const vips = [{ class: 'vip', newcomer: knownWait(1, 4) }];
    line.forecast = handMadeForecast({ A: knownWait(8, 14), B: { is: 'unknown', why: 'no-open-counter' } }, vips);
    const waits = () => issue.services.map(({ wait }) => wait);
    expect(waits()).toEqual([knownWait(8, 14), { is: 'unknown', why: 'no-open-counter' }]);
    issue.chooseClass('vip');
    expect(waits()[0]).toEqual(knownWait(1, 4));
    played.quoteFor = () => minutesRange(2, 5);
    await issue.issue('A');
    expect(issue.issued?.quote).toEqual(minutesRange(2, 5));
    played.quoteFor = () => null;
    time.advance(1_000);
    await issue.issue('A');
    expect(issue.issued?.quote).toBeNull();
  });

  it('[S30] prints nothing when asked not to, or where there is no printer', async () => {
    const { line, issue } = issueAt(new PlayedHall({ printers: [PRINTER] }));
    issue.choosePrinter(null);
    await issue.issue('A');
    expect(line.sent[0]).toMatchObject({ printer: null });
    expect(issueAt(new PlayedHall()).issue.printer).toBeNull();
  });

  it('[S65] prints large for one person, and the next one’s paper as usual', async () => {
    const { line, time, issue } = issueAt(new PlayedHall({ printers: [PRINTER] }));
    issue.chooseSize(true);
    await issue.issue('A');
    expect(line.sent[0]).toMatchObject({ type: 'issue-ticket', large: true });
    expect(issue.large).toBe(false);
    time.advance(1_000);
    await issue.issue('A');
    expect(line.sent[1]).not.toHaveProperty('large');
  });

  it('[S8] takes one number on a double click', async () => {
    const { line, time, issue } = issueAt(new PlayedHall());
    await issue.issue('A');
    await issue.issue('A');
    expect([line.sent.length, issue.isReady]).toEqual([1, false]);
    time.advance(1_000);
    expect(issue.isReady).toBe(true);
    await issue.issue('A');
    expect(issue.issued?.number).toBe('A002');
  });

  it('[S30] keeps the last number when the next one is refused', async () => {
    const played = new PlayedHall();
    const { time, issue } = issueAt(played);
    await issue.issue('A');
    time.advance(1_000);
    played.done({ type: 'close-day' }, SYSTEM);
    expect(issue.services.map((each) => each.offer)).toEqual(['day-not-open', 'day-not-open']);
    await issue.issue('A');
    expect(issue.issued?.number).toBe('A001');
  });
});
