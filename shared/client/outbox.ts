import type { Clock, EpochMs } from '../lib/clock.ts';
import { failed, type Result } from '../lib/result.ts';
import type { Answer } from '../hall/answer.ts';
import type { SentCommand } from '../protocol/command-schema.ts';
import type { WireRefusal } from '../protocol/errors.ts';
import { COMMAND_BURST_MAX } from '../protocol/limits.ts';

/** Below the burst the hub allows, so that all of it can be sent again at once after a reconnect. */
export const OUTBOX_MAX = COMMAND_BURST_MAX - 8;
/** A command that names no business day is not sent again later than this: nobody expects it any more. */
export const UNDATED_KEPT_MS = 10 * 60_000;
/** Sent, the line is fine, and still no answer: sent again. */
export const ANSWER_OVERDUE_MS = 10_000;

export interface Pending {
  readonly id: string;
  readonly command: SentCommand;
  /** When it was given, by the clock of this machine. */
  readonly since: EpochMs;
}

export interface Accepted {
  readonly version: number;
  readonly result: Answer;
}

export type SendResult = Result<Accepted, WireRefusal>;

/** What is kept: a plain value, JSON all through. `sender` tells whose command it is without telling the token. */
export interface StoredCommand {
  readonly command: SentCommand;
  readonly since: EpochMs;
  readonly sender: string;
}

/** Where unanswered commands outlive the page. Neither method throws. */
export interface OutboxStorage {
  load(): readonly unknown[];
  /** The whole list, each time. */
  save(list: readonly StoredCommand[]): void;
}

/** For tests, and for callers that need not outlive their process. */
export function memoryOutbox(): OutboxStorage {
  let kept: readonly StoredCommand[] = [];
  return {
    load: () => kept,
    save: (list) => {
      kept = list;
    },
  };
}

/**
 * Whether something kept can be sent: whose it is, since when, its id and its type. What it says is for the hub to judge, which refuses
 * what it does not understand, by the id; the schema of every command would be a third of what a wall loads.
 */
function isStored(kept: unknown): kept is StoredCommand {
  const { command, sender, since } = fieldsOf(kept);
  const { id, type } = fieldsOf(command);
  return typeof since === 'number' && typeof sender === 'string' && typeof id === 'string' && typeof type === 'string';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

interface Item extends StoredCommand {
  sentAt: EpochMs | null;
  settle: ((result: SendResult) => void) | null;
}

/**
 * Commands on their way. An answer that got lost must not make a person press twice, and pressing twice must not take two
 * people: so an id is made and kept *before* the command is sent, and the command goes again under the same id until it
 * is answered, over reconnects and page reloads.
 *
 * **Maintained invariant**: what is in the list is in the storage.
 */
export class Outbox {
  readonly #storage: OutboxStorage;
  readonly #clock: Clock;
  readonly #sender: string;
  #items: Item[] = [];
  readonly #lost: Pending[] = [];
  readonly #listeners = new Set<(pending: Pending, result: SendResult) => void>();

  constructor(options: { readonly storage: OutboxStorage; readonly clock: Clock; readonly token: string }) {
    this.#storage = options.storage;
    this.#clock = options.clock;
    this.#sender = senderOf(options.token);
    this.#load();
  }

  get pending(): readonly Pending[] {
    return this.#items.map(pendingOf);
  }

  /** Commands that were never answered and cannot be sent any more. Whether they happened, the hall shows. */
  get lost(): readonly Pending[] {
    return this.#lost;
  }

  get isFull(): boolean {
    return this.#items.length >= OUTBOX_MAX;
  }

  /** Kept from here on. Resolves with the hub's answer, or with the reason why there will be none. */
  add(command: SentCommand): Promise<SendResult> {
    return new Promise((resolve) => {
      this.#items.push({ command, since: this.#clock.now(), sender: this.#sender, sentAt: null, settle: resolve });
      this.#save();
    });
  }

  /** Called for each command that is answered or given up, also for those of an earlier page. Returns the release. */
  onSettled(listener: (pending: Pending, result: SendResult) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What must be sent now, in the order in which it was given; marks it as sent. */
  takeDue(): SentCommand[] {
    const now = this.#clock.now();
    const due = this.#items.filter((item) => item.sentAt === null || Math.abs(now - item.sentAt) >= ANSWER_OVERDUE_MS);
    for (const item of due) item.sentAt = now;
    return due.map((item) => item.command);
  }

  /** Gives up what names no business day and is too old, before any of it is sent; returns whether there was any. */
  giveUpOld(): boolean {
    const old = this.#items.filter((item) => this.#isTooOld(item));
    if (old.length === 0) return false;
    this.#items = this.#items.filter((item) => !old.includes(item));
    this.#save();
    for (const item of old) {
      this.#reportLost(item);
      this.#settle(item, failed({ kind: 'command-expired' }));
    }
    return true;
  }

  /** The line broke: nobody knows what arrived, so all of it goes again. */
  lineLost(): void {
    for (const item of this.#items) item.sentAt = null;
  }

  /** An answer to an id that is not waited for is a repeat and changes nothing. */
  answered(id: string, result: SendResult): boolean {
    const item = this.#items.find((candidate) => candidate.command.id === id);
    if (item === undefined) return false;
    this.#items = this.#items.filter((candidate) => candidate !== item);
    this.#save();
    this.#settle(item, result);
    return true;
  }

  /** Nothing can be sent any more: every command is reported with the reason, and forgotten. */
  giveUp(reason: WireRefusal): void {
    const items = this.#items;
    this.#items = [];
    this.#save();
    for (const item of items) {
      this.#reportLost(item);
      this.#settle(item, failed(reason));
    }
  }

  /** The client closes: whoever waits is told so; the storage keeps everything for the next client of this sender. */
  abandon(reason: WireRefusal): void {
    for (const item of this.#items) item.settle?.(failed(reason));
    this.#items = [];
  }

  #isTooOld({ command, since }: StoredCommand): boolean {
    return command.day === undefined && this.#clock.now() - since > UNDATED_KEPT_MS;
  }

  #load(): void {
    for (const stored of this.#storage.load()) {
      if (!isStored(stored)) continue;
      const { command, sender, since } = stored;
      const item: Item = { command, sender, since, sentAt: null, settle: null };
      if (item.sender !== this.#sender || this.#isTooOld(item) || this.isFull) this.#reportLost(item);
      else this.#items.push(item);
    }
    this.#save();
  }

  #save(): void {
    this.#storage.save(this.#items.map(({ command, since, sender }) => ({ command, since, sender })));
  }

  #settle(item: Item, result: SendResult): void {
    item.settle?.(result);
    for (const listener of [...this.#listeners]) listener(pendingOf(item), result);
  }

  #reportLost(item: Item): void {
    this.#lost.push(pendingOf(item));
    if (this.#lost.length > OUTBOX_MAX) this.#lost.shift();
  }
}

function pendingOf(item: Item): Pending {
  return { id: item.command.id, command: item.command, since: item.since };
}

/**
 * Tells the commands of one credential from another's in the same storage: sent under somebody else's name, a command
 * would be somebody else's act. 32 bits tell credentials apart and say nothing useful about a token of 128 and more.
 *
 * Source: FNV-1a, Fowler, Noll and Vo (public domain); `crypto.subtle` is missing on plain http.
 */
function senderOf(token: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < token.length; index += 1) {
    hash = Math.imul(hash ^ token.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
