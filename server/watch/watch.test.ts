import { afterEach, describe, expect, it } from 'vitest';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { failed } from '../../shared/lib/result.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import { MANAGER, MINUTE, teller } from '../../test/support/played-hall.ts';
import { HALL, WatchedHub, settled, type WatchedHubOptions } from '../../test/support/watched-hub.ts';
import { LOOKS_PER_ROUND_MAX, REST_ROUNDS } from './limits.ts';
import { Watch } from './watch.ts';

const SECOND = 1_000;
const TOLD_AT_ONCE = [{ afterSeconds: 0, tell: ['manager'], sound: 'chime' }] as const;
const CROWDED: Partial<HallConfiguration> = { alerts: [{ kind: 'people-waiting', threshold: 1, steps: TOLD_AT_ONCE }] };

const watches: Watch[] = [];

afterEach(async () => {
  for (const watch of watches.splice(0)) await watch.close();
});

async function watchedHall(options: WatchedHubOptions = {}): Promise<WatchedHub> {
  const watched = await WatchedHub.serving(options);
  watchOver(watched, options.log);
  await settled();
  return watched;
}

function watchOver(watched: WatchedHub, log: HubLog = SILENT_LOG): Watch {
  const watch = new Watch({ hub: watched.hub, clock: watched.time, timers: watched.time, log });
  watch.start();
  watches.push(watch);
  return watch;
}

/** What the watch did, in order. */
function done(watched: WatchedHub): string[] {
  return watched
    .log()
    .filter(({ actor }) => actor === 'system:watch')
    .flatMap(({ events }) => events.map(({ type }) => type));
}

async function autoCalling(watched: WatchedHub, ...counters: number[]): Promise<void> {
  for (const counter of counters) {
    await watched.staff(counter);
    await watched.done(teller(counter), { type: 'set-auto-call', counter, on: true });
  }
}

