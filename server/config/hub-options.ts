import { ledPlaces } from '../led/led-address.ts';
import { LED_ENCODINGS } from '../led/led-text.ts';
import { HOSTED_OPTIONS, hostedOptionProblems } from './hosted-options.ts';
import {
  hostAddresses,
  integer,
  oneOf,
  option,
  optionalPath,
  optionalText,
  optionalUrl,
  origins,
  path,
  printerAddresses,
  text,
  type ValuesOf,
} from './option.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export const PLANTED_FAULTS = [
  'none',
  'ack-before-commit',
  'dedupe-off',
  'synchronous-normal',
  'synchronous-dropped',
  'wait-off',
  'wait-one',
  'wait-elsewhere',
  'no-epoch',
  'resume-at-head',
  'no-hash-check',
  'numbers-from-clock',
  'cors-only-origin',
  'room-without-scope',
] as const;

export const dataFolder = option({
  flag: 'data',
  variable: 'HALLCALL_DATA',
  kind: path,
  fallback: './data',
  description: 'Folder of journal.sqlite, database.sqlite and hall.yaml; made when missing.',
});

/** Everything the hub can be told from outside. Only `server/main.ts` reads them. */
export const HUB_OPTIONS = {
  port: option({
    flag: 'port',
    variable: 'HALLCALL_PORT',
    kind: integer(0, 65_535),
    fallback: 8080,
    description: 'TCP port of the screens, the socket and the API; 0 takes any free one.',
  }),
  host: option({
    flag: 'host',
    variable: 'HALLCALL_HOST',
    kind: text,
    fallback: '127.0.0.1',
    description: 'Address to listen on. Anything but loopback needs passwords of your own first.',
  }),
  data: dataFolder,
  hallFile: option({
    flag: 'hall-file',
    variable: 'HALLCALL_HALL_FILE',
    kind: optionalPath,
    fallback: null,
    fallbackShown: 'hall.yaml in the data folder, on an empty one the demo hall',
    description: 'Seeds a new hall; on a hall that exists it is only compared (see "npm run hall").',
  }),
  allowedOrigins: option({
    flag: 'allowed-origins',
    variable: 'HALLCALL_ALLOWED_ORIGINS',
    kind: origins,
    fallback: [],
    fallbackShown: 'only pages that this hub itself serves',
    description: 'Origins, by commas, whose pages may use the hub besides its own.',
  }),
  proxies: option({
    flag: 'proxies',
    variable: 'HALLCALL_PROXIES',
    kind: hostAddresses,
    fallback: [],
    fallbackShown: 'none',
    description: 'Addresses, by commas, of load balancers whose X-Forwarded-For is believed.',
  }),
  phonePort: option({
    flag: 'phone-port',
    variable: 'HALLCALL_PHONE_PORT',
    kind: integer(0, 65_535),
    fallback: 8090,
    description: 'TCP port of the page for customers’ phones and of nothing else; opened only with --phone-url.',
  }),
  phoneHost: option({
    flag: 'phone-host',
    variable: 'HALLCALL_PHONE_HOST',
    kind: text,
    fallback: '127.0.0.1',
    description: 'Address of that port: loopback, behind a reverse proxy with TLS on this machine.',
  }),
  phoneProxy: option({
    flag: 'phone-proxy',
    variable: 'HALLCALL_PHONE_PROXY',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'this machine',
    description: 'Address of the reverse proxy whose X-Forwarded-For is believed, when it runs elsewhere.',
  }),
  phoneUrl: option({
    flag: 'phone-url',
    variable: 'HALLCALL_PHONE_URL',
    kind: optionalUrl,
    fallback: null,
    description: "Where customers' phones reach the hub; when set, tickets carry a QR code.",
  }),
  printers: option({
    flag: 'printers',
    variable: 'HALLCALL_PRINTERS',
    kind: printerAddresses,
    fallback: new Map(),
    fallbackShown: 'as the hall is configured',
    description: 'Addresses that replace those of the hall: ID=HOST:PORT, by commas.',
  }),
  led: option({
    flag: 'led',
    variable: 'HALLCALL_LED',
    kind: ledPlaces,
    fallback: [],
    fallbackShown: 'none',
    description: 'Strips of light: COUNTER=udp:HOST:PORT or COUNTER=serial:DEVICE@BAUD, by commas; * for all counters.',
  }),
  ledEncoding: option({
    flag: 'led-encoding',
    variable: 'HALLCALL_LED_ENCODING',
    kind: oneOf(LED_ENCODINGS),
    fallback: 'utf-8',
    description: 'How their fonts are addressed.',
  }),
  ledRepeat: option({
    flag: 'led-repeat',
    variable: 'HALLCALL_LED_REPEAT',
    kind: integer(1, 3_600),
    fallback: 10,
    description: 'Every strip is told its state again after so many seconds.',
  }),
  forecasts: option({
    flag: 'forecasts',
    variable: 'HALLCALL_FORECASTS',
    kind: oneOf(['on', 'off']),
    fallback: 'on',
    description: 'Expected waits, their alerts and advice, computed in a thread beside the work; off: none are shown or quoted.',
  }),
  ...HOSTED_OPTIONS,
  logLevel: option({
    flag: 'log-level',
    variable: 'HALLCALL_LOG_LEVEL',
    kind: oneOf(LOG_LEVELS),
    fallback: 'info',
    description: 'How much the log says. JSON lines on standard error.',
  }),
  plantedFault: option({
    flag: 'planted-fault',
    variable: 'HALLCALL_PLANTED_FAULT',
    kind: oneOf(PLANTED_FAULTS),
    fallback: 'none',
    description: 'For tests of the tests: breaks a promise on purpose. Refused without HALLCALL_TEST=1.',
  }),
  test: option({
    flag: 'test',
    variable: 'HALLCALL_TEST',
    kind: oneOf(['0', '1']),
    fallback: '0',
    description: 'Says that this hub serves a test and no hall.',
  }),
} as const;

/** The planted fault, if it is one of a room's own; null for the others'. */
export function faultAmong<Fault extends string>(faults: readonly Fault[], planted: HubOptions['plantedFault']): Fault | null {
  return faults.find((fault) => fault === planted) ?? null;
}

export type HubOptions = ValuesOf<typeof HUB_OPTIONS>;

export const HUB_USAGE = `Hallcall hub: one hall on one machine, from the kiosk to the wall; or one of many hubs of many halls.

Usage: npm start -- [options]`;

/** What no single option can see. */
export function hubOptionProblems(options: HubOptions): string[] {
  const planted =
    options.plantedFault !== 'none' && options.test !== '1'
      ? ['--planted-fault breaks the hub on purpose: it needs HALLCALL_TEST=1']
      : [];
  return [...planted, ...hostedOptionProblems(options)];
}
