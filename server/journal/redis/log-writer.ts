import { ORIGIN, type Position } from '../../../shared/protocol/position.ts';
import { isMoving } from '../../redis/moving-slots.ts';
import type { RedisReply, RedisStore, Shard, Written } from '../../redis/redis-store.ts';
import type { JournalEntry } from '../entry.ts';
import type { AppendOutcome, ReadOnlyReason, WithdrawOutcome } from '../journal.ts';
import type { ChainFence } from './chain-fence.ts';
import type { HallChain } from './hall-chain.ts';
import { dayOf, HALLS_KEY } from './hall-keys.ts';
import { appendCall, foreignKeys, isForeign, refusedReason, vanished, withdrawCall, wordsOf } from './log-calls.ts';
import type { Answered, Sealed } from './log-calls.ts';
import { dayNames } from './log-reply.ts';
import { reasonOf } from './redis-condition.ts';

export interface LogWriterOptions {
  readonly store: RedisStore;
  readonly fence: ChainFence;
  readonly onTrouble: (trouble: string) => void;
  /** The planted fault: a command id is never known. */
  readonly isDedupeOff: boolean;
  /** This hub committed them. */
  readonly committed: (chain: HallChain, entries: readonly JournalEntry[], bodies: readonly string[]) => void;
  /** Nobody knows the end of something that was written there. */
  readonly unsure: (chain: HallChain) => void;
  /** The entry at a version that the log told of. */
  readonly entryAt: (chain: HallChain, version: number) => Promise<JournalEntry>;
}

type ReadOnly = { readonly is: 'read-only'; readonly reason: ReadOnlyReason };

/** What is written into a hall's log and beside it: by one call of a function each, over a connection over which the hall was compared. */
export class LogWriter {
  readonly #options: LogWriterOptions;

  constructor(options: LogWriterOptions) {
    this.#options = options;
  }

