import { ORIGIN, type Position } from '../../../shared/protocol/position.ts';
import { isMoving } from '../../redis/moving-slots.ts';
import {
  RedisGoneError,
  RedisRefusedError,
  type RedisPlantedFault,
  type RedisStore,
  type Shard,
} from '../../redis/redis-store.ts';
import { JournalDamagedError } from '../journal.ts';
import type { FenceOutcome, HallChain } from './hall-chain.ts';
import { dayOf } from './hall-keys.ts';
import { TAIL_ENTRIES_MAX, TRIES_MAX } from './limits.ts';
import {
  appendCall,
  fenceCall,
  isForeign,
  lookCall,
  readCall,
  refusedReason,
  vanished,
  wordsOf,
  wrongKeys,
} from './log-calls.ts';
import { dayNames, openPart, readHead, readPart, type LogHead } from './log-reply.ts';

export interface ChainFenceOptions {
  readonly store: RedisStore;
  readonly onTrouble: (trouble: string) => void;
  readonly plantedFault: RedisPlantedFault | null;
  /** The log had more than this hub knew. */
  readonly grown: (hall: string, version: number) => void;
  /** The last version of a hall that something outside of the log has seen (`RedisJournalOptions`). */
  readonly proven?: ReadonlyMap<string, number> | undefined;
}

/**
 * Compares a log with what this hub knows of it, over each new connection before anything is written there, and confirms what others
 * wrote and nobody told: a write to the head, and `WAIT` for all copies behind it, cover everything before.
 *
 * The log goes on from what is known: it is taken over. It ends before: it was cut, and what it lost of what was committed is written
 * again, with the same ids, versions and hashes, in a higher epoch. It says something else: nobody can tell which is right, and the
 * hall is frozen until an operator has looked.
 */
export class ChainFence {
  readonly #options: ChainFenceOptions;

  constructor(options: ChainFenceOptions) {
    this.#options = options;
  }

