import { describe, expect, it } from 'vitest';
import type { HallEvent } from '../../shared/hall/events.ts';
import { configurationProblems } from '../../shared/hall/configuration-problems.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { KIOSK, MANAGER, MORNING, teller } from '../../test/support/played-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { WatchedHub } from '../../test/support/watched-hub.ts';
import { SILENT_LOG, type HubLog } from './hub-log.ts';
import { dueStep, nextChange, openingTimes } from './opening-times.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OFFICE: Partial<HallConfiguration> = { businessDay: { opensAt: '08:30', closesAt: '18:00' } };

/** The days that opened and closed, in order: `+2026-11-22`, `-2026-11-22`. */
function days(watched: WatchedHub): string[] {
  return watched.log().flatMap(({ events }) => events.flatMap(dayMark));
}

function dayMark(event: HallEvent): string[] {
  if (event.type === 'day-opened') return [`+${event.day}`];
  return event.type === 'day-closed' ? [`-${event.day}`] : [];
}

describe('the business day', () => {
  it('[P40] opens and closes by itself at the hall’s own times, in its own time zone', async () => {
    const time = new VirtualTime(MORNING - 2 * HOUR);
    const watched = await WatchedHub.serving({ time, changes: OFFICE });
    expect(days(watched)).toEqual([]);
    expect(await watched.refused(KIOSK, { type: 'issue-ticket', service: 'A' })).toBe('day-not-open');
    await watched.pass(1.5 * HOUR - 1_000, MINUTE);
    expect(days(watched)).toEqual([]);
    await watched.pass(2_000);
    expect(days(watched)).toEqual(['+2026-11-22']);
    await watched.issue();
    await watched.pass(9.5 * HOUR, MINUTE);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22']);
    expect(watched.log().filter(({ actor }) => actor === 'system:schedule')).toHaveLength(2);
  });

  it('[P41] that was missed is made up for at the start: yesterday closes, today opens', async () => {
    const watched = await WatchedHub.serving({ changes: OFFICE });
    await watched.issue();
    watched.time.sleep(24 * HOUR);
    const after = await watched.another();
    expect(days(after)).toEqual(['+2026-11-22', '-2026-11-22', '+2026-11-23']);
    expect((await after.issue()).result.number).toBe('A001');
  });

  it('[P41] of yesterday closes at a start in the night, and today opens when it is time', async () => {
    const watched = await WatchedHub.serving({ changes: OFFICE });
    watched.time.sleep(18 * HOUR);
    const after = await watched.another();
    expect(days(after)).toEqual(['+2026-11-22', '-2026-11-22']);
  });

  it('[P42] of a hall that never closes changes at midnight', async () => {
    const watched = await WatchedHub.serving();
    expect(days(watched)).toEqual(['+2026-11-22']);
    await watched.pass(15 * HOUR - 1_000, HOUR);
    await watched.issue();
    await watched.pass(2_000, 1_000);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22', '+2026-11-23']);
  });

  it('[P43] that a manager closed stays closed until tomorrow', async () => {
    const watched = await WatchedHub.serving({ changes: OFFICE });
    await watched.done(MANAGER, { type: 'close-day' });
    await watched.pass(8 * HOUR, 10 * MINUTE);
    const after = await watched.another();
    expect(days(after)).toEqual(['+2026-11-22', '-2026-11-22']);
    await after.pass(16 * HOUR, 10 * MINUTE);
    expect(days(after).at(-1)).toBe('+2026-11-23');
  });

  it('[P43] that a manager opened early or again is not closed over their head, and gives way to the next', async () => {
    const time = new VirtualTime(MORNING - HOUR);
    const watched = await WatchedHub.serving({ time, changes: OFFICE });
    await watched.done(MANAGER, { type: 'open-day' });
    await watched.pass(10 * HOUR + MINUTE, MINUTE);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22']);
    await watched.done(MANAGER, { type: 'open-day' });
    await watched.pass(2 * HOUR, MINUTE);
    const after = await watched.another();
    expect(days(after)).toEqual(['+2026-11-22', '-2026-11-22', '+2026-11-22']);
    await after.pass(13 * HOUR, 10 * MINUTE);
    expect(days(after).slice(3)).toEqual(['-2026-11-22', '+2026-11-23']);
  });

  it('[P44] follows a changed configuration at once', async () => {
    const watched = await WatchedHub.serving({ changes: OFFICE });
    const configuration = testConfiguration({ businessDay: { opensAt: '08:30', closesAt: '09:05' } });
    await watched.done(MANAGER, { type: 'configure-hall', configuration });
    await watched.pass(6 * MINUTE, MINUTE);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22']);
  });

  it('[P45] is tried again when the hall could not take it, and happens once', async () => {
    const time = new VirtualTime(MORNING - HOUR);
    const flakiness = { loses: false, loseOutcome: () => flakiness.loses };
    const watched = await WatchedHub.serving({ time, flakiness, changes: OFFICE });
    flakiness.loses = true;
    await watched.pass(31 * MINUTE, MINUTE);
    flakiness.loses = false;
    await watched.pass(10 * MINUTE, 1_000);
    expect(days(watched)).toEqual(['+2026-11-22']);
    expect(watched.log().filter(({ commandId }) => commandId.startsWith('schedule:'))).toHaveLength(1);
  });
});

