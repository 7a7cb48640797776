import type { JournalEntry } from '../../../server/journal/entry.ts';
import { positionOf, verifyEntry } from '../../../server/journal/hash-chain.ts';
import type {
  AppendOutcome,
  Journal,
  JournalCondition,
  JournalDamagedError,
  ReadOnlyReason,
  StoredSnapshot,
  WithdrawOutcome,
} from '../../../server/journal/journal.ts';
import { unreachable } from '../../../shared/lib/unreachable.ts';
import { ORIGIN, type Position } from '../../../shared/protocol/position.ts';
import type { Appended, ModelNode } from './model-node.ts';
import { GoneError, type Caller, type Line, type ModelRedis } from './model-redis.ts';
import type { ModelTalk } from './model-talk.ts';

/** Weaker settings that a harness must notice. */
export const WEAK_SETTINGS = ['wait-off', 'wait-one', 'shown-before-commit', 'no-fence', 'no-withdraw'] as const;
export type WeakSetting = (typeof WEAK_SETTINGS)[number];

const ANSWER_MS = 1_500;
const WAIT_MS = 200;
const UNSURE_AFTER_MS = 1_000;
const RECONNECT_MS = 100;
const PING_MS = 300;
const POLL_MS = 1_000;
/** In a new term others have so long to bring back what is missing. */
const PEERS_MS = 500;
const COPIES = 2;

export interface ModelJournalOptions {
  readonly redis: ModelRedis;
  readonly caller: Caller;
  readonly talk: ModelTalk;
  readonly hall: string;
  readonly weak: WeakSetting | null;
}

/**
 * The protocol of the journal on Redis, over the model of its servers: append, then wait for all copies on the same connection;
 * compare after every new connection; what nobody said to be committed is made so before it is shown.
 *
 * **Maintained invariant**: `#known` is committed, and is a prefix of every log that can become the master's.
 */
export class ModelJournal implements Journal {
  readonly isShared = true;
  readonly #options: ModelJournalOptions;
  readonly #known: JournalEntry[] = [];
  readonly #versions = new Map<string, number>();
  readonly #conditionListeners = new Set<(condition: JournalCondition) => void>();
  readonly #grownListeners = new Set<(hall: string, version: number) => void>();
  readonly #releaseTalk: () => void;
  #condition: JournalCondition = { is: 'read-only', reason: 'unreachable' };
  #line: Line | null = null;
  #epoch = 1;
  #termBefore = '';

  constructor(options: ModelJournalOptions) {
    this.#options = options;
    this.#releaseTalk = options.talk.listen(this, (version) => void this.#heard(version));
    void this.#stayConnected();
    void this.#look();
  }

  async head(): Promise<Position> {
    this.#expectReach();
    return this.#position;
  }

