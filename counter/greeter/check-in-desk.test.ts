import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { GREETER, MANAGER, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { StoredItems } from '../../test/support/stored-items.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { QueuedOrders } from '../commands/queued-orders.svelte.ts';
import { CHECK_IN_PLACE, CheckInDesk } from './check-in-desk.svelte.ts';
import { TicketIssue } from './ticket-issue.svelte.ts';

function checkInDesk() {
  const played = new PlayedHall();
  const at = played.now + 10 * MINUTE;
  const appointments = [
    { code: 'K7Q2', service: 'A', at },
    { code: 'LATE', service: 'B', at: at + 8 * 60 * MINUTE },
  ];
  played.done({ type: 'book-appointments', appointments }, MANAGER);
  const line = new StaffedHall(GREETER, played);
  const hall = new LiveHall(line);
  const queued = new QueuedOrders({ hall, storage: new StoredItems() });
  const sender = new CommandSender({ hall, timers: new VirtualTime(), queued });
  const issue = new TicketIssue({ hall, sender });
  return { played, line, sender, issue, queued, desk: new CheckInDesk({ hall, sender, issue }) };
}

describe('checking in', () => {
  it('[S58] finds the appointment however the code is typed, and shows its ticket like an issued one', async () => {
    const { line, issue, desk } = checkInDesk();
    expect(desk.expected.map(({ appointment }) => appointment.code)).toEqual(['K7Q2']);
    desk.code = ' k7q2 ';
    expect(desk.found?.appointment).toMatchObject({ code: 'K7Q2', service: 'A' });
    await desk.checkIn();
    expect(line.sent).toEqual([{ type: 'check-in', code: 'K7Q2', printer: null }]);
    expect([issue.issued?.number, desk.code]).toEqual(['A001', '']);
    expect(desk.expected).toEqual([]);
  });

  it('[S58] keeps the code when the hub says no', async () => {
    const { sender, desk } = checkInDesk();
    desk.code = 'NONE';
    expect(desk.found).toBeNull();
    await desk.checkIn();
    expect(sender.noticeAt(CHECK_IN_PLACE)?.what).toMatchObject({ refusal: { kind: 'unknown-appointment' } });
    expect(desk.code).toBe('NONE');
  });

  it('[S59] is kept for later without a line', async () => {
    const { line, desk, queued } = checkInDesk();
    line.connection = { is: 'stale', since: 0 };
    desk.code = 'k7q2';
    await desk.checkIn();
    expect([desk.code, queued.waiting.length]).toEqual(['', 1]);
    await line.comeBack();
    expect(queued.told).toMatchObject([{ outcome: { is: 'done', answer: { number: 'A001' } } }]);
  });
});
