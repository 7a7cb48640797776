import type { Actor } from '../../shared/hall/actor.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { SentCommandType } from '../../shared/protocol/command-schema.ts';
import type { ProtocolError, WireRefusal } from '../../shared/protocol/errors.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import type { DeviceKind } from '../database/tables.ts';
import type { Log } from '../observability/log.ts';
import { sessionCredentialId } from './access-view.ts';
import { audit } from './audit-log.ts';
import type { Credential } from './credential.ts';
import { Devices, type AddedDevice, type Enrolled } from './devices.ts';
import { pinAccount, setKioskPin } from './kiosk-pin.ts';
import { KnownAccess } from './known-access.ts';
import { LoginLimits } from './login-limits.ts';
import { LoginQueue } from './login-queue.ts';
import { PASSWORD_COST, PasswordVerifier, type PasswordCost } from './password.ts';
import { allows } from './rights.ts';
import { newToken, tokenHash } from './token.ts';

export interface AccessOptions {
  readonly database: AccessDatabase;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly log: Log;
  readonly passwordCost?: PasswordCost | undefined;
}

export interface SignedIn {
  readonly token: string;
  readonly credential: Credential;
}

/** `retryAfterMs` with `too-many-commands`: when the next try is looked at. */
export interface LoginRefusal extends ProtocolError {
  readonly retryAfterMs?: number | undefined;
}

/**
 * Who may come in, and who may send what. Everything that a command needs is in memory (`AccessView`), so `credentialFor`
 * and `permit` are synchronous; changes go to the database first and the view is then read again. A change by another hub or a
 * command-line tool is seen within `ACCESS_CHECK_MS`; while the database does not answer, what was known last is good.
 */
export class Access {
  readonly #options: AccessOptions;
  readonly #devices: Devices;
  readonly #limits: LoginLimits;
  readonly #passwords: PasswordVerifier;
  readonly #queue = new LoginQueue();
  readonly #devicesKnown = new Map<string, readonly AddedDevice[]>();
  readonly #known: KnownAccess;

  private constructor(options: AccessOptions, limits: LoginLimits, known: KnownAccess) {
    this.#options = options;
    this.#limits = limits;
    this.#known = known;
    this.#devices = new Devices(options);
    this.#passwords = new PasswordVerifier(options.passwordCost ?? PASSWORD_COST);
  }

  static async open(options: AccessOptions): Promise<Access> {
    const { clock, database } = options;
    const limits = await LoginLimits.open(database, clock);
    // Where hubs share the database the limits are looked up at every attempt.
    const onChanged = (): Promise<void> => (database.isShared ? Promise.resolve() : limits.reload());
    return new Access(options, limits, await KnownAccess.open({ ...options, onChanged }));
  }

  /** Any active account still has the password that everybody knows. */
  get demoPasswordsInForce(): boolean {
    return this.#known.view.demoPasswordsInForce;
  }

  /** With other hubs; while it is away, it is away for all. */
  get sharesDatabase(): boolean {
    return this.#options.database.isShared;
  }

  /** A server that did not answer when it was asked last; it is asked every second. A file is never away. */
  get isDatabaseAway(): boolean {
    return this.sharesDatabase && this.#known.isSilent;
  }

  /** Null for a token that is unknown, revoked or expired. Counts as a use of the session. */
  credentialFor(token: string): Credential | null {
    return this.#known.credentialFor(token);
  }

  /** As `credentialFor`; a token that is not known here may have been given by another hub a moment ago, so that the database is asked. */
  credentialOf(token: string): Promise<Credential | null> {
    return this.#known.credentialOf(token);
  }

  /**
   * Asked for every command: is the credential still good, is the hall its own, has it a role that may. Gives the actor
   * as he is now, whatever he was when his socket opened.
   */
  permit(credentialId: string, hall: string, type: SentCommandType): Result<Actor, WireRefusal> {
    const credential = this.#known.live(credentialId);
    if (credential === undefined) return failed({ kind: 'unauthenticated' });
    this.#known.touch(credential);
    if (credential.hall !== hall || !allows(credential.actor.roles, type)) return failed({ kind: 'not-allowed' });
    return ok(credential.actor);
  }

  /** An active account of the hall that may sign in at a counter. */
  isTeller(hall: string, staffNumber: string): boolean {
    const account = this.#known.view.staff.get(staffNumber);
    return account !== undefined && account.hall === hall && allows(account.roles, 'sign-in');
  }

