import * as z from 'zod/mini';
import type { ClassId } from '../hall/configuration.ts';
import type { Text } from '../hall/text.ts';
import type { PrintFault } from '../hall/ticket.ts';

/** What a kiosk asks over REST and not over the line, because nobody else may hear of it: identities and PINs. */
export const PIN_DIGITS_MIN = 6;
export const PIN_DIGITS_MAX = 12;
/** A longer one is no PIN and no identity, whatever it is; it is read to its end and then forgotten. */
const SECRET_LENGTH_MAX = 20_000;

/** `POST /api/halls/:hall/identify`. Answered `Identified`. */
export const identifySchema = z.strictObject({ identity: z.string().check(z.maxLength(SECRET_LENGTH_MAX)) });
/** `POST` (a kiosk asks) and `PUT` (an administrator sets) `/api/halls/:hall/kiosk/pin`. */
export const pinSchema = z.strictObject({ pin: z.string().check(z.maxLength(SECRET_LENGTH_MAX)) });
/** `POST /api/halls/:hall/kiosk/test-print`. Answered `TestPrint`. */
export const testPrintSchema = z.strictObject({ printer: z.string().check(z.minLength(1), z.maxLength(64)) });

/** Null: the standard class, also for whoever is not known. */
export interface Identified {
  readonly class: ClassId | null;
}

export type TestPrint = { readonly is: 'printed' } | { readonly is: 'failed'; readonly fault: PrintFault };

/** `GET /api/halls/:hall/identities`: how many, and nobody by name. */
export interface IdentityCounts {
  readonly counts: readonly { readonly class: ClassId; readonly count: number }[];
}

/** `POST /api/halls/:hall/identities`: CSV with these columns, as text/csv or JSON `{csv}`, takes the place of the list. */
export const IDENTITY_COLUMNS = ['identity', 'class'] as const;
export const identitiesSchema = z.strictObject({ csv: z.string() });
export const IDENTITY_LINES_MAX = 100_000;
export const IDENTITY_BYTES_MAX = 8 * 1_048_576;
export const IDENTITY_FAULTS_MAX = 100;

/** With `identities-invalid` (422): nothing was taken. The line is told, never what stands in it. */
export interface IdentityFault {
  readonly line: number;
  readonly column: (typeof IDENTITY_COLUMNS)[number] | null;
  readonly text: Text;
}
