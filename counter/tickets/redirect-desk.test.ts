import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { GREETER, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { handMadeForecast, knownWait } from '../../test/support/told-waits.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { RedirectDesk } from './redirect-desk.svelte.ts';

function redirectDesk() {
  const played = new PlayedHall();
  const line = new StaffedHall(GREETER, played);
  const hall = new LiveHall(line);
  const parts = { hall, sender: new CommandSender({ hall, timers: new VirtualTime() }) };
  const desk = new RedirectDesk(parts);
  const numbers = () => desk.movers.map(({ number }) => number);
  return { played, line, parts, desk, numbers };
}

describe('a redirect in the making', () => {
  it('[S56] shows who moves by service, class and wait, and how both lines change, before anything is sent', () => {
    const { played, line, desk, numbers } = redirectDesk();
    played.issue('A');
    played.issue('A', 'vip');
    played.wait(12 * MINUTE).issue('A');
    played.issue('B');
    expect([desk.found, desk.changes, desk.isReady]).toEqual([[], [], false]);
    desk.start({ service: 'A' });
    expect(numbers()).toEqual(['A001', 'V001', 'A002']);
    desk.chooseClass('standard');
    expect(numbers()).toEqual(['A001', 'A002']);
    desk.chooseWaited(10);
    expect(numbers()).toEqual(['A001']);
    expect([desk.changes, desk.isReady]).toEqual([[], false]);
    desk.chooseTo('B');
    expect(desk.changes).toEqual([
      { service: 'A', before: 3, after: 2 },
      { service: 'B', before: 1, after: 2 },
    ]);
    expect([desk.isReady, line.sent]).toEqual([true, []]);
  });

  it('[F139] shows beforehand what newcomers of the line to join are told, of the class that moves', () => {
    const { played, line, desk } = redirectDesk();
    const vip = played.issue('A', 'vip');
    desk.start({ service: 'A' });
    desk.chooseTo('B');
    expect(desk.targetWait).toBeNull();
    const vips = [{ class: 'vip', newcomer: knownWait(1, 4) }];
    line.forecast = handMadeForecast({ A: knownWait(2, 3), B: knownWait(8, 14) }, vips);
    expect(desk.targetWait).toEqual(knownWait(8, 14));
    desk.chooseClass('vip');
    expect(desk.targetWait).toEqual(knownWait(1, 4));
    desk.start({ service: 'A', ticket: vip });
    expect(desk.targetWait).toBeNull();
    desk.chooseTo('B');
    expect(desk.targetWait).toEqual(knownWait(1, 4));
  });

  it('[S56] sends one command, by the filter while nobody is left out', async () => {
    const { played, line, desk } = redirectDesk();
    const first = played.issue('A');
    const second = played.issue('A');
    desk.start({ service: 'A' });
    desk.chooseTo('B');
    desk.toggle(first);
    expect(desk.changes[1]).toEqual({ service: 'B', before: 0, after: 1 });
    await desk.send();
    expect(line.sent).toEqual([{ type: 'redirect-tickets', tickets: [second], service: 'B' }]);
    expect([desk.to, desk.from]).toEqual([null, 'A']);
    desk.chooseClass('standard');
    desk.chooseWaited(5);
    played.wait(5 * MINUTE);
    desk.chooseTo('B');
    await desk.send();
    const filter = { service: 'A', class: 'standard', waitedMinutesMin: 5 };
    expect(line.sent.at(-1)).toEqual({ type: 'redirect-tickets', filter, service: 'B' });
    expect(played.state.queues.get('B')?.get('standard')?.size).toBe(2);
  });

  it('[S56] moves one ticket alone', async () => {
    const { played, line, desk, numbers } = redirectDesk();
    const ticket = played.issue('A');
    played.issue('A');
    desk.open({ service: 'A', ticket });
    desk.chooseTo('B');
    expect([desk.isOpen, numbers()]).toEqual([true, ['A001']]);
    await desk.send();
    expect(line.sent).toEqual([{ type: 'redirect-tickets', tickets: [ticket], service: 'B' }]);
    desk.close();
    expect([desk.isOpen, desk.only, desk.from]).toEqual([false, null, null]);
  });

  it('[S56] can be taken back for half a minute, also after a reload', async () => {
    const { played, parts, desk } = redirectDesk();
    played.issue('A');
    desk.start({ service: 'A' });
    desk.chooseTo('B');
    await desk.send();
    expect(desk.last).toMatchObject({ count: 1, service: 'B', until: played.now + 30_000 });
    const reloaded = new RedirectDesk(parts);
    await reloaded.undo();
    expect([played.state.queues.get('A')?.get('standard')?.size, reloaded.last]).toEqual([1, null]);
    desk.chooseTo('B');
    await desk.send();
    played.wait(30_001);
    expect(desk.last).toBeNull();
  });
});
