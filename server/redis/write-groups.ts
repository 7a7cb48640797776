import type { Timers } from '../../shared/lib/clock.ts';
import { askCopies, type CopiesAsked, type CopiesCall } from './copies-call.ts';
import { areKept, copiesOf, masterRole, type CopiesNeed } from './copies-kept.ts';
import { COPIES_WAIT_MS, GROUP_WRITES_MAX, LOOK_AGAIN_MS, UNSURE_AFTER_MS, WRITE_ANSWER_MS_MAX } from './limits.ts';
import type { RedisLink } from './redis-link.ts';
import { RedisRefusedError, type RedisPlantedFault, type RedisReply, type Written } from './redis-store.ts';
import { sendAsked, type Asked } from './send-asked.ts';

/** A connection to a master, as groups need it. */
export type WrittenLink = Pick<RedisLink, 'isOpen' | 'send' | 'onEnd' | 'destroy'>;

export interface WriteGroupsOptions {
  /** To a master. Nothing else writes over it. */
  readonly link: WrittenLink;
  readonly copiesCall: CopiesCall;
  readonly timers: Timers;
  /** Null while nobody knows. */
  readonly need: () => CopiesNeed | null;
  /** Asks again who must have a write: who is away or removed may have changed. */
  readonly lookAtNeed: () => Promise<void>;
  /** Why nothing may be sent now; null when it may. */
  readonly refusal: () => RedisRefusedError | null;
  /** The server refused a write. */
  readonly onRefused: (error: RedisRefusedError) => void;
  /** `true`: a group waits for its copies beyond its time. `false`: it has them. */
  readonly onShort: (isShort: boolean) => void;
  readonly onTrouble: (trouble: string) => void;
  /** Only for planted faults: a connection that wrote nothing. */
  readonly connectElsewhere: () => Promise<WrittenLink>;
  readonly plantedFault: RedisPlantedFault | null;
}

/** A write that waits for its group. */
interface WaitingWrite extends Asked {
  readonly settle: (written: Written) => void;
}

interface Answered {
  readonly write: WaitingWrite;
  readonly reply: RedisReply;
}

/**
 * Group commit over one connection, in the order in which writes were asked for. Those that wait are sent as one group, with one `WAIT`
 * behind them; the next group leaves when this one is kept. A group that has too few copies stays where it is and is waited for as long
 * as the connection holds: over another one the answer would mean nothing.
 */
export class WriteGroups {
  readonly #options: WriteGroupsOptions;
  readonly #waiting: WaitingWrite[] = [];
  #isWorking = false;
  #isShort = false;
  /** Only for the planted fault `wait-elsewhere`. */
  #elsewhere: WrittenLink | null = null;

