import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { HallConfiguration } from '../configuration.ts';

const SETUP = testConfiguration();
/** Without service B, class vip, and the counters 2 and 3. */
const SMALL: HallConfiguration = {
  ...SETUP,
  services: SETUP.services.slice(0, 1),
  classes: SETUP.classes.slice(0, 2),
  routing: { ...SETUP.routing, kind: 'aging', factors: {}, passedMax: 3 },
  counters: [{ ...SETUP.counters[0]!, serves: [['A']] }],
};

function leftOut(hall: PlayedHall): unknown {
  const decision = hall.try({ type: 'configure-hall', configuration: SMALL }, MANAGER);
  return decision.ok ? [] : 'inUse' in decision.error && decision.error.inUse;
}

describe('what a configuration leaves out', () => {
  it('[T42] is in use by an appointment until that is cancelled', () => {
    const hall = new PlayedHall();
    const appointments = [{ code: 'K4821', service: 'B', class: 'vip', at: hall.now + 60 * MINUTE }];
    hall.done({ type: 'book-appointments', appointments }, MANAGER);
    expect(leftOut(hall)).toEqual(['service B', 'class vip']);
    hall.done({ type: 'cancel-appointment', code: 'K4821' }, MANAGER);
    expect(leftOut(hall)).toEqual([]);
  });

  it('[T42] is in use by what follows for a customer who had taken two numbers', () => {
    const hall = new PlayedHall().staff(1);
    const into = hall.issue('A');
    hall.done({ type: 'merge-tickets', ticket: hall.issue('B'), into }, MANAGER);
    expect(leftOut(hall)).toEqual(['service B']);
  });

  it('[T42] is in use by a customer on hold who comes back to that very counter', () => {
    const hall = new PlayedHall().staff(2);
    hall.issue('A');
    hall.next(2);
    hall.done({ type: 'start-service', counter: 2 }, teller(2));
    hall.done({ type: 'hold-ticket', counter: 2, kind: 'this-counter' }, teller(2));
    expect(leftOut(hall)).toEqual(['counter 2']);
    hall.done({ type: 'close-counter', counter: 2 }, teller(2));
    hall.done({ type: 'sign-out', counter: 2 }, teller(2));
    expect(leftOut(hall)).toEqual(['counter 2']);
  });
});
