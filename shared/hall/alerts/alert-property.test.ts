import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { commandFrom } from '../../../test/support/any-command.ts';
import { drawnDay, staffAt, timedDraw } from '../../../test/support/drawn-day.ts';
import { MINUTE, PlayedHall, SYSTEM } from '../../../test/support/played-hall.ts';
import { PAPER_CHANGE_MS_MAX } from '../limits.ts';
import { wholeConfiguration } from '../../../test/support/whole-configuration.ts';
import type { AlertKind } from '../alert.ts';
import type { CommandType } from '../commands.ts';
import { dueEvents } from '../due/due-events.ts';
import { currentLeg } from '../ticket.ts';
import { openAlerts } from './alert-events.ts';
import { alertKey } from './condition.ts';

const OFTEN: readonly CommandType[] = [
  'issue-ticket',
  'issue-ticket',
  'issue-ticket',
  'report-print',
  'report-printer',
  'call-next',
];

function carryOutDue(hall: PlayedHall): void {
  while (dueEvents(hall.state, hall.now, () => 'none').length > 0) hall.done({ type: 'carry-out-due' }, SYSTEM);
}

/** What lasts of a kind, by what tells it apart. */
function lasting(hall: PlayedHall, kind: AlertKind): Set<unknown> {
  const alerts = openAlerts(hall.state).filter((alert) => alert.kind === kind);
  return new Set(
    alerts.map(({ subject }) => subject.printer ?? subject.screen ?? subject.ticket ?? subject.counter ?? subject.service),
  );
}

/** The same found by looking at every ticket and every counter. */
function expected(hall: PlayedHall) {
  const { state, now } = hall;
  const rules = new Set((state.configuration?.alerts ?? []).map(({ kind }) => kind));
  const waiting = [...state.tickets.values()].filter(({ status }) => status.is === 'waiting');
  const idle = [...state.counters.values()].filter(({ mode }) => mode.is === 'open' && mode.atHand === null);
  const paused = [...state.counters.values()].filter(({ mode }) => mode.is === 'paused');
  const since = (at: number) => now - at >= 5 * MINUTE;
  const services = new Set(waiting.map((ticket) => currentLeg(ticket).service));
  const badPrinters = [...state.printers]
    .filter(([, { condition }]) => condition !== 'ready')
    .flatMap(([printer]) => {
      const begun = state.paperChanges.get(printer);
      return begun !== undefined && now - begun < PAPER_CHANGE_MS_MAX ? [] : [printer];
    });
  const badScreens = [...state.screens.keys()];
  const failed = waiting.flatMap(({ print }) => (print.is === 'failed' ? [print.printer] : []));
  const only = (kind: AlertKind, found: readonly unknown[]) => new Set(rules.has(kind as never) ? found : []);
  return {
    'people-waiting': only(
      'people-waiting',
      [...services].filter((service) => waiting.filter((ticket) => currentLeg(ticket).service === service).length >= 3),
    ),
    'idle-counter': only(
      'idle-counter',
      idle.filter(({ mode }) => mode.is === 'open' && since(mode.idleSince!)).map(({ id }) => id),
    ),
    'long-pause': only(
      'long-pause',
      paused.filter(({ mode }) => since(mode.since)).map(({ id }) => id),
    ),
    'device-fault': only('device-fault', [...badPrinters, ...failed, ...badScreens]),
  };
}

describe('the alerts of any hall', () => {
  it('[T170] are those that a look at every ticket and counter finds, each thing once', () => {
    fc.assert(
      fc.property(drawnDay(timedDraw(OFTEN), 80), (draws) => {
        const hall = new PlayedHall(wholeConfiguration()).staff(1, 2, 4);
        for (const draw of draws) {
          const command = commandFrom(draw, hall.wait(draw.gapSeconds * 1_000).state, hall.now);
          hall.try(command, staffAt(hall, draw.counter));
          carryOutDue(hall);
          const open = openAlerts(hall.state).filter(({ kind }) => kind !== 'help');
          expect(new Set(open.map(({ kind, subject }) => alertKey(kind, subject))).size).toBe(open.length);
          for (const [kind, found] of Object.entries(expected(hall))) {
            expect([kind, lasting(hall, kind as AlertKind)]).toEqual([kind, found]);
          }
          for (const id of lasting(hall, 'class-waiting')) {
            expect(hall.state.tickets.get(id as string)).toMatchObject({ status: { is: 'waiting' }, classId: 'vip' });
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
