import type { Actor } from '../../shared/hall/actor.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { SentCommandType } from '../../shared/protocol/command-schema.ts';
import type { ProtocolError, WireRefusal } from '../../shared/protocol/errors.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import type { DeviceKind } from '../database/tables.ts';
import type { Log } from '../observability/log.ts';
import {
  hallOfToken,
  readAccessAgain,
  readAccessView,
  SESSION_IDLE_MS_MAX,
  SESSION_MS_MAX,
  sessionCredentialId,
  type AccessView,
} from './access-view.ts';
import { audit } from './audit-log.ts';
import type { Credential } from './credential.ts';
import { Devices, type AddedDevice, type Enrolled } from './devices.ts';
import { pinAccount, setKioskPin } from './kiosk-pin.ts';
import { LoginLimits } from './login-limits.ts';
import { LoginQueue } from './login-queue.ts';
import { PASSWORD_COST, PasswordVerifier, type PasswordCost } from './password.ts';
import { allows } from './rights.ts';
import { newToken, tokenHash } from './token.ts';
import { TokenQuestions } from './token-questions.ts';

/** How often the hub looks whether a tool changed the database, and which sessions ran out: half of the promised 2 s. */
export const ACCESS_CHECK_MS = 1_000;
/** A session's last use is written no more often than this; after a crash it may look so much idler than it was. */
const SEEN_WRITE_MS = 60_000;
/** Sessions that are used at other hubs are read as often as they are written, and so much further back. */
const SEEN_READ_BACK_MS = 2 * SEEN_WRITE_MS;

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
 *
 * **Maintained invariant**: a credential that left the view is told to the `onRevoked` listeners exactly once.
 */
