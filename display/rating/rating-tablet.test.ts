import { describe, expect, it } from 'vitest';
import { PlayedHall, teller } from '../../test/support/played-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { TickingClock } from '../../shared/ui/clock.svelte.ts';
import { LiveHall, type HallSource } from '../../shared/ui/hall.svelte.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import type { Written } from './comment-desk.ts';
import { RatingTablet } from './rating-tablet.svelte.ts';

function stage() {
  const hall = new PlayedHall({ feedback: { rating: true, comments: true, ratingSeconds: 20 } });
  hall.staff(1);
  hall.issue('A');
  hall.issue('A');
  hall.next(1);
  hall.done({ type: 'finish-service', counter: 1 }, teller(1));
  const sent: Command[] = [];
  const world = { live: true, heard: true, written: { is: 'kept', number: 7 } as Written };
  const actor = { id: 'device:tablet', roles: ['rating' as const], counter: 1 };
  const source = {
    get connection() {
      return world.live ? { is: 'live' } : { is: 'stale', since: 0 };
    },
    get state() {
      return hall.state;
    },
    now: () => hall.now,
    subscribe: () => () => undefined,
    send: (command: Command) => {
      sent.push(command);
      if (!world.heard) return Promise.resolve(failed({ kind: 'hub-busy' }));
      hall.try(command, actor);
      return Promise.resolve(ok({ version: 1, result: {} }));
    },
  } as unknown as HallSource;
  const live = new LiveHall(source);
  const tablet = new RatingTablet({
    hall: live,
    clock: new TickingClock({ now: () => hall.now, timers: new VirtualTime() }),
    counter: 1,
    comments: { write: () => Promise.resolve(world.written) },
    newId: () => 'comment-0001',
  });
  return { hall, sent, tablet, world };
}

describe('the tablet’s page', () => {
  it('[G12] asks, takes one tap of two, thanks, and takes words', async () => {
    const { sent, tablet, world } = stage();
    expect(tablet.page).toEqual({ is: 'asking', number: 'A001', busy: false, failed: false });
    await Promise.all([tablet.rate(5), tablet.rate(1)]);
    expect(sent).toMatchObject([{ type: 'rate-service', leg: 0, grade: 5 }]);
    expect(tablet.page).toEqual({ is: 'thanks', grade: 5, comments: true });
    await tablet.rate(2);
    expect(sent).toHaveLength(1);
    tablet.write();
    world.written = { is: 'failed' };
    await tablet.send('words');
    expect(tablet.page).toEqual({ is: 'writing', busy: false, unkept: { is: 'failed' } });
    world.written = { is: 'refused', text: { zh: '已写过', en: 'Written before' } };
    await tablet.send('words');
    expect(tablet.page).toMatchObject({ unkept: { is: 'refused', text: { en: 'Written before' } } });
    world.written = { is: 'kept', number: 7 };
    await tablet.send('words');
    expect(tablet.page).toEqual({ is: 'kept', number: 7 });
  });

  it('[G12] stays awake while somebody writes, sleeps after the hall’s seconds, and at once with the next call', async () => {
    const { hall, tablet } = stage();
    await tablet.rate(4);
    tablet.write();
    hall.wait(15_000);
    tablet.typed();
    hall.wait(15_000);
    expect(tablet.page.is).toBe('writing');
    hall.wait(5_000);
    expect(tablet.page.is).toBe('asleep');
    const other = stage();
    await other.tablet.rate(4);
    other.tablet.write();
    other.hall.next(1);
    expect(other.tablet.page.is).toBe('asleep');
  });

  it('[G12] says no thanks for a grade that the hall has not', async () => {
    const { tablet, world } = stage();
    world.heard = false;
    await tablet.rate(1);
    expect(tablet.page).toEqual({ is: 'asking', number: 'A001', busy: false, failed: true });
    world.heard = true;
    await tablet.rate(1);
    expect(tablet.page).toMatchObject({ is: 'thanks', grade: 1 });
  });

  it('[G12] sleeps and sends nothing while it is not live', async () => {
    const { sent, tablet, world } = stage();
    world.live = false;
    expect(tablet.page.is).toBe('asleep');
    await tablet.rate(5);
    await tablet.send('words');
    expect(sent).toEqual([]);
  });
});
