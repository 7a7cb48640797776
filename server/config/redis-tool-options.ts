import { nodeAddresses } from './node-addresses.ts';
import { integer, option, optionalPath, optionalText, path, text } from './option.ts';

export const REDIS_CONFIG_USAGE = `Configuration of Redis and Sentinel with what Hallcall's promises rest on, and passwords of its own.

Usage: npm run redis:config -- --out FOLDER --nodes H:P,H:P,H:P --sentinels H:P,H:P,H:P

Writes a folder for each server, users with the least rights, hub.env for the hubs, and a README that says what to do with them.`;

const local = (ports: readonly number[]) => ports.map((port) => ({ host: '127.0.0.1', port }));

export const REDIS_CONFIG_OPTIONS = {
  out: option({
    flag: 'out',
    kind: path,
    fallback: './redis',
    description: 'Where to write; a folder with anything in it is refused.',
  }),
  nodes: option({
    flag: 'nodes',
    kind: nodeAddresses,
    fallback: local([6379, 6380, 6381]),
    fallbackShown: '127.0.0.1:6379,127.0.0.1:6380,127.0.0.1:6381',
    description: 'Where the nodes listen, the first master first.',
  }),
  sentinels: option({
    flag: 'sentinels',
    kind: nodeAddresses,
    fallback: local([26_379, 26_380, 26_381]),
    fallbackShown: '127.0.0.1:26379,127.0.0.1:26380,127.0.0.1:26381',
    description: 'Where the Sentinels listen; none: nobody fails over by itself.',
  }),
  name: option({ flag: 'name', kind: text, fallback: 'hallcall', description: 'What Sentinels call this installation.' }),
  place: option({
    flag: 'place',
    kind: optionalPath,
    fallback: null,
    fallbackShown: 'where they are written',
    description: 'Folder on the machines that will hold the folder of each server.',
  }),
  data: option({
    flag: 'data',
    kind: optionalPath,
    fallback: null,
    fallbackShown: 'a folder data beside the configuration',
    description: 'Folder on the machines that will hold a data folder for each server.',
  }),
  tls: option({
    flag: 'tls',
    kind: optionalPath,
    fallback: null,
    description: 'Folder on the machines with server.crt, server.key and ca.crt: everything over TLS.',
  }),
  downAfter: option({
    flag: 'down-after-ms',
    kind: integer(500, 60_000),
    fallback: 3_000,
    description: 'A master that is silent for so long is voted on.',
  }),
} as const;

export const REDIS_NODE_USAGE = `Which nodes of Redis must have what a hub acknowledges.

Usage: npm run redis:node -- list
       npm run redis:node -- remove ADDRESS      a replica that will not come back soon: hubs go on with fewer copies
       npm run redis:node -- add ADDRESS         a replica that is back, or new

Removing is an operator's act: it lowers what the halls are promised, every panel shows it, and who did it is kept.`;

export const REDIS_NODE_OPTIONS = {
  redis: option({
    flag: 'redis',
    variable: 'HALLCALL_REDIS_OPERATOR',
    kind: optionalText,
    fallback: null,
    description: 'As HALLCALL_REDIS, with the operator as user: redis-sentinel://operator@H:P,H:P,H:P/NAME.',
  }),
  passwordFile: option({
    flag: 'password-file',
    kind: optionalPath,
    fallback: null,
    fallbackShown: 'asked for',
    description: "File with the operator's password.",
  }),
  by: option({
    flag: 'by',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'who is signed in at this machine',
    description: 'Who does it, as it is kept.',
  }),
  yes: option({
    flag: 'yes',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'asked for',
    description: 'The address once more, instead of typing it when asked.',
  }),
} as const;

export const REDIS_MIGRATE_USAGE = `Loads the functions of this release into Redis, and writes down for hubs, which may not ask, the settings that their promises rest on.

Usage: npm run redis:migrate

Before hubs of a new release are started, and after a setting was changed. Of a cluster: once for each master.`;

export const REDIS_MIGRATE_OPTIONS = { redis: REDIS_NODE_OPTIONS.redis, passwordFile: REDIS_NODE_OPTIONS.passwordFile } as const;
