import { SvelteMap } from 'svelte/reactivity';
import type { Answer } from '../../shared/hall/answer.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { Sendable } from './sendable.ts';

/** What was asked without a line and what came of it. */
export interface Told {
  readonly id: string;
  readonly command: SentCommand;
  /** When it was asked, by this machine's clock. */
  readonly since: EpochMs;
  readonly outcome: { readonly is: 'done'; readonly answer: Answer } | { readonly is: 'refused'; readonly refusal: WireRefusal };
}

export interface Waiting {
  readonly id: string;
  readonly command: SentCommand;
  readonly since: EpochMs;
}

const QUEUED_KEY = 'hallcall.queued';
const TOLD_MAX = 50;

/**
 * What may be asked while the line is down: acts about a ticket that are as right in a minute as they are now. Nothing of
 * a counter is among them, and nothing that can only be decided by looking at the hall as it is (a merge, an undo).
 */
const MAY_WAIT: ReadonlySet<Sendable['type']> = new Set<Sendable['type']>([
  'issue-ticket',
  'check-in',
  'mark-left',
  'cancel-ticket',
  'return-ticket',
  'check-documents',
  'reclassify-ticket',
  'redirect-tickets',
]);

export function mayWait(type: Sendable['type']): boolean {
  return MAY_WAIT.has(type);
}

/** What is kept of it besides the outbox: which of its commands were queued, and what came of those that are answered. */
interface Kept {
  readonly waiting: readonly string[];
  readonly told: readonly Told[];
}

/**
 * The greeter's lost minute. The client's outbox keeps the commands themselves, sends each once under its own id when the
 * line is back, in the order in which they were given, and outlives a reload; this is the list that a person reads: what
 * is still to be sent, and what came of the rest.
 */
export class QueuedOrders {
  readonly #hall: LiveHall;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #waiting = new SvelteMap<string, true>();
  #told = $state.raw<readonly Told[]>([]);

  constructor({ hall, storage }: { hall: LiveHall; storage: Pick<Storage, 'getItem' | 'setItem'> }) {
    this.#hall = hall;
    this.#storage = storage;
    const kept = readKept(storage.getItem(QUEUED_KEY));
    for (const id of kept.waiting) this.#waiting.set(id, true);
    this.#told = kept.told;
    hall.onSettled(({ id, command, since }, result) => {
      if (!this.#waiting.delete(id)) return;
      const outcome = result.ok
        ? ({ is: 'done', answer: result.value.result } as const)
        : ({ is: 'refused', refusal: result.error } as const);
      this.#told = [...this.#told, { id, command, since, outcome }].slice(-TOLD_MAX);
      this.#keep();
    });
  }

  /** In the order in which it will be sent. Without a line also what had left before it broke. */
  get waiting(): Waiting[] {
    const live = this.#hall.isLive;
    return this.#hall.pending.filter(({ id, command }) => this.#waiting.has(id) || (!live && mayWait(command.type)));
  }

  /** Answered since, first asked first, until somebody has seen it. */
  get told(): readonly Told[] {
    return this.#told;
  }

  /** This command was asked without a line. */
  note(id: string): void {
    this.#waiting.set(id, true);
    this.#keep();
  }

  putAway(id: string): void {
    this.#told = this.#told.filter((each) => each.id !== id);
    this.#keep();
  }

  putAllAway(): void {
    this.#told = [];
    this.#keep();
  }

  #keep(): void {
    const kept: Kept = { waiting: [...this.#waiting.keys()], told: this.#told };
    this.#storage.setItem(QUEUED_KEY, JSON.stringify(kept));
  }
}

function readKept(stored: string | null): Kept {
  try {
    const kept = JSON.parse(stored ?? '{}') as Partial<Kept>;
    return { waiting: kept.waiting ?? [], told: kept.told ?? [] };
  } catch {
    // Not ours, or half written: the outbox still has every command, only the list forgets that it was queued.
    return { waiting: [], told: [] };
  }
}
