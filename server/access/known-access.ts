import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { Log } from '../observability/log.ts';
import {
  hallOfToken,
  readAccessView,
  refreshAccessView,
  SESSION_IDLE_MS_MAX,
  SESSION_MS_MAX,
  sessionCredentialId,
  type AccessView,
} from './access-view.ts';
import type { Credential } from './credential.ts';
import { tokenHash } from './token.ts';
import { TokenQuestions } from './token-questions.ts';

/** How often the hub looks whether others changed the database, and which sessions ran out: half of the promised 2 s. */
export const ACCESS_CHECK_MS = 1_000;
/** A session's last use is written no more often than this; after a crash it may look so much idler than it was. */
const SEEN_WRITE_MS = 60_000;
/** Sessions that are used at other hubs are read as often as they are written, and so much further back. */
const SEEN_READ_BACK_MS = 2 * SEEN_WRITE_MS;

export interface KnownAccessOptions {
  readonly database: AccessDatabase;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Others changed something: what is kept besides the view is to be read again. */
  readonly onChanged: () => Promise<void>;
}

/**
 * Who may come in, in memory: the view, when each session was used last, and what keeps both as the database has them.
 *
 * **Maintained invariant**: a credential that left the view is told to the `onRevoked` listeners exactly once.
 */
export class KnownAccess {
  readonly #options: KnownAccessOptions;
  readonly #questions = new TokenQuestions();
  readonly #revokedListeners = new Set<(credentialId: string) => void>();
  readonly #seenAt = new Map<string, EpochMs>();
  readonly #seenWrittenAt = new Map<string, EpochMs>();
  readonly #stopChecking: () => void;
  readonly #view: AccessView;
  #mark: string;
  #checking: Promise<void> | null = null;
  #isSilent = false;
  #seenReadAt = 0;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(options: KnownAccessOptions, { mark, view }: { mark: string; view: AccessView }) {
    this.#options = options;
    this.#view = view;
    this.#mark = mark;
    for (const [id, { seenAt }] of view.sessions) this.#keepSeen(id, seenAt);
    this.#stopChecking = options.timers.every(ACCESS_CHECK_MS, () => {
      // A database that does not answer is asked once at a time.
      if (this.#checking === null) void this.#checkAndTell();
    });
  }

  static async open(options: KnownAccessOptions): Promise<KnownAccess> {
    const { clock, database } = options;
    // The mark first: what changes in between is read again.
    const { mark } = await database.changesSince(null);
    return new KnownAccess(options, { mark, view: await readAccessView(database, clock.now()) });
  }

  get view(): AccessView {
    return this.#view;
  }

  /** The database did not answer when it was looked at last. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Null for a token that is unknown, revoked or expired. Counts as a use of the session. */
  credentialFor(token: string): Credential | null {
    const id = this.#view.tokens.get(tokenHash(token));
    const credential = id === undefined ? undefined : this.live(id);
    if (credential === undefined) return null;
    this.touch(credential);
    return credential;
  }

  /** As `credentialFor`; a token that is not known here may have been given by another hub a moment ago, so that the database is asked. */
  async credentialOf(token: string): Promise<Credential | null> {
    const known = this.credentialFor(token);
    const { database } = this.#options;
    if (known !== null || !database.isShared || !isToken(token)) return known;
    const hall = await this.#questions.ask(() => hallOfToken(database, tokenHash(token)));
    if (hall === null) return null;
    await this.reload(hall);
    return this.credentialFor(token);
  }

  /** Undefined for one that is gone, too old, or idle for too long. */
  live(id: string): Credential | undefined {
    const credential = this.#view.credentials.get(id);
    if (credential === undefined || credential.expiresAt === null) return credential;
    const now = this.#options.clock.now();
    const idleSince = this.#seenAt.get(id) ?? 0;
    return now < credential.expiresAt && now < idleSince + SESSION_IDLE_MS_MAX ? credential : undefined;
  }

  /** It was used just now. */
  touch(credential: Credential): void {
    if (credential.expiresAt === null) return;
    const now = this.#options.clock.now();
    this.#seenAt.set(credential.id, now);
    if (now - (this.#seenWrittenAt.get(credential.id) ?? 0) < SEEN_WRITE_MS) return;
    this.#seenWrittenAt.set(credential.id, now);
    this.#enqueue(() => this.#writeSeen(credential.id, now)).catch(() => {
      // Logged where it was queued; the session only looks idler after a restart.
    });
  }

  /** Told once for each credential that is no longer good, whatever the reason. Returns the release. */
  onRevoked(listener: (credentialId: string) => void): () => void {
    this.#revokedListeners.add(listener);
    return () => this.#revokedListeners.delete(listener);
  }

  /** What the timer does: sees what others changed and which sessions ran out. @throws what the database says */
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

  /** Reads the view anew, behind what is being written: of these halls where many hubs share many, else of all. */
  reload(...halls: readonly string[]): Promise<void> {
    return this.#enqueue(async () => {
      const { database, clock } = this.#options;
      const some = database.isShared && halls.length > 0;
      if (!some) await this.#removeOldSessions();
      const now = clock.now();
      const { gone, seen } = await refreshAccessView(this.#view, database, { now, halls: some ? new Set(halls) : null });
      for (const [id, at] of seen) this.#heardOf(id, at);
      for (const id of gone) this.#forget(id);
    });
  }

  /** Idempotent; what was begun is ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopChecking();
    this.#revokedListeners.clear();
    await this.#work;
  }

  async #check(): Promise<void> {
    const { database, onChanged } = this.#options;
    const { changed, mark } = await database.changesSince(this.#mark);
    if (database.isShared) await this.#readSeen();
    const ranOut = this.#hallsOfRunOut();
    if (database.isShared && ranOut.length > 0) await this.#enqueue(() => this.#removeOldSessions());
    if (changed !== 'nothing') await onChanged();
    const halls = new Set([...ranOut, ...(typeof changed === 'string' ? [] : changed.halls)]);
    if (changed === 'all') await this.reload();
    else if (halls.size > 0) await this.reload(...halls);
    this.#mark = mark;
  }

  #hallsOfRunOut(): string[] {
    const halls: string[] = [];
    for (const id of this.#view.sessions.keys()) {
      const hall = this.live(id) === undefined ? this.#view.credentials.get(id)?.hall : undefined;
      if (hall !== undefined) halls.push(hall);
    }
    return halls;
  }

  /** Told once, and once that it is over: a server may be away for hours. */
  async #checkAndTell(): Promise<void> {
    const { database, log } = this.#options;
    try {
      await this.check();
      if (this.#isSilent) log.warn({ database: database.name }, 'accounts and devices are read again');
      this.#isSilent = false;
    } catch (error) {
      if (!this.#isSilent) log.error({ err: error }, 'accounts and devices could not be read again; those known last are good');
      this.#isSilent = true;
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

  async #writeSeen(id: string, now: EpochMs): Promise<void> {
    const hash = this.#view.sessions.get(id)?.tokenHash;
    if (hash === undefined) return;
    await this.#options.database.sql.updateTable('sessions').set({ seen_at: now }).where('token_hash', '=', hash).execute();
  }

  /** By the database's word, too: another hub may have heard of them since. */
  async #removeOldSessions(): Promise<void> {
    const old = [...this.#view.sessions].filter(([id]) => this.live(id) === undefined).map(([, session]) => session.tokenHash);
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
      const { database, log } = this.#options;
      if (!this.#isSilent) log.error({ err: error }, `${database.name} could not be read or written`);
    });
    return result;
  }
}

/** Others are no token of anybody, and nobody is asked about them. */
function isToken(given: string): boolean {
  return /^[\w-]{16,128}$/.test(given);
}
