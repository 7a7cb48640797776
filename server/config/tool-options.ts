import { DEVICE_KINDS } from '../database/tables.ts';
import { STORE_OPTIONS } from './hosted-options.ts';
import { HUB_OPTIONS } from './hub-options.ts';
import { optionalInteger, oneOf, option, optionalText, optionalUrl } from './option.ts';

const url = option({
  flag: 'url',
  kind: optionalUrl,
  fallback: null,
  fallbackShown: 'this machine, port as below',
  description: 'Where the hub is.',
});
const port = option({
  flag: 'port',
  variable: 'HALLCALL_PORT',
  kind: optionalInteger(0, 65_535),
  fallback: null,
  fallbackShown: 'that of the hub which has the data folder, else 8080',
  description: 'Port of a hub on this machine.',
});
const hall = option({
  flag: 'hall',
  kind: optionalText,
  fallback: null,
  fallbackShown: 'the only one that there is',
  description: 'Which hall.',
});

export const DEVICE_USAGE = `Screens of a hall: who they are, and which of them may come in.

Usage: npm run device -- add --kind kiosk|wall|window|rating --label TEXT [--counter N] [--printer ID] [--display ID]
       npm run device -- list
       npm run device -- revoke ID
       npm run device -- pin                     the PIN of the hall's kiosks, asked for or read from standard input`;

export const DEVICE_OPTIONS = {
  data: HUB_OPTIONS.data,
  database: STORE_OPTIONS.database,
  redis: STORE_OPTIONS.redis,
  redisReplicas: STORE_OPTIONS.redisReplicas,
  redisCopies: STORE_OPTIONS.redisCopies,
  redisAllow: STORE_OPTIONS.redisAllow,
  url,
  port,
  hall,
  kind: option({
    flag: 'kind',
    kind: oneOf(['', ...DEVICE_KINDS]),
    fallback: '',
    fallbackShown: 'none',
    description: 'What the screen shows.',
  }),
  label: option({ flag: 'label', kind: optionalText, fallback: null, description: 'Where it stands, in your words.' }),
  counter: option({
    flag: 'counter',
    kind: optionalInteger(1, 9_999),
    fallback: null,
    description: 'The counter of a window or a rating tablet.',
  }),
  printer: option({
    flag: 'printer',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'the first of the hall',
    description: 'Where a kiosk prints.',
  }),
  display: option({
    flag: 'display',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'the first of the hall',
    description: 'Which of the hall’s displays a wall shows.',
  }),
} as const;

export const HALL_USAGE = `A hall's configuration and its staff.

Usage: npm run hall -- apply [FILE]              hall.yaml of the data folder, or FILE, comes into force
       npm run hall -- add FILE                  one hall more, where many hubs share a journal
       npm run hall -- export [FILE]             what is in force is printed, or written to FILE
       npm run hall -- rebuild-history [HALL]    waits and what was learned of them, anew from the journal
       npm run hall -- accept-lost-end HALL N    the log ends at version N and lost what came after: it goes on there
       npm run hall -- staff list
       npm run hall -- staff add NUMBER --roles teller,greeter
       npm run hall -- staff roles NUMBER --roles manager
       npm run hall -- staff password NUMBER     also brings an ended account back
       npm run hall -- staff end NUMBER
       npm run hall -- staff end-demo            ends every account that still has the demo password

Passwords are asked for, or read as one line from standard input. The hub that has the data folder open, or that
--url names, does apply and export itself, for a manager or an administrator who signs in (--as); else the files are used.`;

export const HALL_OPTIONS = {
  data: HUB_OPTIONS.data,
  database: STORE_OPTIONS.database,
  redis: STORE_OPTIONS.redis,
  redisReplicas: STORE_OPTIONS.redisReplicas,
  redisCopies: STORE_OPTIONS.redisCopies,
  redisAllow: STORE_OPTIONS.redisAllow,
  url,
  port,
  hall,
  as: option({
    flag: 'as',
    kind: optionalText,
    fallback: '9001',
    description: 'Staff number that signs in at a running hub.',
  }),
  roles: option({
    flag: 'roles',
    kind: optionalText,
    fallback: null,
    description: 'Roles of an account, by commas: teller, greeter, guard, manager, admin.',
  }),
} as const;