  /** One answer for a wrong password, a number that nobody has and an account that was ended. */
  async login(attempt: {
    readonly staffNumber: string;
    readonly password: string;
    readonly address: string;
  }): Promise<Result<SignedIn, LoginRefusal>> {
    const outcome = await this.#queue.run(attempt.address, () => this.#saving(() => this.#tryLogin(attempt)));
    return outcome ?? failed({ kind: 'hub-busy' });
  }

  async logout(token: string): Promise<void> {
    const credential = this.credentialFor(token);
    if (credential === null || credential.device !== undefined) return;
    const { database, clock } = this.#options;
    await database.sql.deleteFrom('sessions').where('token_hash', '=', tokenHash(token)).execute();
    await audit(database, { at: clock.now(), who: credential.actor.id, what: 'signed-out' });
    await this.#known.reload(credential.hall);
  }

  /** Null for a code that is unknown, used or too old. */
  enrol(code: string, address: string): Promise<Result<Enrolled, LoginRefusal>> {
    return this.#saving(() => this.#tryEnrol(code, address));
  }

  async #tryEnrol(code: string, address: string): Promise<Result<Enrolled, LoginRefusal>> {
    const attempt = { staffNumber: null, address };
    const retryAfterMs = await this.#limits.waitMs(attempt);
    if (retryAfterMs > 0) return failed({ kind: 'too-many-commands', retryAfterMs });
    const enrolled = await this.#devices.enrol(code);
    if (enrolled === null) {
      await this.#limits.failed(attempt);
      const { database, clock } = this.#options;
      await audit(database, { at: clock.now(), who: `address:${address}`, what: 'enrolment-failed' });
      return failed({ kind: 'unauthenticated', detail: 'the code is unknown, used or too old' });
    }
    await this.#known.reload(enrolled.hall);
    return ok(enrolled);
  }

  /** For pages of a demonstration on the hub's own machine; the gateway has looked where the request came from. */
  async enrolDemo(hall: string, kind: DeviceKind): Promise<Result<Enrolled, ProtocolError>> {
    if (!this.#known.view.demoPasswordsInForce) return failed({ kind: 'unauthenticated', detail: 'this is no demonstration' });
    return this.#saving(async () => {
      const enrolled = await this.#devices.enrolDemo(hall, kind);
      await this.#known.reload(hall);
      if (this.#known.view.tokens.has(tokenHash(enrolled.token))) return ok(enrolled);
      return failed({ kind: 'unauthenticated', detail: 'the demo device was revoked' });
    });
  }

  /** A disk that takes nothing, or a server that does not answer, is no bug: whoever wants in is told, wrong password or right. */
  async #saving<Value, Refused>(work: () => Promise<Result<Value, Refused>>): Promise<Result<Value, Refused | ProtocolError>> {
    try {
      return await work();
    } catch (error) {
      const trouble = databaseTrouble(error);
      if (trouble === null) throw error;
      this.#options.log.error({ err: error }, `${this.#options.database.name} cannot be written`);
      return failed({ kind: trouble === 'away' ? 'hub-busy' : 'hall-read-only' });
    }
  }

  /** A demonstration's devices only while it is one: nobody comes in with them after. */
  async devicesOf(hall: string): Promise<AddedDevice[]> {
    const devices = await this.#knownDevices(hall);
    return devices.filter(({ demo }) => !demo || this.#known.view.demoPasswordsInForce);
  }

  /** Those known last while the database is away: who watches the screens goes on. */
  async #knownDevices(hall: string): Promise<readonly AddedDevice[]> {
    try {
      const devices = await this.#devices.ofHall(hall);
      this.#devicesKnown.set(hall, devices);
      return devices;
    } catch (error) {
      const known = this.#devicesKnown.get(hall);
      if (known === undefined || databaseTrouble(error) === null) throw error;
      return known;
    }
  }

  /** Told once for each credential that is no longer good, whatever the reason. Returns the release. */
  onRevoked(listener: (credentialId: string) => void): () => void {
    return this.#known.onRevoked(listener);
  }

  /** What the timer does: sees what others changed and which sessions ran out. */
  check(): Promise<void> {
    return this.#known.check();
  }

  /**
   * The PIN of a hall's kiosks, as somebody typed it at one of them. Guessing is slowed as it is for passwords, and every try is
   * written down. `pin-not-set`: the hall has none, or only the demo's and is no demonstration any more.
   */
  async checkPin(attempt: {
    readonly credential: Credential;
    readonly pin: string;
    readonly address: string;
  }): Promise<Result<null, LoginRefusal | { readonly kind: 'pin-not-set' }>> {
    const outcome = await this.#queue.run(attempt.address, () => this.#saving(() => this.#tryPin(attempt)));
    return outcome ?? failed({ kind: 'hub-busy' });
  }

  /** Why not, in English, for a PIN that cannot be chosen. */
  setPin(credential: Credential, pin: string): Promise<Result<null, string>> {
    const { database, clock, passwordCost } = this.#options;
    const chosen = setKioskPin({ database, clock, hall: credential.hall, pin, by: credential.actor.id, passwordCost });
    return chosen.then(async (set) => {
      if (set.ok) await this.#limits.reload();
      return set;
    });
  }

  /** Who took in a list of customers, and how many; nobody of them. */
  identitiesImported(by: string, facts: { readonly hall: string; readonly count: number }): Promise<void> {
    const { database, clock } = this.#options;
    return audit(database, { at: clock.now(), who: by, what: 'identities-imported', facts });
  }

  /** True when the database answers. Of a server it is what was heard last: nobody who asks how the hub is waits for one that is away. */
  async isReady(): Promise<boolean> {
    if (this.sharesDatabase) return !this.isDatabaseAway;
    try {
      await this.#options.database.sql.selectFrom('staff').select('staff_number').limit(1).execute();
      return true;
    } catch (error) {
      this.#options.log.error({ err: error }, `${this.#options.database.name} does not answer`);
      return false;
    }
  }

  /** Idempotent. Leaves the database open: whoever opened it closes it. */
  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#known.close();
  }

  async #tryPin({
    credential,
    pin,
    address,
  }: {
    readonly credential: Credential;
    readonly pin: string;
    readonly address: string;
  }): Promise<Result<null, LoginRefusal | { readonly kind: 'pin-not-set' }>> {
    const { database, clock } = this.#options;
    const { hall, actor } = credential;
    const attempt = { staffNumber: pinAccount(hall), address };
    const retryAfterMs = await this.#limits.waitMs(attempt);
    if (retryAfterMs > 0) return failed({ kind: 'too-many-commands', retryAfterMs });
    const kept = await database.sql.selectFrom('kiosk_pins').selectAll().where('hall', '=', hall).executeTakeFirst();
    if (kept === undefined || (kept.demo === 1 && !this.#known.view.demoPasswordsInForce)) return failed({ kind: 'pin-not-set' });
    const right = await this.#passwords.verify(kept.pin_hash, pin);
    if (right) await this.#limits.succeeded(attempt);
    else await this.#limits.failed(attempt);
    const what = right ? 'kiosk-pin-right' : 'kiosk-pin-wrong';
    await audit(database, { at: clock.now(), who: actor.id, what, facts: { address } });
    return right ? ok(null) : failed({ kind: 'wrong-password' });
  }

  async #tryLogin(attempt: {
    readonly staffNumber: string;
    readonly password: string;
    readonly address: string;
  }): Promise<Result<SignedIn, LoginRefusal>> {
    const { database, clock, newId } = this.#options;
    const retryAfterMs = await this.#limits.waitMs(attempt);
    if (retryAfterMs > 0) return failed({ kind: 'too-many-commands', retryAfterMs });
    const account = this.#known.view.staff.get(attempt.staffNumber);
    const right = await this.#passwords.verify(account?.passwordHash ?? null, attempt.password);
    const now = clock.now();
    if (!right || account === undefined) {
      await this.#limits.failed(attempt);
      await audit(database, {
        at: now,
        who: `address:${attempt.address}`,
        what: 'sign-in-failed',
        facts: { staffNumber: attempt.staffNumber },
      });
      return failed({ kind: 'wrong-password' });
    }
    await this.#limits.succeeded(attempt);
    const token = newToken(newId);
    const token_hash = tokenHash(token);
    await database.sql
      .insertInto('sessions')
      .values({ token_hash, staff_number: attempt.staffNumber, created_at: now, seen_at: now })
      .execute();
    await audit(database, {
      at: now,
      who: `staff:${attempt.staffNumber}`,
      what: 'signed-in',
      facts: { address: attempt.address },
    });
    await this.#known.reload(account.hall);
    const credential = this.#known.live(sessionCredentialId(token_hash));
    // The account was ended while its password was being looked at.
    if (credential === undefined) return failed({ kind: 'wrong-password' });
    return ok({ token, credential });
  }
}
