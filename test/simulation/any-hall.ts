import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { Random } from '../../shared/lib/random.ts';
import { RULES } from '../support/any-command.ts';
import { wholeConfiguration } from '../support/whole-configuration.ts';
import { pick } from './crowd.ts';

const OFFICE = { opensAt: '08:00', closesAt: '18:00' };

/** One of the halls there are: by rule, hours, and every choice that a hall has. */
export function anyHall(random: Random): HallConfiguration {
  const whole = wholeConfiguration();
  return {
    ...whole,
    routing: pick(random, RULES),
    businessDay: pick(random, [whole.businessDay, OFFICE]),
    transfers: pick(random, [undefined, { place: 'credit' }, { place: 'end' }]),
    recalls: pick(random, [undefined, whole.recalls]),
    minimumOpen: pick(random, [undefined, [{ service: 'A', counters: 1, from: '00:00', to: '24:00' }]]),
    endOfDay: {
      lastTicketMinutes: pick(random, [0, 30]),
      waiting: pick(random, ['serve-first', 'unserved']),
    },
    autoCallAfterSeconds: pick(random, [undefined, 1, 20]),
  };
}