  constructor(options: WriteGroupsOptions) {
    this.#options = options;
    options.link.onEnd(() => this.#elsewhere?.destroy());
  }

  /** A group waits for its copies beyond its time. */
  get isShort(): boolean {
    return this.#isShort;
  }

  /** Never rejects. */
  write(asked: Asked): Promise<Written> {
    return new Promise((settle) => {
      this.#waiting.push({ ...asked, settle });
      if (!this.#isWorking) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (;;) {
      // What is asked for in the same turn of the event loop joins the group: with the answers of the last one come the next writes.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#waiting.length === 0) break;
      await this.#commit(this.#waiting.splice(0, GROUP_WRITES_MAX));
    }
    this.#isWorking = false;
  }

  async #commit(group: readonly WaitingWrite[]): Promise<void> {
    const { link, plantedFault, refusal, timers } = this.#options;
    const error = refusal();
    if (error !== null) {
      for (const { settle } of group) settle({ is: 'refused', error });
      return;
    }
    const release = timers.after(WRITE_ANSWER_MS_MAX, () => link.destroy());
    const replies = group.map((write) => answerOf(link, write));
    const before = link.send(['ROLE']).then(masterRole, () => null);
    const copies = plantedFault === 'wait-off' ? Promise.resolve(null) : this.#askCopies();
    const answered = (await Promise.all(replies)).flatMap((answer) => this.#open(answer));
    const [role, first] = await Promise.all([before, copies]);
    release();
    if (answered.length === 0) return;
    await this.#untilKept(answered, { offset: role?.offset ?? Infinity, first });
  }

  /** Settles what the server refused and what has no answer; gives the rest. */
  #open({ outcome, write }: { readonly write: WaitingWrite; readonly outcome: RedisReply | Error }): Answered[] {
    if (!(outcome instanceof Error)) return [{ write, reply: outcome }];
    if (!(outcome instanceof RedisRefusedError)) {
      write.settle({ is: 'unsure', reply: null });
      return [];
    }
    this.#options.onRefused(outcome);
    write.settle({ is: 'refused', error: outcome });
    return [];
  }

  async #untilKept(
    answered: readonly Answered[],
    { first, offset }: { readonly offset: number; readonly first: CopiesAsked | null },
  ): Promise<void> {
    const { link, lookAtNeed, onShort, timers } = this.#options;
    const settle = (is: 'kept' | 'unsure'): void => {
      for (const { reply, write } of answered) write.settle({ is, reply });
    };
    const releaseUnsure = timers.after(UNSURE_AFTER_MS, () => {
      this.#isShort = true;
      onShort(true);
      settle('unsure');
    });
    let asked = first;
    while (link.isOpen && !this.#areKept(offset, asked)) {
      await new Promise<void>((resolve) => timers.after(LOOK_AGAIN_MS, resolve));
      await lookAtNeed();
      asked = await this.#askCopiesInTime();
    }
    releaseUnsure();
    settle(link.isOpen ? 'kept' : 'unsure');
    if (!this.#isShort || !link.isOpen) return;
    this.#isShort = false;
    onShort(false);
  }

  #areKept(offset: number, asked: CopiesAsked | null): boolean {
    const { copiesCall, plantedFault } = this.#options;
    const need = this.#options.need();
    if (plantedFault === 'wait-off') return true;
    if (asked === null || need === null) return false;
    if (plantedFault === 'wait-one') return asked.acknowledged >= 1;
    if (plantedFault === 'wait-elsewhere') return asked.acknowledged >= copiesOf(need).kept;
    // Where each is tells what it has received, not what is on its disk.
    if (copiesCall === 'WAITAOF' && asked.acknowledged < copiesOf(need).kept) return false;
    return asked.role !== null && areKept(need, offset, asked.acknowledged, asked.role);
  }

  async #askCopiesInTime(): Promise<CopiesAsked | null> {
    const { link, timers } = this.#options;
    const release = timers.after(WRITE_ANSWER_MS_MAX, () => link.destroy());
    const asked = await this.#askCopies();
    release();
    return asked;
  }

  /** Null when the connection ended, or is to a node that is no master. */
  async #askCopies(): Promise<CopiesAsked | null> {
    const { copiesCall, link, onTrouble, plantedFault } = this.#options;
    const need = this.#options.need();
    const wanted = plantedFault === 'wait-one' ? 1 : need === null ? 0 : copiesOf(need).kept;
    const waits = plantedFault === 'wait-elsewhere' ? this.#takeElsewhere() : link;
    try {
      const [acknowledged, role] = await Promise.all([
        askCopies((command) => waits.send(command), copiesCall, wanted, COPIES_WAIT_MS),
        link.send(['ROLE']),
      ]);
      if (waits !== link) waits.destroy();
      return { acknowledged, role: masterRole(role) };
    } catch (error) {
      onTrouble(error instanceof Error ? error.message : String(error));
      link.destroy();
      return null;
    }
  }

  /** It is as old as the group before: what it waits for was written then. */
  #takeElsewhere(): WrittenLink {
    const { connectElsewhere, link } = this.#options;
    const taken = this.#elsewhere ?? link;
    this.#elsewhere = null;
    void connectElsewhere().then(
      (fresh) => {
        if (link.isOpen) this.#elsewhere = fresh;
        else fresh.destroy();
      },
      () => undefined,
    );
    return taken;
  }
}

/** What the server said to a write, or why it said nothing. Never rejects. */
async function answerOf(link: WrittenLink, write: WaitingWrite) {
  const outcome = await sendAsked(link, write).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  return { write, outcome };
}