  /** One at a time for each hall. Never rejects. */
  fence(chain: HallChain): Promise<FenceOutcome> {
    if (chain.fencing !== null) return chain.fencing;
    const { version } = chain.committed;
    chain.fencing = this.#fence(chain).finally(() => {
      chain.fencing = null;
      // The planted fault: it goes on at the head, and what came before that is told to nobody.
      const isTold = this.#options.plantedFault !== 'resume-at-head';
      if (isTold && chain.committed.version > version) this.#options.grown(chain.hall, chain.committed.version);
    });
    return chain.fencing;
  }

  /** Asks the log whether it goes on behind what is known, told or not. False: it cannot be asked, and what is known stands. */
  async look(chain: HallChain): Promise<boolean> {
    try {
      const head = readHead(await this.#options.store.shardOf(chain.keys.head).read(lookCall(chain.keys)));
      if (head !== null && head.position.version > chain.committed.version) chain.isStale = true;
      return true;
    } catch (error) {
      this.#options.onTrouble(`hall ${chain.hall}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** Whether what is known is now all that the log has; false: it cannot be asked, or not be confirmed. */
  async ask(chain: HallChain): Promise<boolean> {
    if (!(await this.look(chain))) return false;
    const isFresh = (): boolean => chain.isFresh(this.#options.store.shardOf(chain.keys.head));
    if (chain.frozen === null && !isFresh()) await this.fence(chain);
    return chain.frozen !== null || isFresh();
  }

  async #fence(chain: HallChain): Promise<FenceOutcome> {
    const { onTrouble, store } = this.#options;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      if (chain.frozen !== null) return { is: 'frozen', error: chain.frozen };
      const shard = store.shardOf(chain.keys.head);
      if (shard.term === '') return { is: 'not-now', reason: 'unreachable' };
      try {
        const outcome = await this.#once(chain, shard);
        if (outcome !== 'again') return outcome;
      } catch (error) {
        if (isMoving(error)) await store.moved(chain.keys.head, error);
        else if (error instanceof JournalDamagedError || isForeign(error)) return this.#freeze(chain, error);
        else if (error instanceof RedisGoneError || error instanceof RedisRefusedError) {
          onTrouble(`hall ${chain.hall}: ${error.message}`);
          return { is: 'not-now', reason: 'unreachable' };
        } else throw error;
      }
    }
    return { is: 'not-now', reason: 'unreachable' };
  }

  async #once(chain: HallChain, shard: Shard): Promise<FenceOutcome | 'again'> {
    const { generation, term } = shard;
    const { plantedFault } = this.#options;
    const isPlanted = plantedFault === 'no-epoch' || plantedFault === 'resume-at-head';
    let fencedTerm = term;
    let { days } = chain;
    if (!chain.isFenced(shard)) {
      let head = readHead(await shard.read(lookCall(chain.keys)));
      if (head !== null && head.term !== term && !isPlanted) {
        // Others may know more of the log than it still has: they write it again before anything new is decided.
        if (isCut(chain, head) && knowsWhatIsLost(chain, head)) return this.#writeAgain(chain, shard, head);
        await shard.peersHeard();
        head = readHead(await shard.read(lookCall(chain.keys)));
      }
      head = await this.#notOlder(chain, shard, head);
      if (head === null) {
        if (chain.committed.version > 0) return this.#writeAgain(chain, shard, null);
        chain.isStale = false;
        chain.fenced(shard, generation);
        return { is: 'done' };
      }
      if (!isPlanted && isCut(chain, head) && !knowsWhatIsLost(chain, head)) {
        // Another hub may have what this one lacks.
        await shard.peersHeard();
        head = readHead(await shard.read(lookCall(chain.keys))) ?? head;
      }
      days = head.days;
      if (plantedFault === 'no-epoch') fencedTerm = head.term;
      if (isCut(chain, head) && !this.#takesHead(chain, head)) return this.#writeAgain(chain, shard, head);
    }
    chain.isStale = false;
    const written = await shard.write(fenceCall(chain.keys, fencedTerm, days));
    if (written.is !== 'kept' || shard.generation !== generation) {
      chain.isStale = true;
      if (written.is === 'kept') return 'again';
      if (written.is === 'unsure') return { is: 'not-now', reason: 'copies-missing' };
      if (isMoving(written.error)) throw written.error;
      return { is: 'not-now', reason: refusedReason(shard, written) };
    }
    const wrong = wrongKeys(chain, written.reply);
    if (wrong !== null) throw wrong;
    const [word, told] = wordsOf(written.reply);
    if (word === 'DAYS') {
      chain.isStale = true;
      chain.days = dayNames(String(told));
      return 'again';
    }
    return this.#follow(chain, shard, readHead(written.reply));
  }

  /**
   * A log that was put back from an older copy, or that Redis has forgotten, is whole by itself: what is outside of it knows better.
   *
   * @throws JournalDamagedError when it lacks what is proven, and no other hub brings it back
   */
  async #notOlder(chain: HallChain, shard: Shard, head: LogHead | null): Promise<LogHead | null> {
    const proven = this.#options.proven?.get(chain.hall) ?? 0;
    const isOlder = (at: LogHead | null): boolean => chain.committed.version < proven && (at?.position.version ?? 0) < proven;
    if (!isOlder(head)) return head;
    await shard.peersHeard();
    const again = readHead(await shard.read(lookCall(chain.keys)));
    // Who knows more cannot write it yet: it is asked again.
    if (isOlder(again) && shard.condition.is !== 'writable') throw new RedisGoneError('the log ends before its history');
    if (isOlder(again)) throw forgotten(chain.hall, again?.position.version ?? 0, proven);
    return again;
  }

  /** What the fence has confirmed. */
  async #follow(chain: HallChain, shard: Shard, head: LogHead | null): Promise<FenceOutcome | 'again'> {
    const { generation } = shard;
    if (head === null || isCut(chain, head)) {
      chain.unfence();
      return 'again';
    }
    if (chain.isKnown && chain.committed.version > 0) await this.#catchUp(chain, shard, head);
    else chain.jump(head.position);
    chain.epoch = head.epoch;
    chain.days = head.days;
    chain.isListed = true;
    chain.fenced(shard, generation);
    return { is: 'done' };
  }

  /** A little is read and verified; of much only that it goes on from what is known. */
  async #catchUp(chain: HallChain, shard: Shard, head: LogHead): Promise<void> {
    const { committed, hall, keys } = chain;
    if (head.position.version === committed.version) {
      if (head.position.hash !== committed.hash) throw forked(hall, head.position);
      return;
    }
    if (head.trimmedTo >= committed.version) {
      chain.jump(head.position);
      return;
    }
    const limit = Math.min(head.position.version - committed.version, TAIL_ENTRIES_MAX);
    const part = readPart(hall, await shard.read(readCall(keys, committed.version, limit)));
    const entries = openPart(hall, { after: committed.version, before: committed, entries: part?.entries ?? [] });
    if (chain.committed.version === committed.version) chain.extend(entries);
    if (chain.committed.version < head.position.version) chain.jump(head.position);
  }

  /** What the log has lost of what was committed. */
  async #writeAgain(chain: HallChain, shard: Shard, head: LogHead | null): Promise<FenceOutcome | 'again'> {
    const { hall, keys } = chain;
    const position = head?.position ?? ORIGIN;
    const known = chain.hashAt(position.version);
    if (known !== null && known !== position.hash) throw forked(hall, position);
    const lost = chain.tailAfter(position.version, TAIL_ENTRIES_MAX);
    if (known === null || lost === null) throw lostTooMuch(chain, position);
    const epoch = (head?.epoch ?? 0) + 1;
    const present = head?.days.at(-1) ?? null;
    const day = dayOf(lost, present);
    const days = head === null ? [day] : head.days.includes(day) ? head.days : [...head.days, day];
    const written = await shard.write(appendCall(keys, { epoch, term: shard.term, expected: position, days, entries: lost }));
    if (written.is === 'refused') {
      if (isMoving(written.error)) throw written.error;
      return { is: 'not-now', reason: refusedReason(shard, written) };
    }
    if (written.is === 'unsure') return { is: 'not-now', reason: 'copies-missing' };
    const wrong = wrongKeys(chain, written.reply);
    if (wrong !== null) throw wrong;
    const [word] = wordsOf(written.reply);
    // Its entries are there, and their head is not.
    if (word === 'FOREIGN') throw vanished(chain, keys.head);
    if (word === 'OK') {
      const last = chain.committed.version;
      this.#options.onTrouble(
        `hall ${hall}: the log had lost entries ${position.version + 1} to ${last}; they were written again`,
      );
    }
    return 'again';
  }

  /** The planted fault `resume-at-head`: whatever the log says now is where it goes on. */
  #takesHead(chain: HallChain, head: LogHead): boolean {
    const { plantedFault } = this.#options;
    if (plantedFault !== 'resume-at-head' && plantedFault !== 'no-epoch') return false;
    chain.jump(head.position);
    return true;
  }

  #freeze(chain: HallChain, error: unknown): FenceOutcome {
    const damage =
      error instanceof JournalDamagedError
        ? error
        : new JournalDamagedError(
            chain.hall,
            0,
            `another program keeps something under its keys (${String(error)}). Move it away.`,
          );
    this.#options.onTrouble(damage.message);
    return { is: 'frozen', error: chain.freeze(damage) };
  }
}

