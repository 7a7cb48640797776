import { describe, expect, it } from 'vitest';
import type { Command } from '../../shared/hall/commands.ts';
import type { ConfirmClock } from '../../shared/protocol/command-schema.ts';
import { KIOSK, MANAGER } from '../../test/support/played-hall.ts';
import { settled, WatchedHub } from '../../test/support/watched-hub.ts';
import { CLOCK_AHEAD_MS_MAX, CLOCK_BEHIND_MS_MAX, CLOCK_JUMP_MS_MAX, HALL_IDLE_MS } from './limits.ts';

const HOUR = 3_600_000;
const ISSUE: Command = { type: 'issue-ticket', service: 'A' };
const CONFIRM: ConfirmClock = { type: 'confirm-clock' };

async function served(): Promise<WatchedHub> {
  const watched = await WatchedHub.serving();
  await watched.issue();
  await watched.hub.close();
  return watched;
}

describe('a clock that cannot be right', () => {
  it.each([
    ['before the last entry', -HOUR],
    ['more than seven days after it', CLOCK_AHEAD_MS_MAX + HOUR],
  ])('[P50] at the start, %s, waits for a manager', async (_, byMs) => {
    const watched = await served();
    watched.time.setClockBy(byMs);
    const after = await watched.another();
    const head = after.head();
    const { line } = await after.screen();
    expect(line.last('heartbeat').readOnly).toBe('clock');
    expect(await after.refused(KIOSK, ISSUE)).toBe('clock-unconfirmed');
    await after.pass(10_000, 1_000);
    expect(after.head()).toEqual(head);
    expect(await after.send(MANAGER, CONFIRM)).toEqual({ ok: true, value: { version: head.version, result: {} } });
    expect(line.last('heartbeat').readOnly).toBeNull();
    await after.pass(10_000, 1_000);
    await after.issue();
  });

  it('[P51] by a few seconds is an ordinary correction', async () => {
    const watched = await served();
    watched.time.setClockBy(-CLOCK_BEHIND_MS_MAX);
    const after = await watched.another();
    expect((await after.issue()).result.number).toBe('A002');
  });

  it.each([
    ['forwards', 1],
    ['backwards', -1],
  ])('[P52] while running, because it jumps %s by more than two hours, waits for a manager', async (_, sign) => {
    const watched = await WatchedHub.serving();
    const { line } = await watched.screen();
    watched.time.setClockBy(sign * CLOCK_JUMP_MS_MAX);
    await watched.issue();
    watched.time.setClockBy(sign * (CLOCK_JUMP_MS_MAX + 1_000));
    expect(await watched.refused(KIOSK, ISSUE)).toBe('clock-unconfirmed');
    expect(line.last('heartbeat').readOnly).toBe('clock');
    await watched.done(MANAGER, CONFIRM as unknown as Command);
    expect(line.last('heartbeat').readOnly).toBeNull();
    expect((await watched.issue()).result.number).toBe('A002');
  });

  it('[P53] is judged once for a hall: after the hall has been out of memory the clock is known', async () => {
    const watched = await WatchedHub.serving({ changes: { businessDay: { opensAt: '08:00', closesAt: '10:00' } } });
    await watched.pass(2 * HOUR, HOUR / 4);
    for (let days = 0; days < 10; days += 1) await watched.pass(24 * HOUR, HOUR / 2);
    expect(watched.hub.status()).toEqual([]);
    await watched.done(MANAGER, { type: 'configure-hall', configuration: (await watched.state()).configuration! });
    await watched.pass(HALL_IDLE_MS + HOUR, HOUR / 4);
    await settled();
    expect(watched.hub.status()).toEqual([]);
  });

  it('[P50] does not take away the answer of a command that is done already', async () => {
    const watched = await WatchedHub.serving();
    const first = await watched.issue('done-before-the-jump');
    watched.time.setClockBy(3 * HOUR);
    expect(await watched.issue('done-before-the-jump')).toEqual(first);
  });
});