describe('the watch', () => {
  it('[J90] does what the time demands when its moment comes, once', async () => {
    const watched = await watchedHall();
    await watched.staff(1);
    const from = watched.time.now() + MINUTE;
    await watched.done(MANAGER, { type: 'plan-break', teller: '1001', from, minutes: 30, reason: 'meal' });
    await watched.pass(MINUTE - SECOND, SECOND);
    expect(done(watched)).toEqual([]);
    await watched.pass(10 * MINUTE, SECOND);
    expect(done(watched)).toEqual(['break-started', 'counter-paused']);
  });

  it('[J91] follows every entry at once, and goes on until nothing is due', async () => {
    const watched = await watchedHall({ changes: CROWDED });
    await autoCalling(watched, 1, 2);
    await watched.pass(5 * SECOND, SECOND);
    await watched.issue();
    await settled();
    expect(done(watched)).toEqual(['ticket-called']);
    await watched.issue();
    await watched.issue();
    await settled();
    expect(done(watched)).toEqual(['ticket-called', 'ticket-called', 'alert-raised']);
  });

  it('[J92] makes up at a start for what fell due while the hub was not running', async () => {
    const watched = await watchedHall();
    await watched.done(MANAGER, { type: 'serve-only', counter: 1, services: ['B'], until: watched.time.now() + MINUTE });
    await watches[0]!.close();
    watched.time.sleep(5 * MINUTE);
    const after = await watched.another();
    watchOver(after);
    await settled();
    expect(done(after)).toEqual(['counter-unrestricted']);
  });

  it('[J97] goes on in an open hall that no screen looks at and nobody sends anything', async () => {
    const watched = await watchedHall();
    const until = watched.time.now() + 45 * MINUTE;
    await watched.done(MANAGER, { type: 'serve-only', counter: 1, services: ['B'], until });
    await watched.pass(45 * MINUTE, SECOND);
    expect(done(watched)).toEqual(['counter-unrestricted']);
  });

  it('[J93] is quiet while the clock is doubtful, and takes up its work by itself', async () => {
    const told: string[] = [];
    const log = { ...SILENT_LOG, warn: (facts: object) => void told.push(JSON.stringify(facts)) };
    const watched = await watchedHall({ log });
    await watched.done(MANAGER, { type: 'serve-only', counter: 1, services: ['B'], until: watched.time.now() + MINUTE });
    watched.time.setClockBy(3 * 60 * MINUTE);
    await watched.pass(MINUTE, SECOND);
    expect(done(watched)).toEqual([]);
    expect(told.filter((facts) => facts.includes('watch:due'))).toEqual([]);
    await watched.send(MANAGER, { type: 'confirm-clock' });
    await watched.pass(10 * SECOND, SECOND);
    expect(done(watched)).toEqual(['counter-unrestricted']);
  });

  it('[J93] asks a hall that refuses now and then only, and tells it once', async () => {
    const told: string[] = [];
    const log = { ...SILENT_LOG, warn: (facts: object) => void told.push(JSON.stringify(facts)) };
    const watched = await WatchedHub.serving();
    await watched.done(MANAGER, { type: 'serve-only', counter: 1, services: ['B'], until: watched.time.now() + MINUTE });
    let asked = 0;
    const busy = {
      submit: () => {
        asked += 1;
        return Promise.resolve(failed({ kind: 'hub-busy' as const }));
      },
      onCommitted: watched.hub.onCommitted.bind(watched.hub),
      status: watched.hub.status.bind(watched.hub),
      read: watched.hub.read.bind(watched.hub),
    };
    const watch = new Watch({ hub: busy, clock: watched.time, timers: watched.time, log });
    watch.start();
    watches.push(watch);
    await watched.pass(2 * MINUTE - SECOND, SECOND);
    expect(asked).toBe(Math.ceil(60 / REST_ROUNDS));
    expect(told).toHaveLength(1);
  });

  it('[J93] tries again after an append whose end nobody saw, and one version leads to one entry', async () => {
    const flakiness = { loses: false, loseOutcome: () => flakiness.loses };
    const watched = await watchedHall({ flakiness });
    await watched.done(MANAGER, { type: 'serve-only', counter: 1, services: ['B'], until: watched.time.now() + MINUTE });
    flakiness.loses = true;
    await watched.pass(MINUTE + 2 * SECOND, SECOND);
    flakiness.loses = false;
    await watched.pass(20 * SECOND, SECOND);
    expect(done(watched)).toEqual(['counter-unrestricted']);
    const ids = watched.log().map(({ commandId }) => commandId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('[J94] looks so often in a second and no more, whatever is committed', async () => {
    const watched = await WatchedHub.serving();
    let looks = 0;
    const { hub } = watched;
    const counting = {
      submit: hub.submit.bind(hub),
      onCommitted: hub.onCommitted.bind(hub),
      status: hub.status.bind(hub),
      read: (hall: string) => {
        looks += 1;
        return hub.read(hall);
      },
    };
    const watch = new Watch({ hub: counting, clock: watched.time, timers: watched.time, log: SILENT_LOG });
    watch.start();
    watches.push(watch);
    for (let each = 0; each < 3 * LOOKS_PER_ROUND_MAX; each += 1) {
      await watched.issue();
      await settled();
    }
    expect(looks).toBe(LOOKS_PER_ROUND_MAX);
    await watched.pass(SECOND);
    expect(looks).toBe(LOOKS_PER_ROUND_MAX + 1);
  });

  it('[J94] leaves nothing behind when it closes', async () => {
    const watched = await WatchedHub.serving();
    const before = watched.time.timersLeft;
    const watch = watchOver(watched);
    await watch.close();
    await watch.close();
    expect(watched.time.timersLeft).toBe(before);
    await autoCalling(watched, 1);
    await watched.issue();
    await watched.pass(MINUTE, SECOND);
    expect(done(watched)).toEqual([]);
    expect(watched.hub.status().map(({ hall }) => hall)).toEqual([HALL]);
  });
});
