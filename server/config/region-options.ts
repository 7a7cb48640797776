import { LOG_LEVELS } from './hub-options.ts';
import { postgresAddress } from './hosted-options.ts';
import { integer, oneOf, option, optionalPath, optionalText, origins, path, text, type ValuesOf } from './option.ts';

export const REGION_USAGE = `The region service: what the halls of cities and districts ship, looked at together.

Usage: npm run region -- [options]
       npm run region -- token add HALL          a token for this hall, told once; the one before ends
       npm run region -- token list
       npm run region -- token revoke HALL
       npm run region -- staff list
       npm run region -- staff add NUMBER --of PLACE   somebody who may look at this city, district or hall, or at all
       npm run region -- staff password NUMBER
       npm run region -- staff end NUMBER

Passwords are asked for, or read as one line from standard input. Tokens and accounts take effect at once, also while the
service runs. Without a certificate only this machine is served: put a reverse proxy with TLS before it.`;

/** Everything the region service can be told from outside. Only `server/region/main.ts` reads them. */
export const REGION_OPTIONS = {
  port: option({
    flag: 'port',
    variable: 'HALLCALL_REGION_PORT',
    kind: integer(0, 65_535),
    fallback: 8443,
    description: 'TCP port of the page, the halls and the API; 0 takes any free one.',
  }),
  host: option({
    flag: 'host',
    variable: 'HALLCALL_REGION_HOST',
    kind: text,
    fallback: '127.0.0.1',
    description: 'Address to listen on. Anything but loopback needs a certificate.',
  }),
  data: option({
    flag: 'data',
    variable: 'HALLCALL_REGION_DATA',
    kind: path,
    fallback: './region-data',
    description: 'Folder of journal.sqlite and database.sqlite, unless --database is given; made when missing.',
  }),
  database: option({
    flag: 'database',
    variable: 'HALLCALL_REGION_DATABASE',
    kind: postgresAddress,
    fallback: null,
    fallbackShown: 'none, all is in the data folder',
    description: 'A PostgreSQL of the region’s own for the halls’ logs, accounts and history.',
  }),
  regionFile: option({
    flag: 'region-file',
    variable: 'HALLCALL_REGION_FILE',
    kind: optionalPath,
    fallback: null,
    fallbackShown: 'region.yaml in the data folder',
    description: 'Cities, districts and halls by name.',
  }),
  tlsCert: option({
    flag: 'tls-cert',
    variable: 'HALLCALL_REGION_TLS_CERT',
    kind: optionalPath,
    fallback: null,
    description: 'Certificate of this service and those that signed it, PEM.',
  }),
  tlsKey: option({
    flag: 'tls-key',
    variable: 'HALLCALL_REGION_TLS_KEY',
    kind: optionalPath,
    fallback: null,
    description: 'Its private key, PEM.',
  }),
  allowedOrigins: option({
    flag: 'allowed-origins',
    variable: 'HALLCALL_REGION_ALLOWED_ORIGINS',
    kind: origins,
    fallback: [],
    fallbackShown: 'the page that this service itself serves',
    description: 'Origins, by commas, under which a reverse proxy serves the page.',
  }),
  of: option({
    flag: 'of',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'the whole region',
    description: 'With "staff add": the city, district or hall that is looked at.',
  }),
  logLevel: option({
    flag: 'log-level',
    variable: 'HALLCALL_LOG_LEVEL',
    kind: oneOf(LOG_LEVELS),
    fallback: 'info',
    description: 'How much the log says. JSON lines on standard error.',
  }),
} as const;

export type RegionOptions = ValuesOf<typeof REGION_OPTIONS>;