export class Access {
  readonly #options: AccessOptions;
  readonly #devices: Devices;
  readonly #limits: LoginLimits;
  readonly #passwords: PasswordVerifier;
  readonly #queue = new LoginQueue();
  readonly #questions = new TokenQuestions();
  readonly #revokedListeners = new Set<(credentialId: string) => void>();
  readonly #seenAt = new Map<string, EpochMs>();
  readonly #seenWrittenAt = new Map<string, EpochMs>();
  readonly #stopChecking: () => void;
  #view: AccessView;
  #mark: string;
  #checking: Promise<void> | null = null;
  #isSilentTold = false;
  #seenReadAt = 0;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(options: AccessOptions, limits: LoginLimits, { mark, view }: { mark: string; view: AccessView }) {
    this.#options = options;
    this.#limits = limits;
    this.#view = view;
    this.#devices = new Devices(options);
    this.#passwords = new PasswordVerifier(options.passwordCost ?? PASSWORD_COST);
    this.#mark = mark;
    for (const [id, { seenAt }] of view.sessions) this.#keepSeen(id, seenAt);
    this.#stopChecking = options.timers.every(ACCESS_CHECK_MS, () => {
      // A database that does not answer is asked once at a time.
      if (this.#checking === null) void this.#checkAndTell();
    });
  }

  static async open(options: AccessOptions): Promise<Access> {
    const { clock, database } = options;
    const limits = await LoginLimits.open(database, clock);
    // The mark first: what changes in between is read again.
    const { mark } = await database.changesSince(null);
    return new Access(options, limits, { mark, view: await readAccessView(database, clock.now()) });
  }

  /** Any active account still has the password that everybody knows. */
  get demoPasswordsInForce(): boolean {
    return this.#view.demoPasswordsInForce;
  }

  /** With other hubs; while it is away, it is away for all. */
  get sharesDatabase(): boolean {
    return this.#options.database.isShared;
  }

  /** Null for a token that is unknown, revoked or expired. Counts as a use of the session. */
  credentialFor(token: string): Credential | null {
    const id = this.#view.tokens.get(tokenHash(token));
    const credential = id === undefined ? undefined : this.#live(id);
    if (credential === undefined) return null;
    this.#touch(credential);
    return credential;
  }

  /** As `credentialFor`; a token that is not known here may have been given by another hub a moment ago, so that the database is asked. */
  async credentialOf(token: string): Promise<Credential | null> {
    const known = this.credentialFor(token);
    const { database } = this.#options;
    if (known !== null || !database.isShared || !isToken(token)) return known;
    const hall = await this.#questions.ask(() => hallOfToken(database, tokenHash(token)));
    if (hall === null) return null;
    await this.#reload(hall);
    return this.credentialFor(token);
  }

  /**
   * Asked for every command: is the credential still good, is the hall its own, has it a role that may. Gives the actor
   * as he is now, whatever he was when his socket opened.
   */
  permit(credentialId: string, hall: string, type: SentCommandType): Result<Actor, WireRefusal> {
    const credential = this.#live(credentialId);
    if (credential === undefined) return failed({ kind: 'unauthenticated' });
    this.#touch(credential);
    if (credential.hall !== hall || !allows(credential.actor.roles, type)) return failed({ kind: 'not-allowed' });
    return ok(credential.actor);
  }

  /** An active account of the hall that may sign in at a counter. */
  isTeller(hall: string, staffNumber: string): boolean {
    const account = this.#view.staff.get(staffNumber);
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
    await this.#reload(credential.hall);
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
    await this.#reload();
    return ok(enrolled);
  }

  /** For pages of a demonstration on the hub's own machine; the gateway has looked where the request came from. */
  async enrolDemo(hall: string, kind: DeviceKind): Promise<Result<Enrolled, ProtocolError>> {
    if (!this.#view.demoPasswordsInForce) return failed({ kind: 'unauthenticated', detail: 'this is no demonstration' });
    return this.#saving(async () => {
      const enrolled = await this.#devices.enrolDemo(hall, kind);
      await this.#reload(hall);
      if (this.#view.tokens.has(tokenHash(enrolled.token))) return ok(enrolled);
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
    const devices = await this.#devices.ofHall(hall);
    return devices.filter(({ demo }) => !demo || this.#view.demoPasswordsInForce);
  }

  /** Told once for each credential that is no longer good, whatever the reason. Returns the release. */
  onRevoked(listener: (credentialId: string) => void): () => void {
    this.#revokedListeners.add(listener);
    return () => this.#revokedListeners.delete(listener);
  }

  /** What the timer does: sees what others changed and which sessions ran out. */
  check(): Promise<void> {
    const checking = (this.#checking ?? Promise.resolve()).then(() => this.#check());
    const done: Promise<void> = checking
      .catch(() => undefined)
      .then(() => {
        if (this.#checking === done) this.#checking = null;
      });
    this.#checking = done;
    return checking;
  }

  async #check(): Promise<void> {
    const { database } = this.#options;
    const { changed, mark } = await database.changesSince(this.#mark);
    if (database.isShared) await this.#readSeen();
    const ranOut = [...this.#view.credentials.keys()].some((id) => this.#live(id) === undefined);
    if (changed !== 'nothing' && !database.isShared) await this.#limits.reload();
    if (ranOut || changed === 'all') await this.#reload();
    else if (changed !== 'nothing') await this.#reload(...changed.halls);
    this.#mark = mark;
  }

  /** Told once, and once that it is over: a server may be away for hours. */
  async #checkAndTell(): Promise<void> {
    const { database, log } = this.#options;
    try {
      await this.check();
      if (this.#isSilentTold) log.warn({ database: database.name }, 'accounts and devices are read again');
      this.#isSilentTold = false;
    } catch (error) {
      if (!this.#isSilentTold)
        log.error({ err: error }, 'accounts and devices could not be read again; those known last are good');
      this.#isSilentTold = true;
    }
  }

  /** Who is at work at another hub is not idle here. */
  async #readSeen(): Promise<void> {
    const now = this.#options.clock.now();
    if (now - this.#seenReadAt < SEEN_WRITE_MS) return;
    const rows = await this.#options.database.sql
      .selectFrom('sessions')
      .select(['token_hash', 'seen_at'])
      .where('seen_at', '>', now - SEEN_READ_BACK_MS)
      .execute();
    for (const row of rows) this.#heardOf(sessionCredentialId(row.token_hash), row.seen_at);
    this.#seenReadAt = now;
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
    if (this.#options.database.isShared) return !this.#isSilentTold;
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
    this.#isClosed = true;
    this.#stopChecking();
    this.#revokedListeners.clear();
    await this.#queue.idle();
    await this.#work;
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
    if (kept === undefined || (kept.demo === 1 && !this.#view.demoPasswordsInForce)) return failed({ kind: 'pin-not-set' });
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
    const account = this.#view.staff.get(attempt.staffNumber);
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
    await this.#reload();
    const credential = this.#live(sessionCredentialId(token_hash));
    // The account was ended while its password was being looked at.
    if (credential === undefined) return failed({ kind: 'wrong-password' });
    return ok({ token, credential });
  }

  #live(id: string): Credential | undefined {
    const credential = this.#view.credentials.get(id);
    if (credential === undefined || credential.expiresAt === null) return credential;
    const now = this.#options.clock.now();
    const idleSince = this.#seenAt.get(id) ?? 0;
    return now < credential.expiresAt && now < idleSince + SESSION_IDLE_MS_MAX ? credential : undefined;
  }

  #touch(credential: Credential): void {
    if (credential.expiresAt === null) return;
    const now = this.#options.clock.now();
    this.#seenAt.set(credential.id, now);
    if (now - (this.#seenWrittenAt.get(credential.id) ?? 0) < SEEN_WRITE_MS) return;
    this.#seenWrittenAt.set(credential.id, now);
    this.#enqueue(() => this.#writeSeen(credential.id, now)).catch(() => {
      // Logged where it was queued; the session only looks idler after a restart.
    });
  }

  async #writeSeen(id: string, now: EpochMs): Promise<void> {
    const hash = this.#view.sessions.get(id)?.tokenHash;
    if (hash === undefined) return;
    await this.#options.database.sql.updateTable('sessions').set({ seen_at: now }).where('token_hash', '=', hash).execute();
  }

  /** Reads the view anew, behind what is being written: of these halls where many hubs share many, else of all. */
  #reload(...halls: readonly string[]): Promise<void> {
    return this.#enqueue(async () => {
      const { database, clock } = this.#options;
      const before = this.#view;
      await this.#removeOldSessions();
      const some = database.isShared && halls.length > 0;
      this.#view = some
        ? await readAccessAgain(database, clock.now(), { before, halls: new Set(halls) })
        : await readAccessView(database, clock.now());
      for (const [id, { seenAt }] of this.#view.sessions) this.#heardOf(id, seenAt);
      for (const id of before.credentials.keys()) if (this.#live(id) === undefined) this.#forget(id);
    });
  }

  /** By the database's word, too: another hub may have heard of them since. */
  async #removeOldSessions(): Promise<void> {
    const old = [...this.#view.sessions].filter(([id]) => this.#live(id) === undefined).map(([, session]) => session.tokenHash);
    if (old.length === 0) return;
    const now = this.#options.clock.now();
    await this.#options.database.sql
      .deleteFrom('sessions')
      .where('token_hash', 'in', old)
      .where((row) => row.or([row('created_at', '<=', now - SESSION_MS_MAX), row('seen_at', '<=', now - SESSION_IDLE_MS_MAX)]))
      .execute();
  }

  #heardOf(id: string, seenAt: EpochMs): void {
    if ((this.#seenAt.get(id) ?? -1) < seenAt) this.#keepSeen(id, seenAt);
  }

  #keepSeen(id: string, seenAt: EpochMs): void {
    this.#seenAt.set(id, seenAt);
    this.#seenWrittenAt.set(id, seenAt);
  }

  #forget(id: string): void {
    this.#seenAt.delete(id);
    this.#seenWrittenAt.delete(id);
    for (const listener of this.#revokedListeners) listener(id);
  }

  /** One after the other; a failure is the caller's, and is logged for the callers that do not wait. */
  #enqueue(run: () => Promise<void>): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const result = this.#work.then(run);
    this.#work = result.catch((error: unknown) => {
      if (!this.#isSilentTold)
        this.#options.log.error({ err: error }, `${this.#options.database.name} could not be read or written`);
    });
    return result;
  }
}

/** Others are no token of anybody, and nobody is asked about them. */
function isToken(given: string): boolean {
  return /^[\w-]{16,128}$/.test(given);
}
