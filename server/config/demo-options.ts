import { DEMO_PASSWORD } from '../access/password.ts';
import { HUB_OPTIONS } from './hub-options.ts';
import { decimal, integer, option, optionalInteger, optionalUrl, text, type ValuesOf } from './option.ts';

export const DEMO_USAGE = `Simulated customers and tellers on a running hub, through its API.

Usage: npm run demo -- [options]`;

/** What `npm run demo` can be told. */
export const DEMO_OPTIONS = {
  url: option({
    flag: 'url',
    kind: optionalUrl,
    fallback: null,
    fallbackShown: 'this machine, port as below',
    description: 'Where the hub is.',
  }),
  port: { ...HUB_OPTIONS.port, description: 'Port of a hub on this machine.' },
  hall: option({ flag: 'hall', kind: text, fallback: 'demo', description: 'Which hall.' }),
  speed: option({
    flag: 'speed',
    kind: decimal(0.1, 1_000),
    // Faster, most services end within seconds, which no forecast takes for services: waits would be told from typical minutes for ever.
    fallback: 10,
    description: 'How many minutes of the hall pass in a minute. Ticket times stay real.',
  }),
  visitors: option({
    flag: 'visitors',
    kind: integer(0, 1_000_000),
    fallback: 0,
    fallbackShown: '0, for ever',
    description: 'Ends when so many have come and been served.',
  }),
  perHour: option({
    flag: 'per-hour',
    kind: decimal(0.1, 10_000),
    fallback: 90,
    description: 'Visitors in an hour of the hall, at random moments.',
  }),
  counters: option({
    flag: 'counters',
    kind: integer(1, 8),
    fallback: 8,
    description: 'How many counters are staffed, the first ones.',
  }),
  password: option({
    flag: 'password',
    variable: 'HALLCALL_PASSWORD',
    kind: text,
    fallback: DEMO_PASSWORD,
    description: 'Password of the simulated staff (1001 to 1008, 2001, 3001).',
  }),
  seed: option({
    flag: 'seed',
    kind: optionalInteger(0, 2 ** 31),
    fallback: null,
    fallbackShown: 'another one each time',
    description: 'The same seed makes the same customers.',
  }),
} as const;

export type DemoOptions = ValuesOf<typeof DEMO_OPTIONS>;
