import { hash, verify } from '@node-rs/argon2';
import { failed, ok, type Result } from '../../shared/lib/result.ts';

export const DEMO_PASSWORD = 'hallcall-demo';
export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 200;

/** argon2id with the parameters that OWASP's password storage sheet names first: 19 MiB, two passes, one lane. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 };

/** Too short to guess against nothing, or the first that anybody would try. */
const BLOCKED = new Set(['password', '12345678', '123456789', '1234567890', '11111111', '88888888', 'qwertyui', 'hallcall']);

/** The reason, in English, why a password cannot be chosen; length and the block list only, as NIST 800-63B asks. */
export function checkNewPassword(password: string, staffNumber: string): Result<string, string> {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) return failed(`the password needs at least ${PASSWORD_LENGTH_MIN} characters`);
  if (length > PASSWORD_LENGTH_MAX) return failed(`the password may have at most ${PASSWORD_LENGTH_MAX} characters`);
  if (password === DEMO_PASSWORD) return failed('this is the demo password: everybody knows it');
  if (BLOCKED.has(password.toLowerCase()) || password.replaceAll(staffNumber, '') === '') {
    return failed('this password is among the first that anybody would try');
  }
  return ok(password);
}

export function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  return hash(password.normalize('NFKC'), { ...cost, parallelism: 1 });
}

/**
 * Takes as long for a staff number that nobody has (`stored` null) as for a wrong password, so that the time of an answer
 * does not tell which numbers exist.
 */
export class PasswordVerifier {
  readonly #cost: PasswordCost;
  #decoy: Promise<string> | undefined;

  constructor(cost: PasswordCost = PASSWORD_COST) {
    this.#cost = cost;
  }

  async verify(stored: string | null, password: string): Promise<boolean> {
    this.#decoy ??= hashPassword('nobody has this password', this.#cost);
    const against = stored ?? (await this.#decoy);
    const right = await verify(against, password.normalize('NFKC'));
    return right && stored !== null;
  }
}
