import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { Question } from '../commands/question.svelte.ts';
import { HALL_PLACE } from './hall-places.ts';
import { HallOverview } from './hall-overview.svelte.ts';

function overviewOf(played = new PlayedHall()) {
  const line = new StaffedHall(MANAGER, played);
  const hall = new LiveHall(line);
  const question = new Question();
  const sender = new CommandSender({ hall, timers: new VirtualTime() });
  const overview = new HallOverview({ hall, sender, question });
  const mode = (counter: number) => overview.counters.find((each) => each.sign.counter === counter)?.sign;
  return { played, line, question, sender, overview, mode };
}

const PROMISING = testConfiguration().services.map((service) =>
  service.id === 'A' ? { ...service, promisedWaitMinutes: 10 } : service,
);

describe('hall overview', () => {
  it('[S28] opens and closes the business day after a yes, never after a no', async () => {
    const { played, line, question, overview } = overviewOf();
    const asked = overview.closeDay();
    question.answer(false);
    await asked;
    expect(line.sent).toEqual([]);
    const closing = overview.closeDay();
    expect(question.asked?.about).toBe('close-day');
    question.answer(true);
    await closing;
    expect(played.state.day.is).toBe('closed');
    const opening = overview.openDay();
    question.answer(true);
    await opening;
    expect(played.state.day.is).toBe('open');
  });

  it('[S76] asks once more, with their number, before it closes on people who wait', async () => {
    const played = new PlayedHall({ endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } });
    const { question, overview, sender } = overviewOf(played);
    played.issue('A');
    const closing = overview.closeDay();
    question.answer(true);
    await closing;
    expect([overview.stillWaiting, played.state.day.is, sender.noticeAt(HALL_PLACE)]).toEqual([1, 'open', null]);
    overview.keepOpen();
    expect(overview.stillWaiting).toBeNull();
    await overview.closeAllTheSame();
    expect(played.state.day.is).toBe('closed');
  });

  it('[S29, S71] shows each service by class, its longest wait, who waits beyond the promise, and who is open for it', () => {
    const minimumOpen = [{ service: 'A', counters: 2, from: '00:00', to: '24:00' }];
    const played = new PlayedHall({ services: PROMISING, minimumOpen }).staff(1);
    const { overview, mode } = overviewOf(played);
    played.issue('A');
    const since = played.now;
    played.wait(6 * MINUTE).issue('A', 'vip');
    played.wait(5 * MINUTE);
    const [a, b] = overview.queues(played.now);
    expect(a).toMatchObject({ waiting: 2, oldestAt: since, late: 1, isLongestLate: true, open: 1, minimum: 2, stopped: null });
    expect(a?.byClass.map(({ waiting }) => waiting)).toEqual([1, 0, 1]);
    expect([...(a?.oldestByClass.keys() ?? [])].sort()).toEqual(['standard', 'vip']);
    expect(b).toMatchObject({ late: null, isLongestLate: false, open: 1, minimum: 0 });
    played.next(1);
    expect(mode(1)).toMatchObject({ mode: 'calling', teller: teller(1).staffNumber });
  });

  it('[S77] lists who is signed in, first come first', () => {
    const played = new PlayedHall().staff(2).wait(MINUTE).staff(1);
    const { overview } = overviewOf(played);
    expect(overview.signedIn.map(({ teller: who, counter }) => [who, counter.setup.id])).toEqual([
      ['1002', 2],
      ['1001', 1],
    ]);
  });

  it('[S72] stops a service with a reason, and resumes it', async () => {
    const { played, overview } = overviewOf();
    overview.askStopReason('A');
    expect(overview.stopping).toBe('A');
    await overview.stopService('A', 'system');
    expect([overview.stopping, overview.queues(played.now)[0]?.stopped?.reason]).toEqual([null, 'system']);
    await overview.resumeService('A');
    expect(overview.queues(played.now)[0]?.stopped).toBeNull();
  });

  it('[S12] confirms the clock after a question', async () => {
    const { line, question, overview } = overviewOf();
    line.readOnly = 'clock';
    const asked = overview.confirmClock();
    expect(question.asked?.about).toBe('confirm-clock');
    question.answer(true);
    await asked;
    expect(line.sent).toEqual([{ type: 'confirm-clock' }]);
    expect(line.readOnly).toBeNull();
  });
});
