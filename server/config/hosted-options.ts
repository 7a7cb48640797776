import { failed, ok } from '../../shared/lib/result.ts';
import { integer, oneOf, option, optionalPath, optionalUrl, type OptionKind } from './option.ts';

/** Writing goes on with fewer copies than promised only after an operator's act (`strict`), or by itself (`relaxed`). */
export const COPIES_RULES = ['strict', 'relaxed'] as const;
export const REDIS_REPLICAS_MAX = 8;

const HOSTS = String.raw`[^\s,/@]+:\d{1,5}`;
/** `?ca=FILE&sentinel-login=USER:PASSWORD`. */
const SETTINGS = String.raw`(?:\?[^\s#]*)?`;
const SIGN_IN = String.raw`(?:[^\s/@]*@)?`;
const REDIS_ONE = new RegExp(String.raw`^rediss?://${SIGN_IN}[^\s,/@]+(?:/\d{1,3})?${SETTINGS}$`);
const REDIS_SENTINEL = new RegExp(String.raw`^rediss?-sentinel://${SIGN_IN}${HOSTS}(?:,${HOSTS})*/[A-Za-z0-9._-]+${SETTINGS}$`);
const REDIS_CLUSTER = new RegExp(String.raw`^rediss?-cluster://${SIGN_IN}${HOSTS}(?:,${HOSTS})*${SETTINGS}$`);
const POSTGRES = /^postgres(?:ql)?:\/\/[^\s/?#]+\/[^\s/?#]+(?:\?[^\s#]*)?$/;

/** Its shape only; what it leads to is found out by `server/redis`. It may hold a password: no message repeats it. */
const redisAddress: OptionKind<string | null> = {
  placeholder: 'URL',
  secret: true,
  parse: (given) => {
    if (given === '') return ok(null);
    const isOne = [REDIS_ONE, REDIS_SENTINEL, REDIS_CLUSTER].some((shape) => shape.test(given));
    return isOne
      ? ok(given)
      : failed(
          'redis://HOST:PORT, redis-sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME or redis-cluster://HOST:PORT,HOST:PORT' +
            ' (rediss… with TLS)',
        );
  },
};

export const postgresAddress: OptionKind<string | null> = {
  placeholder: 'URL',
  secret: true,
  parse: (given) => {
    if (given === '') return ok(null);
    return POSTGRES.test(given) ? ok(given) : failed('an address such as postgres://USER:PASSWORD@HOST:5432/hallcall');
  },
};

const settingNames: OptionKind<readonly string[]> = {
  placeholder: 'LIST',
  parse: (given) => {
    const names = given
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
    return names.every((each) => /^[a-z][a-z0-9-]*$/.test(each)) ? ok(names) : failed('names of settings, separated by commas');
  },
};

/** As other addresses of the web; what is wrong with it is told by an example of its own. */
const regionAddress: OptionKind<string | null> = {
  ...optionalUrl,
  parse: (given) => {
    const read = optionalUrl.parse(given);
    return read.ok ? read : failed('the address of the region service, such as https://region.example:8443');
  },
};

const hubName: OptionKind<string | null> = {
  placeholder: 'NAME',
  parse: (given) => {
    if (given === '') return ok(null);
    return /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(given) ? ok(given) : failed('a name such as hub-1, of 64 signs at most');
  },
};

/** Where an installation of many hubs keeps what one hub on one machine keeps in its folder. */
export const STORE_OPTIONS = {
  redis: option({
    flag: 'redis',
    variable: 'HALLCALL_REDIS',
    kind: redisAddress,
    fallback: null,
    fallbackShown: 'none, the journal is in the data folder',
    description: 'Where the journal is when there are many hubs.',
  }),
  redisReplicas: option({
    flag: 'redis-replicas',
    variable: 'HALLCALL_REDIS_REPLICAS',
    kind: integer(0, REDIS_REPLICAS_MAX),
    fallback: 2,
    description: 'Nodes besides the first that must have an entry before it counts.',
  }),
  redisCopies: option({
    flag: 'redis-copies',
    variable: 'HALLCALL_REDIS_COPIES',
    kind: oneOf(COPIES_RULES),
    fallback: 'strict',
    description: 'When one of them is lost: strict stops writing until an operator acts, relaxed goes on with fewer.',
  }),
  redisAllow: option({
    flag: 'redis-allow',
    variable: 'HALLCALL_REDIS_ALLOW',
    kind: settingNames,
    fallback: [],
    fallbackShown: 'none',
    description: 'Settings of Redis, by name and commas, that are accepted although the promises do not hold with them.',
  }),
  database: option({
    flag: 'database',
    variable: 'HALLCALL_DATABASE',
    kind: postgresAddress,
    fallback: null,
    fallbackShown: 'none, the database is in the data folder',
    description: 'PostgreSQL with accounts, devices, records and history when there are many hubs.',
  }),
  databaseReports: option({
    flag: 'database-reports',
    variable: 'HALLCALL_DATABASE_REPORTS',
    kind: postgresAddress,
    fallback: null,
    fallbackShown: 'the same database',
    description: 'A copy of that database which may only be read: reports are made there.',
  }),
} as const;

export const HOSTED_OPTIONS = {
  ...STORE_OPTIONS,
  hub: option({
    flag: 'hub',
    variable: 'HALLCALL_HUB',
    kind: hubName,
    fallback: null,
    fallbackShown: 'the name of the machine and the port',
    description: 'What this hub is called among others; no two may have the same.',
  }),
  regionUrl: option({
    flag: 'region-url',
    variable: 'HALLCALL_REGION_URL',
    kind: regionAddress,
    fallback: null,
    description: 'The region service that this hall ships its entries to.',
  }),
  regionTokenFile: option({
    flag: 'region-token-file',
    variable: 'HALLCALL_REGION_TOKEN_FILE',
    kind: optionalPath,
    fallback: null,
    description: 'A file with the token that the region gave to this hall.',
  }),
  regionCa: option({
    flag: 'region-ca',
    variable: 'HALLCALL_REGION_CA',
    kind: optionalPath,
    fallback: null,
    fallbackShown: 'those that this machine trusts',
    description: 'A file with the certificate authority of the region service.',
  }),
} as const;

interface HostedOptions {
  readonly redis: string | null;
  readonly database: string | null;
  readonly databaseReports: string | null;
  readonly redisReplicas: number;
  readonly redisCopies: (typeof COPIES_RULES)[number];
  readonly regionUrl: string | null;
  readonly regionTokenFile: string | null;
}

/** What no single option can see. */
export function hostedOptionProblems(options: HostedOptions): string[] {
  const problems: string[] = [];
  if (options.databaseReports !== null && options.database === null)
    problems.push('--database-reports is a copy of --database, which is not given');
  if (options.redisCopies === 'relaxed' && options.redisReplicas === 0)
    problems.push('--redis-copies relaxed goes on with fewer copies: with --redis-replicas 0 there are none to lose');
  if (options.regionUrl !== null && options.regionTokenFile === null)
    problems.push('--region-url needs --region-token-file: the region tells halls apart by their tokens');
  return problems;
}