describe('a hall that serves everybody first', () => {
  const SERVE_FIRST: Partial<HallConfiguration> = { ...OFFICE, endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } };

  async function closingTime(log: HubLog = SILENT_LOG): Promise<WatchedHub> {
    const watched = await WatchedHub.serving({ changes: SERVE_FIRST, log });
    await watched.staff(1);
    await watched.issue();
    await watched.pass(9 * HOUR + MINUTE, MINUTE);
    return watched;
  }

  it('[J95] closes its day as soon as nobody waits or is served any more', async () => {
    const watched = await closingTime();
    expect(days(watched)).toEqual(['+2026-11-22']);
    await watched.done(teller(1), { type: 'call-next', counter: 1 });
    await watched.pass(MINUTE, 1_000);
    expect(days(watched)).toEqual(['+2026-11-22']);
    await watched.done(teller(1), { type: 'finish-service', counter: 1 });
    await watched.pass(5_000, 1_000);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22']);
  });

  it('[J95] tells in the log once that it waits', async () => {
    const told: string[] = [];
    const watched = await closingTime({
      ...SILENT_LOG,
      info: (_facts, message) => void told.push(message),
      warn: (_facts, message) => void told.push(message),
    });
    await watched.pass(HOUR, MINUTE);
    expect(told.filter((message) => !message.startsWith('caught up'))).toEqual(['the day closes when everybody is served']);
  });

  it('[J96] closes it at the latest when the next day opens, and opens that one', async () => {
    const watched = await closingTime();
    await watched.pass(14 * HOUR + 28 * MINUTE, MINUTE);
    expect(days(watched)).toEqual(['+2026-11-22']);
    await watched.pass(2 * MINUTE, 1_000);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22', '+2026-11-23']);
  });

  it('[J96] does not hold up a hall that never closes', async () => {
    const watched = await WatchedHub.serving({ changes: { endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } } });
    await watched.pass(15 * HOUR - 1_000, HOUR);
    await watched.issue();
    await watched.pass(2_000, 1_000);
    expect(days(watched)).toEqual(['+2026-11-22', '-2026-11-22', '+2026-11-23']);
  });
});

describe('opening times', () => {
  it('[P40] that end after midnight belong to the day on which they began', () => {
    const night = testConfiguration({ businessDay: { opensAt: '18:00', closesAt: '02:00' } });
    expect(configurationProblems(night)).toEqual([]);
    const at = (day: string, time: string): number => Date.parse(`${day}T${time}:00+08:00`);
    expect(openingTimes(night, '2026-11-22')).toEqual({
      day: '2026-11-22',
      from: at('2026-11-22', '18:00'),
      to: at('2026-11-23', '02:00'),
    });
    const open = { is: 'open', day: '2026-11-22', openedAt: at('2026-11-22', '18:00') } as const;
    expect(dueStep(night, open, at('2026-11-23', '01:59'))).toBeNull();
    expect(dueStep(night, open, at('2026-11-23', '02:00'))?.type).toBe('close-day');
    expect(nextChange(night, at('2026-11-23', '01:59'))).toBe(at('2026-11-23', '02:00'));
    expect(nextChange(night, at('2026-11-23', '02:00'))).toBe(at('2026-11-23', '18:00'));
  });

  it('[P40] follow the clocks when they change', () => {
    const berlin = testConfiguration({ timeZone: 'Europe/Berlin', businessDay: { opensAt: '02:30', closesAt: '24:00' } });
    expect(new Date(openingTimes(berlin, '2026-03-29').from).toISOString()).toBe('2026-03-29T01:00:00.000Z');
    const { from, to } = openingTimes(berlin, '2026-10-25');
    expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
  });
});
