import { describe, expect, it } from 'vitest';
import type { Advice } from '../../shared/hall/forecast/advice.ts';
import { failed } from '../../shared/lib/result.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { adviceTo } from '../../test/support/some-advice.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import type { HallApi } from '../session/hall-api.ts';
import { ADVICE_PLACE, AdviceDesk, surenessOf } from './advice-desk.svelte.ts';

/** A hub that answers nothing over REST. */
const NO_EFFECTS: HallApi = {
  get: () => Promise.resolve(failed({ is: 'hub-away' })),
  send: () => Promise.resolve(failed({ is: 'hub-away' })),
};

function deskOf() {
  const played = new PlayedHall();
  const line = new StaffedHall(MANAGER, played);
  const hall = new LiveHall(line);
  const sender = new CommandSender({ hall, timers: new VirtualTime() });
  const desk = new AdviceDesk({ hall, sender, api: NO_EFFECTS });
  const open = (id = 'first'): Advice =>
    adviceTo({ is: 'open-counter', counter: 1, teller: '1001', services: ['A'] }, { id, at: played.now });
  const advise = (...advice: readonly Advice[]): void => {
    line.advice = { at: played.now, version: played.state.version, advice };
  };
  return { played, line, sender, desk, open, advise };
}

describe('advice', () => {
  it('[F154] is done by one command, keeps its card while the hub’s answer is awaited, and stands among what was accepted', async () => {
    const { played, line, desk, open, advise } = deskOf();
    const advice = open();
    advise(advice);
    line.slow = true;
    const accepting = desk.accept(advice);
    expect(desk.isBusy(advice)).toBe(true);
    advise();
    expect(desk.cards.map(({ id }) => id)).toEqual(['first']);
    await line.answerHeld();
    expect(await accepting).toBe(true);
    expect(line.sent.map(({ type }) => type)).toEqual(['accept-advice']);
    expect(played.state.counters.get(1)?.mode.is).toBe('open');
    expect(desk.cards).toEqual([]);
    expect(desk.accepted.map((each) => [each.advice.id, each.by])).toEqual([['first', '3001']]);
  });

  it('[F154] that the hall has overtaken is refused in words beside its card', async () => {
    const { played, sender, desk, open, advise } = deskOf();
    const advice = open();
    advise(advice);
    played.done({ type: 'sign-in', counter: 1 }, teller(2));
    expect(await desk.accept(advice)).toBe(false);
    expect(sender.noticeAt(ADVICE_PLACE)?.what.is).toBe('refused');
    expect(desk.cards).toHaveLength(1);
    expect(desk.accepted).toEqual([]);
  });

  it('[F155] is declined with a reason, and asks for it first', async () => {
    const { played, desk, open, advise } = deskOf();
    const advice = open();
    advise(advice);
    desk.askReason(advice);
    expect(desk.declining).toBe(advice);
    advise();
    expect(desk.cards).toHaveLength(1);
    expect(await desk.decline(advice, 'nobody-free')).toBe(true);
    expect([desk.declining, desk.cards.length, desk.accepted.length]).toEqual([null, 0, 0]);
    expect(played.state.advice.get('first')?.answer).toEqual({ is: 'declined', reason: 'nobody-free' });
  });

  it('[F156] with a figure that is no number is not shown', () => {
    const { desk, open, advise } = deskOf();
    const good = open('good');
    advise(
      { ...open('bad'), before: { ...good.before, waitP90Ms: NaN } },
      { ...open('worse'), savedPerTellerMinute: Infinity },
      good,
    );
    expect(desk.cards.map(({ id }) => id)).toEqual(['good']);
  });

  it('[F153] says how sure it is by the lower end of its saving', () => {
    const { open } = deskOf();
    const saving = (lowMs: number): Advice => ({ ...open(), saving: { meanMs: 4 * MINUTE, lowMs, highMs: 6 * MINUTE } });
    expect([3, 2, 0.5].map((low) => surenessOf(saving(low * MINUTE)))).toEqual(['clear', 'fair', 'modest']);
    expect(surenessOf({ ...open(), saving: { meanMs: 0, lowMs: 0, highMs: 0 } })).toBe('modest');
  });
});
