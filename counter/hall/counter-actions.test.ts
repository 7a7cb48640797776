import { describe, expect, it } from 'vitest';
import { counterSigns } from '../../shared/hall/views/counter-signs.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { CounterActions } from './counter-actions.svelte.ts';
import { HALL_PLACE } from './hall-places.ts';

function actionsOn(played = new PlayedHall()) {
  const line = new StaffedHall(MANAGER, played);
  const sender = new CommandSender({ hall: new LiveHall(line), timers: new VirtualTime() });
  const actions = new CounterActions({ sender });
  const sign = (counter: number) => counterSigns(played.state).find((each) => each.counter === counter);
  return { played, line, sender, actions, sign };
}

describe('what the duty manager does with a counter', () => {
  it('[S28] closes, opens, pauses, resumes and signs out any counter', async () => {
    const { actions, sign } = actionsOn(new PlayedHall().staff(2));
    await actions.do('close-counter', 2);
    expect(sign(2)?.mode).toBe('closed');
    await actions.do('open-counter', 2);
    actions.ask('pause', 2);
    expect(actions.asked).toEqual({ counter: 2, dialog: 'pause' });
    await actions.pause(2, 'meal');
    expect([actions.asked, sign(2)?.mode, sign(2)?.reason]).toEqual([null, 'paused', 'meal']);
    await actions.do('resume-counter', 2);
    expect(sign(2)?.mode).toBe('idle');
    await actions.do('sign-out', 2);
    expect(sign(2)).toMatchObject({ mode: 'closed', teller: null });
  });

  it('[S28] tells why a counter cannot be opened', async () => {
    const { actions, sender } = actionsOn();
    await actions.do('open-counter', 1);
    expect(sender.noticeAt(HALL_PLACE)?.what).toMatchObject({ refusal: { kind: 'not-signed-in', counter: 1 } });
  });

  it('[S73] opens a counter with a teller, for certain services and a time, in one command', async () => {
    const { actions, played, line, sign } = actionsOn();
    const until = played.now + 60 * MINUTE;
    await actions.open(3, { teller: '1005', services: ['B'], until });
    expect(line.sent).toEqual([{ type: 'open-counter', counter: 3, teller: '1005', services: ['B'], until }]);
    expect(sign(3)).toMatchObject({ mode: 'idle', teller: '1005', only: { services: ['B'], until } });
    await actions.open(1, { teller: '', services: [] });
    expect(line.sent.at(-1)).toEqual({ type: 'open-counter', counter: 1 });
  });

  it('[S73] sets what a counter serves for now, restores it, moves its teller, switches auto-call', async () => {
    const { actions, sign } = actionsOn(new PlayedHall().staff(1));
    await actions.serveOnly(1, ['B']);
    expect(sign(1)?.only).toEqual({ services: ['B'], until: null });
    await actions.restore(1);
    expect(sign(1)?.only).toBeNull();
    await actions.setAutoCall(1, true);
    expect(sign(1)?.autoCall).toBe(true);
    await actions.move(1, 2);
    expect([sign(1)?.teller, sign(2)?.teller]).toEqual([null, '1001']);
  });
});