function isCut({ committed }: HallChain, { position }: LogHead): boolean {
  return position.version < committed.version;
}

function knowsWhatIsLost(chain: HallChain, { position }: LogHead): boolean {
  return chain.hashAt(position.version) !== null && chain.tailAfter(position.version, 1) !== null;
}

function forked(hall: string, { version }: Position): JournalDamagedError {
  const what =
    'the log and this hub have different entries there, and both were committed. Nothing is issued or called in this hall until an ' +
    'operator has decided: keep a copy of every node, choose the log that is right (docs/operating.md, "Two logs"), then restart the hubs';
  return new JournalDamagedError(hall, version, what);
}

function lostTooMuch({ committed, hall }: HallChain, { version }: Position): JournalDamagedError {
  const what =
    `the log ends here, and version ${committed.version} was committed; this hub does not have all that is missing. Nothing is issued or ` +
    'called in this hall until an operator has brought back the node that has it, or a backup (docs/operating.md), and restarted the hubs';
  return new JournalDamagedError(hall, version, what);
}

function forgotten(hall: string, version: number, proven: number): JournalDamagedError {
  const what =
    `the log ends at version ${version}, and the history in the database goes to version ${proven}: Redis has forgotten, or was put back from ` +
    'an older copy. Nothing is issued or called in this hall, or numbers would be given out twice. Put the newer log back; where there is none: ' +
    `npm run hall -- accept-lost-end ${hall} ${version} (docs/operating.md, "A log that lost its end"), then restart the hubs`;
  return new JournalDamagedError(hall, version + 1, what);
}