  async append(_hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    const line = this.#line;
    if (this.#condition.is === 'read-only') return this.#condition;
    if (line === null) return { is: 'read-only', reason: 'unreachable' };
    const epoch = this.#epoch;
    const sealed = entries.map((entry) => ({ ...entry, epoch }));
    try {
      const appended = await this.#ask(line, (node) => node.append(epoch, expected, sealed));
      if (appended.is === 'ok') {
        if (this.#options.weak === 'shown-before-commit') this.#options.talk.tell(this, sealed.at(-1)!.version);
        return await this.#commit(line, sealed, appended.offset);
      }
      return await this.#answered(line, appended);
    } catch {
      this.#hangUp(line);
      return { is: 'unsure' };
    }
  }

  async withdraw(_hall: string, commandId: string, answer: string): Promise<WithdrawOutcome> {
    const line = this.#line;
    if (this.#options.weak === 'no-withdraw') return this.#onlyLookedUp(commandId, answer);
    if (this.#condition.is === 'read-only') return this.#condition;
    if (line === null) return { is: 'read-only', reason: 'unreachable' };
    try {
      const asked = await this.#ask(line, (node) => node.withdraw(this.#epoch, commandId, answer));
      if (asked.is === 'ok') throw new GoneError('nothing was to be appended');
      const outcome = await this.#answered(line, asked);
      return outcome.is === 'withdrawn' || outcome.is === 'duplicate' ? outcome : { is: 'unsure' };
    } catch {
      this.#hangUp(line);
      return { is: 'unsure' };
    }
  }

  async #answered(line: Line, answer: Exclude<Appended, { readonly is: 'ok' }>): Promise<AppendOutcome> {
    switch (answer.is) {
      case 'fenced':
        this.#hangUp(line);
        return { is: 'conflict', head: this.#position };
      case 'conflict':
        await this.#commitAll(line);
        return { is: 'conflict', head: this.#position };
      case 'duplicate':
        await this.#commitAll(line);
        return { is: 'duplicate', entry: this.#known[answer.version - 1]! };
      case 'withdrawn':
        while (!(await this.#isCopied(line, answer.offset))) this.#expectLine(line);
        return { is: 'withdrawn', commandId: answer.commandId, answer: answer.answer };
      default:
        return unreachable(answer);
    }
  }

  /** The planted fault: a refusal is given when the id has no entry, and another hub may still do the command. */
  async #onlyLookedUp(commandId: string, answer: string): Promise<WithdrawOutcome> {
    const entry = await this.findCommand('', commandId);
    return entry === null ? { is: 'withdrawn', answer } : { is: 'duplicate', entry };
  }

  async read(_hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    this.#expectReach();
    return this.#known.slice(after, after + limit);
  }

  async findCommand(_hall: string, commandId: string): Promise<JournalEntry | null> {
    const known = (): JournalEntry | null => this.#known[(this.#versions.get(commandId) ?? 0) - 1] ?? null;
    const line = this.#line;
    if (known() !== null) return known();
    if (line === null || this.#condition.is !== 'writable') throw new GoneError('nobody can be asked');
    const version = await this.#ask(line, (node) => node.versionOf(commandId) ?? null);
    if (version !== null && version > this.#known.length) await this.#commitAll(line);
    return known();
  }

  forgetCommands(): Promise<void> {
    return Promise.resolve();
  }

  latestSnapshot(): Promise<StoredSnapshot | null> {
    return Promise.resolve(null);
  }

  saveSnapshot(): Promise<void> {
    return Promise.resolve();
  }

  /** Waits for the first connection: before it nobody knows. */
  async halls(): Promise<string[]> {
    while (this.#condition.is !== 'writable') await this.#pause(RECONNECT_MS);
    return this.#known.length === 0 ? [] : [this.#options.hall];
  }

  verify(): Promise<JournalDamagedError | null> {
    return Promise.resolve(null);
  }

  condition(): JournalCondition {
    return this.#condition;
  }

  onCondition(listener: (condition: JournalCondition) => void): () => void {
    this.#conditionListeners.add(listener);
    return () => this.#conditionListeners.delete(listener);
  }

  onGrown(listener: (hall: string, version: number) => void): () => void {
    this.#grownListeners.add(listener);
    return () => this.#grownListeners.delete(listener);
  }

  close(): Promise<void> {
    this.#options.caller.isOver = true;
    this.#become({ is: 'read-only', reason: 'closed' });
    this.#releaseTalk();
    return Promise.resolve();
  }

  /** kill -9. */
  crash(): void {
    this.#options.caller.isOver = true;
    this.#releaseTalk();
  }

  get #position(): Position {
    const last = this.#known.at(-1);
    return last === undefined ? ORIGIN : positionOf(last);
  }

  get #copies(): number {
    if (this.#options.weak === 'wait-off') return 0;
    return this.#options.weak === 'wait-one' ? 1 : COPIES;
  }

  #expectReach(): void {
    if (this.#condition.is === 'read-only' && this.#condition.reason !== 'copies-missing')
      throw new GoneError(this.#condition.reason);
  }

  async #stayConnected(): Promise<void> {
    const { caller, redis } = this.#options;
    while (!caller.isOver) {
      const node = redis.masterFor(caller);
      if (node !== null && this.#condition.is === 'read-only' && this.#condition.reason !== 'damaged') {
        await this.#serve({ node, term: node.term });
      }
      await this.#pause(RECONNECT_MS);
    }
  }

  /** Until the connection ends. */
  async #serve(line: Line): Promise<void> {
    this.#line = line;
    try {
      await this.#fence(line);
      this.#become({ is: 'writable' });
      while (this.#line === line) {
        await this.#pause(PING_MS);
        await this.#ask(line, () => null);
      }
    } catch (error) {
      if (!(error instanceof GoneError)) this.#become({ is: 'read-only', reason: 'damaged' });
    }
    this.#hangUp(line);
  }

  #hangUp(line: Line): void {
    if (this.#line === line) this.#line = null;
    const reason: ReadOnlyReason | null = this.#condition.is === 'read-only' ? this.#condition.reason : null;
    if (reason !== 'damaged' && reason !== 'closed' && this.#line === null)
      this.#become({ is: 'read-only', reason: 'unreachable' });
  }

  /** Compares what the log has with what this hub knows to be committed, and lets nothing be decided before. */
  async #fence(line: Line): Promise<void> {
    if (this.#options.weak === 'no-fence') {
      const head = await this.#ask(line, (node) => node.head);
      this.#epoch = head.epoch;
      await this.#take(line, head.version);
      return;
    }
    if (line.term !== this.#termBefore && this.#termBefore !== '') await this.#pause(PEERS_MS);
    this.#termBefore = line.term;
    await this.#ask(line, (node) => node.fence());
    for (;;) {
      const head = await this.#ask(line, (node) => node.head);
      this.#epoch = head.epoch;
      if (head.version >= this.#known.length) break;
      const missing = this.#known.slice(head.version);
      await this.#ask(line, (node) => node.append(head.epoch, head, missing, true));
    }
    await this.#commitAll(line);
  }

  /** A write, and all copies behind it: whatever the log has is committed then, and known here. */
  async #commitAll(line: Line): Promise<void> {
    const { offset, version } = await this.#ask(line, (node) => ({ offset: node.fence(), version: node.head.version }));
    while (this.#options.weak !== 'no-fence' && !(await this.#isCopied(line, offset))) this.#expectLine(line);
    await this.#take(line, version);
  }

  async #commit(line: Line, entries: readonly JournalEntry[], offset: number): Promise<AppendOutcome> {
    const { time } = this.#options.redis;
    const since = time.elapsed;
    while (!(await this.#isCopied(line, offset))) {
      this.#expectLine(line);
      if (time.elapsed - since < UNSURE_AFTER_MS) continue;
      this.#become({ is: 'read-only', reason: 'copies-missing' });
      void this.#untilCopied(line);
      return { is: 'unsure' };
    }
    this.#remember(entries);
    this.#options.talk.tell(this, this.#known.length);
    return { is: 'appended' };
  }

  async #untilCopied(line: Line): Promise<void> {
    try {
      await this.#commitAll(line);
      if (this.#line === line) this.#become({ is: 'writable' });
    } catch {
      this.#hangUp(line);
    }
  }

  async #isCopied(line: Line, offset: number): Promise<boolean> {
    const { caller, redis } = this.#options;
    const copies = this.#copies;
    const reached = await redis.ask<number>(caller, line, ANSWER_MS, (node, answer) =>
      redis.wait(node, offset, copies, WAIT_MS, answer),
    );
    return reached >= copies;
  }

  /** What is committed up to there and not known here yet. @throws when it is of another log. */
  async #take(line: Line, upTo: number): Promise<void> {
    const from = this.#known.length;
    if (upTo <= from) return;
    const entries = await this.#ask(line, (node) => node.log.slice(from, upTo));
    const before = this.#known.length;
    this.#remember(entries);
    if (this.#known.length > before)
      for (const listener of [...this.#grownListeners]) listener(this.#options.hall, this.#known.length);
  }

  #remember(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      if (entry.version <= this.#known.length) continue;
      verifyEntry(entry, this.#position);
      this.#known.push(entry);
      this.#versions.set(entry.commandId, entry.version);
    }
  }

  /** Another hub says that it is committed; whoever says so waited for all copies. */
  async #heard(version: number): Promise<void> {
    const line = this.#line;
    if (line === null || this.#condition.is !== 'writable' || version <= this.#known.length) return;
    try {
      await this.#take(line, version);
    } catch {
      this.#hangUp(line);
    }
  }

  /** For what was said and not heard. */
  async #look(): Promise<void> {
    const { caller } = this.#options;
    while (!caller.isOver) {
      await this.#pause(POLL_MS);
      const line = this.#line;
      if (line === null || this.#condition.is !== 'writable') continue;
      try {
        const head = await this.#ask(line, (node) => node.head);
        if (head.version > this.#known.length) await this.#commitAll(line);
      } catch {
        this.#hangUp(line);
      }
    }
  }

  #ask<Answer>(line: Line, look: (node: ModelNode) => Answer): Promise<Answer> {
    const { caller, redis } = this.#options;
    return redis.ask<Answer>(caller, line, ANSWER_MS, (node, answer) => answer(look(node)));
  }

  #expectLine(line: Line): void {
    if (this.#line !== line) throw new GoneError('the connection has ended');
  }

  #become(condition: JournalCondition): void {
    if (JSON.stringify(condition) === JSON.stringify(this.#condition)) return;
    if (this.#condition.is === 'read-only' && this.#condition.reason === 'closed') return;
    this.#condition = condition;
    if (!this.#options.caller.isOver || condition.is === 'read-only')
      for (const listener of [...this.#conditionListeners]) listener(condition);
  }

  /** Never ends for a hub that is no more. */
  #pause(ms: number): Promise<void> {
    const { caller, redis } = this.#options;
    return new Promise((resume) => {
      redis.time.after(ms, () => {
        if (!caller.isOver) resume();
      });
    });
  }
}
