import { pino, type DestinationStream, type Logger } from 'pino';
import type { LOG_LEVELS } from '../config/hub-options.ts';

/** Whatever is called like this is a secret, however deep it lies. */
const SECRETS = ['token', 'password', 'authorization', 'code', 'auth'];
const PATHS = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** JSON lines, on standard error unless told otherwise: standard output is for the person who started the hub. */
export function createLogger(level: (typeof LOG_LEVELS)[number], destination?: DestinationStream): Logger {
  return pino(
    { level, base: { name: 'hallcall' }, redact: { paths: PATHS, censor: '[secret]' }, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
