import type { Clock } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { PIN_DIGITS_MAX, PIN_DIGITS_MIN } from '../../shared/protocol/kiosk-requests.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { audit } from './audit-log.ts';
import { hashPassword, PASSWORD_COST, type PasswordCost } from './password.ts';

/** Shown at the start of a demonstration; good only while the demo passwords are in force. */
export const DEMO_PIN = '135790';

/** Why a PIN cannot be chosen, in English; digits only, because a kiosk has no more keys. */
export function checkNewPin(pin: string): Result<string, string> {
  if (!/^\d+$/.test(pin)) return failed('a PIN has digits only');
  if (pin.length < PIN_DIGITS_MIN || pin.length > PIN_DIGITS_MAX)
    return failed(`a PIN has ${PIN_DIGITS_MIN} to ${PIN_DIGITS_MAX} digits`);
  if (pin === DEMO_PIN) return failed('this is the demo PIN: everybody knows it');
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin.charAt(index))));
  const isRow = steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 0);
  return isRow ? failed('this PIN is among the first that anybody would try') : ok(pin);
}

export interface SetPin {
  readonly database: AccessDatabase;
  readonly clock: Clock;
  readonly hall: string;
  readonly pin: string;
  /** Who: `cli`, or an actor's id. */
  readonly by: string;
  readonly passwordCost?: PasswordCost | undefined;
}

/** Takes the place of the one before, and lifts its locks. */
export async function setKioskPin({ database, clock, hall, pin, by, passwordCost }: SetPin): Promise<Result<null, string>> {
  const checked = checkNewPin(pin);
  if (!checked.ok) return checked;
  await writePin(database, { hall, pin, demo: 0, at: clock.now(), cost: passwordCost ?? PASSWORD_COST });
  await database.sql
    .deleteFrom('failed_logins')
    .where((row) =>
      row.or([row('origin', '=', `staff:${pinAccount(hall)}`), row('origin', 'like', `staff:${pinAccount(hall)}@%`)]),
    )
    .execute();
  await audit(database, { at: clock.now(), who: by, what: 'kiosk-pin-set', facts: { hall } });
  return ok(null);
}

/** For a new hall of a demonstration. */
export function seedDemoPin(database: AccessDatabase, hall: string, cost: PasswordCost = PASSWORD_COST): Promise<void> {
  return writePin(database, { hall, pin: DEMO_PIN, demo: 1, at: 0, cost });
}

/** Its failures are counted like an account's; no staff number looks like it. */
export function pinAccount(hall: string): string {
  return `kiosk-pin/${hall}`;
}

async function writePin(
  { sql }: AccessDatabase,
  row: { readonly hall: string; readonly pin: string; readonly demo: 0 | 1; readonly at: number; readonly cost: PasswordCost },
): Promise<void> {
  const columns = { pin_hash: await hashPassword(row.pin, row.cost), demo: row.demo, set_at: row.at };
  await sql
    .insertInto('kiosk_pins')
    .values({ hall: row.hall, ...columns })
    .onConflict((conflict) => conflict.column('hall').doUpdateSet(columns))
    .execute();
}
