import { fc } from './seeded-check.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import type { CommandType } from '../../shared/hall/commands.ts';
import type { CounterId } from '../../shared/hall/configuration.ts';
import type { Draw } from './draw.ts';
import { MANAGER, type PlayedHall } from './played-hall.ts';

/** A command of a drawn day, and how long after the one before it comes. */
export interface TimedDraw extends Draw {
  readonly gapSeconds: number;
}

/** A command of any type, those that are named more often, or never. */
export function timedDraw(often: readonly CommandType[], never: readonly CommandType[] = []): fc.Arbitrary<TimedDraw> {
  return fc.record({
    type: fc.constantFrom(...COMMAND_TYPES.filter((type) => !never.includes(type)), ...often),
    counter: fc.integer({ min: 1, max: 6 }),
    service: fc.constantFrom('A', 'B', 'C'),
    classId: fc.constantFrom('standard', 'priority', 'vip'),
    ticket: fc.nat(30),
    any: fc.nat(720),
    gapSeconds: fc.constantFrom(0, 1, 12, 60, 240),
  });
}

/** Up to so many of them, and mostly many: left to itself the library draws short lists. */
export function drawnDay(draw: fc.Arbitrary<TimedDraw>, lengthMax: number): fc.Arbitrary<TimedDraw[]> {
  return fc.array(draw, { maxLength: lengthMax, size: 'max' });
}

/** Who sits at a counter, with a manager's rights besides; nobody there: the manager. */
export function staffAt(hall: PlayedHall, counter: CounterId): Actor {
  const there = hall.state.counters.get(counter)?.signIn?.teller;
  return there === undefined ? MANAGER : { id: `staff:${there}`, roles: ['teller', 'manager'], staffNumber: there };
}