  /** `again`: the hub knew too little of the log, and knows it now. @throws JournalDamagedError */
  async append(chain: HallChain, expected: Position, { bodies, entries }: Sealed): Promise<AppendOutcome | 'again'> {
    const ready = await this.#ready(chain);
    if (ready === 'again' || 'is' in ready) return ready;
    const { shard } = ready;
    if (!chain.isListed && !(await this.#list(chain))) return { is: 'read-only', reason: reasonOf(shard.condition.is) };
    const { days } = chain;
    const day = dayOf(entries, days.at(-1) ?? null);
    const epoch = Math.max(chain.epoch, ...entries.map((entry) => entry.epoch));
    const group = { epoch, term: shard.term, expected, days: days.includes(day) ? days : [...days, day], entries, bodies };
    const idOf = ({ commandId, version }: JournalEntry): string =>
      this.#options.isDedupeOff ? `${commandId}#${version}` : commandId;
    const { generation } = shard;
    const written = await shard.write(appendCall(chain.keys, { ...group, idOf }));
    if (written.is !== 'kept') return this.#notKept(chain, shard, written);
    const isSame = shard.generation === generation;
    return this.#appended(chain, { entries, bodies, reply: written.reply, epoch, days: group.days, isSame });
  }

  /** `answer`: what is told of the command from now on, to whoever has it in hand. @throws JournalDamagedError */
  async withdraw(chain: HallChain, commandId: string, answer: string): Promise<WithdrawOutcome | 'again'> {
    if (this.#options.isDedupeOff) return { is: 'withdrawn', answer };
    const ready = await this.#ready(chain);
    if (ready === 'again' || 'is' in ready) return ready;
    const { shard } = ready;
    const { days, epoch } = chain;
    const { generation } = shard;
    const written = await shard.write(withdrawCall(chain.keys, { epoch, term: shard.term, commandId, answer, days }));
    if (written.is !== 'kept') return this.#notKept(chain, shard, written);
    // Written over a connection that nobody has fenced: the log may lack an entry of this very command, which is brought back first.
    if (shard.generation !== generation) return 'again';
    const [word, told, stands] = wordsOf(written.reply);
    switch (word) {
      case 'WITHDRAWN':
        return { is: 'withdrawn', answer: String(stands) };
      // A hall without entries: there is no day yet that it could be kept with, and nobody has anything in hand.
      case 'NONE':
        if (chain.committed.version > 0) throw vanished(chain, chain.keys.head);
        return { is: 'withdrawn', answer };
      case 'DUP':
        return { is: 'duplicate', entry: await this.#options.entryAt(chain, Number(told)) };
      default:
        return this.#lookedAt(chain, word, told);
    }
  }

  /** Where it can be written, compared with the log. */
  async #ready(chain: HallChain): Promise<{ readonly shard: Shard } | ReadOnly | 'again'> {
    const shard = this.#options.store.shardOf(chain.keys.head);
    if (chain.frozen !== null) return { is: 'read-only', reason: 'damaged' };
    if (shard.condition.is !== 'writable') return { is: 'read-only', reason: reasonOf(shard.condition.is) };
    if (chain.isFenced(shard)) return { shard };
    const fenced = await this.#options.fence.fence(chain);
    if (fenced.is === 'frozen') return { is: 'read-only', reason: 'damaged' };
    return fenced.is === 'done' ? 'again' : { is: 'read-only', reason: fenced.reason };
  }

  async #notKept(chain: HallChain, shard: Shard, written: Exclude<Written, { readonly is: 'kept' }>) {
    if (written.is === 'unsure') {
      chain.isStale = true;
      this.#options.unsure(chain);
      return { is: 'unsure' } as const;
    }
    if (isMoving(written.error)) {
      await this.#options.store.moved(chain.keys.head, written.error);
      return 'again' as const;
    }
    if (isForeign(written.error)) throw foreignKeys(chain.hall);
    this.#options.onTrouble(`hall ${chain.hall}: ${written.error.message}`);
    return { is: 'read-only', reason: refusedReason(shard, written) } as const;
  }

  async #appended(chain: HallChain, answered: Answered): Promise<AppendOutcome | 'again'> {
    const { bodies, days, entries, epoch, isSame, reply } = answered;
    const [word, told, more] = wordsOf(reply);
    switch (word) {
      case 'OK': {
        const kept = entries.map((entry) => (entry.epoch === epoch ? entry : { ...entry, epoch }));
        chain.epoch = epoch;
        chain.days = days;
        if (!isSame || !chain.extend(kept)) chain.isStale = true;
        this.#options.committed(chain, kept, bodies);
        return { is: 'appended' };
      }
      case 'DUP':
        return { is: 'duplicate', entry: await this.#options.entryAt(chain, Number(told)) };
      case 'WITHDRAWN':
        return { is: 'withdrawn', commandId: String(told), answer: String(more) };
      case 'CONFLICT':
        chain.isStale = true;
        return { is: 'conflict', head: told === 0 ? ORIGIN : { version: Number(told), hash: String(more) } };
      default:
        return this.#lookedAt(chain, word, told);
    }
  }

  /** The hub knew too little of the log: it takes over what it is told. */
  #lookedAt(chain: HallChain, word: RedisReply | undefined, told: RedisReply | undefined): 'again' {
    if (word === 'DAYS') chain.days = dayNames(String(told));
    else if (word === 'FENCED') chain.unfence();
    else if (word === 'LOST') throw vanished(chain, String(told));
    else if (word === 'FOREIGN' && chain.committed.version > 0) throw vanished(chain, chain.keys.head);
    else throw foreignKeys(chain.hall);
    return 'again';
  }

  /** Before its first entry a hall is in the list, so that no hub misses it. */
  #list(chain: HallChain): Promise<boolean> {
    chain.listing ??= this.#options.store
      .shardOf(HALLS_KEY)
      .write(['SADD', HALLS_KEY, chain.hall])
      .then(({ is }) => {
        chain.isListed = is === 'kept';
        chain.listing = null;
        return chain.isListed;
      });
    return chain.listing;
  }
}
