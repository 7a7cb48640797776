import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { commandFrom, RULES } from '../../../test/support/any-command.ts';
import { drawnDay, staffAt, timedDraw, type TimedDraw } from '../../../test/support/drawn-day.ts';
import { everyView } from '../../../test/support/every-view.ts';
import { MANAGER, MINUTE, PlayedHall } from '../../../test/support/played-hall.ts';
import { wholeConfiguration } from '../../../test/support/whole-configuration.ts';
import type { Command, CommandType } from '../commands.ts';
import { UNDO_MS } from '../limits.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { forgetEnded } from './ticket.ts';
import { undoable } from '../views/undoable.ts';

/** What moves people about, oftener than chance alone would. */
const OFTEN: readonly CommandType[] = ['issue-ticket', 'issue-ticket', 'call-next', 'call-next', 'finish-service', 'hold-ticket'];
const NOT_HERE: readonly CommandType[] = ['close-day', 'configure-hall'];

const drawn = timedDraw(OFTEN, NOT_HERE);

/** What seldom can be done is tried oftener. */
const UNDOABLE = [
  'call-next',
  'call-ticket',
  'mark-no-show',
  'finish-service',
  'transfer-ticket',
  'transfer-ticket',
  'transfer-ticket',
  'redirect-tickets',
] as const;

function busyHall(rule: number): PlayedHall {
  const routing = RULES[rule % RULES.length]!;
  const hall = new PlayedHall(wholeConfiguration({ routing })).staff(1, 2, 5);
  ['A', 'A', 'B', 'C', 'B'].forEach((service) => hall.wait(MINUTE).issue(service));
  return hall;
}

function play(hall: PlayedHall, draw: TimedDraw): Command | null {
  const command = commandFrom(draw, hall.wait(draw.gapSeconds * 1_000).state, hall.now);
  const decision = hall.try(command, staffAt(hall, draw.counter));
  return decision.ok && decision.value.length > 0 ? command : null;
}

/** The undo that belongs to the last entry; null when that is none that can be undone. */
function undoOf(hall: PlayedHall, draw: TimedDraw): Command | null {
  const redirected = hall.log.at(-1)?.events.find((event) => event.type === 'tickets-redirected');
  if (redirected !== undefined) return { type: 'undo', redirect: redirected.redirect };
  return undoable(hall.state, draw.counter, hall.now) === null ? null : { type: 'undo', counter: draw.counter };
}

const action = fc.record({
  draw: drawn,
  open: fc.constantFrom(1, 2, 5),
  type: fc.constantFrom(...UNDOABLE),
  later: fc.integer({ min: 0, max: UNDO_MS }),
});

describe('undo', () => {
  it('[T130] gives back every view as it was, byte for byte, whatever came before', () => {
    const undone = new Map<string, number>();
    fc.assert(
      fc.property(drawnDay(drawn, 50), fc.array(action, { maxLength: 25 }), fc.nat(), (days, actions, rule) => {
        const hall = busyHall(rule);
        for (const draw of days) play(hall, draw);
        for (const { draw: any, later, open, type } of actions) {
          const draw = { ...any, counter: open };
          const before = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(hall.state))) as ReturnType<typeof toSnapshot>);
          if (play(hall, { ...draw, type, gapSeconds: 0 }) === null) continue;
          const undo = undoOf(hall, draw);
          expect(undo).not.toBeNull();
          hall.wait(later).done(undo!, staffAt(hall, draw.counter));
          // Who was over for half an hour is forgotten meanwhile, with and without the action.
          before.at = hall.state.at;
          forgetEnded(before);
          expect(everyView(hall.state, hall.now)).toBe(everyView(before, hall.now));
          undone.set(type, (undone.get(type) ?? 0) + 1);
          play(hall, { ...draw, type, gapSeconds: 0 });
        }
      }),
      { numRuns: 110 },
    );
    for (const type of UNDOABLE) expect(undone.get(type) ?? 0).toBeGreaterThan(5);
  });

  it('[T131] leaves a hall in order, whatever others did in between', () => {
    let undone = 0;
    fc.assert(
      fc.property(drawnDay(drawn, 90), fc.nat(), (days, rule) => {
        const hall = busyHall(rule);
        for (const draw of days) {
          play(hall, { ...draw, gapSeconds: Math.min(draw.gapSeconds, 4) });
          for (const counter of hall.state.counters.keys()) {
            if (draw.any % 3 !== 0 || undoable(hall.state, counter, hall.now) === null) continue;
            hall.done({ type: 'undo', counter }, MANAGER);
            undone += 1;
            for (const { passed } of toSnapshot(hall.state).tickets) expect(passed).toBeGreaterThanOrEqual(0);
          }
        }
        // Whatever is not as a state must be, an index or a count that is off, does not survive being written down and read.
        const copy = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(hall.state))) as ReturnType<typeof toSnapshot>);
        expect(everyView(copy, hall.now)).toBe(everyView(hall.state, hall.now));
      }),
      { numRuns: 100 },
    );
    expect(undone).toBeGreaterThan(50);
  });
});
