import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { commandFrom, RULES } from '../../../test/support/any-command.ts';
import { drawnDay, staffAt, timedDraw } from '../../../test/support/drawn-day.ts';
import { MINUTE, PlayedHall, SYSTEM } from '../../../test/support/played-hall.ts';
import { wholeConfiguration } from '../../../test/support/whole-configuration.ts';
import type { CommandType } from '../commands.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { isTimedHold } from '../ticket.ts';
import { dueEvents, isAnythingDue } from './due-events.ts';

const OFTEN: readonly CommandType[] = [
  'issue-ticket',
  'issue-ticket',
  'call-next',
  'finish-service',
  'hold-ticket',
  'set-auto-call',
  'serve-only',
  'plan-break',
  'post-notice',
];

describe('what is due', () => {
  it('[T150] comes to an end, whatever the hall has been through', () => {
    fc.assert(
      fc.property(fc.nat(), drawnDay(timedDraw(OFTEN), 60), fc.nat(240), (rule, draws, minutes) => {
        const hall = new PlayedHall(wholeConfiguration({ routing: RULES[rule % RULES.length]! })).staff(1, 2, 5);
        for (const draw of draws) {
          const command = commandFrom(draw, hall.wait(draw.gapSeconds * 1_000).state, hall.now);
          hall.try(command, staffAt(hall, draw.counter));
        }
        hall.wait(minutes * MINUTE);
        // What is derived says the same after a restart.
        const restarted = fromSnapshot(toSnapshot(hall.state));
        expect(dueEvents(restarted, hall.now, () => 'id')).toEqual(dueEvents(hall.state, hall.now, () => 'id'));
        const held = [...hall.state.tickets.values()].filter(isTimedHold);
        expect(held.filter(({ id }) => !hall.state.timedHolds.has(id))).toEqual([]);
        // Plans, a call for each counter, alerts, and what the calls make of the alerts.
        const entriesMax = hall.state.counters.size + 3;
        let entries = 0;
        while (isAnythingDue(hall.state, hall.now)) {
          expect((entries += 1)).toBeLessThanOrEqual(entriesMax);
          expect(hall.done({ type: 'carry-out-due' }, SYSTEM)).not.toEqual([]);
        }
        expect(dueEvents(hall.state, hall.now, () => 'none')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
