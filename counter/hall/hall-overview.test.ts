import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { Question } from '../commands/question.svelte.ts';
import { HALL_PLACE, HallOverview } from './hall-overview.svelte.ts';

function overviewOf(played = new PlayedHall()) {
  const line = new StaffedHall(MANAGER, played);
  const hall = new LiveHall(line);
  const question = new Question();
  const sender = new CommandSender({ hall, timers: new VirtualTime() });
  const overview = new HallOverview({ hall, sender, question });
  const mode = (counter: number) => overview.counters.find((each) => each.sign.counter === counter)?.sign;
  return { played, line, question, sender, overview, mode };
}

describe('hall overview', () => {
  it('[S28] opens and closes the business day after a yes, never after a no', async () => {
    const { played, line, question, overview } = overviewOf();
    const asked = overview.setDay('close-day');
    question.answer(false);
    await asked;
    expect(line.sent).toEqual([]);
    const closing = overview.setDay('close-day');
    expect(question.asked?.about).toBe('close-day');
    question.answer(true);
    await closing;
    expect(played.state.day.is).toBe('closed');
    const opening = overview.setDay('open-day');
    question.answer(true);
    await opening;
    expect(played.state.day.is).toBe('open');
  });

  it('[S28] closes, opens, pauses and resumes any counter', async () => {
    const { overview, mode } = overviewOf(new PlayedHall().staff(2));
    await overview.setCounter('close-counter', 2);
    expect(mode(2)?.mode).toBe('closed');
    await overview.setCounter('open-counter', 2);
    overview.askPauseReason(2);
    expect(overview.pausing).toBe(2);
    await overview.pause(2, 'meal');
    expect([overview.pausing, mode(2)?.mode, mode(2)?.reason]).toEqual([null, 'paused', 'meal']);
    await overview.setCounter('resume-counter', 2);
    expect(mode(2)?.mode).toBe('idle');
    await overview.setCounter('sign-out', 2);
    expect(mode(2)).toMatchObject({ mode: 'closed', teller: null });
  });

  it('[S28] tells why a counter cannot be opened', async () => {
    const { overview, sender } = overviewOf();
    await overview.setCounter('open-counter', 1);
    expect(sender.noticeAt(HALL_PLACE)?.what).toMatchObject({ refusal: { kind: 'not-signed-in', counter: 1 } });
  });

  it('[S29] shows queues by class and counters with who is there', () => {
    const { played, overview, mode } = overviewOf(new PlayedHall().staff(1));
    played.issue('A');
    const since = played.now;
    played.wait(MINUTE).issue('A', 'vip');
    expect(overview.queues[0]).toEqual({
      service: 'A',
      waiting: 2,
      byClass: [
        { class: 'standard', waiting: 1 },
        { class: 'priority', waiting: 0 },
        { class: 'vip', waiting: 1 },
      ],
      oldestAt: since,
    });
    played.next(1);
    expect(mode(1)).toMatchObject({ mode: 'calling', number: 'A001', teller: teller(1).staffNumber });
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
