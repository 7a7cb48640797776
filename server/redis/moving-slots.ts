import { slotOf, type ClusterMap } from './cluster-map.ts';
import { RedisRefusedError, type RedisReply, type Shard, type Written } from './redis-store.ts';

/** What is refused while a slot is on its way to another node: nothing was done, and it is asked for again. */
const MOVING = ['MOVED', 'ASK', 'TRYAGAIN'] as const;

export type MovingError = RedisRefusedError & { readonly code: (typeof MOVING)[number] };

export function isMoving(error: unknown): error is MovingError {
  return error instanceof RedisRefusedError && MOVING.some((code) => code === error.code);
}

interface Redirect {
  readonly slot: number;
  /** `host:port` */
  readonly name: string;
}

/** Of `ASK 866 10.0.0.2:6379` and the like; null where it names no node. */
export function redirectOf({ message }: RedisRefusedError): Redirect | null {
  const [, slot, name] = /^[A-Z]+ (\d+) (\S+:\d+)$/.exec(message) ?? [];
  return slot === undefined || name === undefined ? null : { slot: Number(slot), name };
}

/** A shard that may be told to take a command for a slot that is only on its way to it. */
export interface AskedShard extends Shard {
  write(command: readonly string[], isAsking?: boolean): Promise<Written>;
  read(command: readonly string[], isAsking?: boolean): Promise<RedisReply>;
}

/**
 * A key that has left its node, while its slot has not: each command is asked there first, as the cluster's specification wants, and
 * where that one says so at the node that the slot goes to, over that one's connections with its copies waited for.
 *
 * **Maintained invariant**: another generation whenever one of the two has a new connection. What is fenced here is fenced again when
 * the slot has arrived, or the key is back.
 */
class MovingKey implements Shard {
  readonly from: AskedShard;
  readonly to: AskedShard;
  readonly #onBack: () => void;

  constructor(from: AskedShard, to: AskedShard, onBack: () => void) {
    this.from = from;
    this.to = to;
    this.#onBack = onBack;
  }

  get generation(): number {
    return this.from.generation + this.to.generation;
  }

  get term(): string {
    return this.from.term === '' ? '' : this.to.term;
  }

  get node(): Shard['node'] {
    return this.to.node;
  }

  get condition(): Shard['condition'] {
    return this.from.condition.is === 'writable' ? this.to.condition : this.from.condition;
  }

  peersHeard(): Promise<void> {
    return this.to.peersHeard();
  }

  async write(command: readonly string[]): Promise<Written> {
    const written = await this.from.write(command);
    const refused = written.is === 'refused' ? written.error : null;
    if (refused?.code === 'ASK') return this.to.write(command, true);
    this.#heard(refused);
    return written;
  }

  async read(command: readonly string[]): Promise<RedisReply> {
    try {
      const reply = await this.from.read(command);
      this.#heard(null);
      return reply;
    } catch (error) {
      if (!(error instanceof RedisRefusedError)) throw error;
      if (error.code === 'ASK') return this.to.read(command, true);
      this.#heard(error);
      throw error;
    }
  }

  /** It did it itself, or says that the slot has gone: nobody is asked on the way any more. */
  #heard(refused: RedisRefusedError | null): void {
    if (refused === null || refused.code === 'MOVED') this.#onBack();
  }
}

/** What nodes said about slots that are on their way or have gone, until the map of the cluster says it too. */
export class MovingSlots {
  readonly #lineOf: (name: string) => AskedShard | undefined;
  readonly #gone = new Map<number, string>();
  readonly #keys = new Map<string, MovingKey>();

  /** `lineOf`: the way to a master that is known. */
  constructor(lineOf: (name: string) => AskedShard | undefined) {
    this.#lineOf = lineOf;
  }

  /** Null: whom the map says. */
  shardOf(key: string): Shard | null {
    if (this.#keys.size === 0 && this.#gone.size === 0) return null;
    const gone = this.#gone.get(slotOf(key));
    return this.#keys.get(key) ?? (gone === undefined ? null : (this.#lineOf(gone) ?? null));
  }

  /**
   * Takes what a command for `key` was refused with. True: `shardOf` gives another one now, to be asked at once. A node that is sent
   * away from in turn is not followed twice between two maps.
   */
  follow(key: string, refused: RedisRefusedError, current: AskedShard | undefined): boolean {
    const redirect = redirectOf(refused);
    const to = redirect === null ? undefined : this.#lineOf(redirect.name);
    if (redirect === null || to?.condition.is !== 'writable' || redirect.slot !== slotOf(key)) return false;
    if (refused.code === 'MOVED') {
      const isKnown = this.#gone.has(redirect.slot);
      this.#gone.set(redirect.slot, redirect.name);
      this.#keys.delete(key);
      return !isKnown;
    }
    if (current === undefined || current === to || this.#keys.has(key)) return false;
    const moving = new MovingKey(current, to, () => {
      if (this.#keys.get(key) === moving) this.#keys.delete(key);
    });
    this.#keys.set(key, moving);
    return true;
  }

  /** Nodes that a slot is on its way to: they may have none yet. */
  isGoingTo(line: AskedShard): boolean {
    return [...this.#keys.values()].some(({ to }) => to === line);
  }

  /** A new map: what it says counts. */
  settle({ slots }: ClusterMap): void {
    this.#gone.clear();
    for (const [key, { from, to }] of this.#keys) {
      const name = slots[slotOf(key)];
      // A node that it was on its way to may have died: who has it now is asked again.
      const isOver = name == null || this.#lineOf(name) !== from || to.condition.is === 'unreachable';
      if (isOver) this.#keys.delete(key);
    }
  }
}
