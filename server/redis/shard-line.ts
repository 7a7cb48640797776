import type { Timers } from '../../shared/lib/clock.ts';
import { askCopies, copiesCallOf, type CopiesAsked, type CopiesCall } from './copies-call.ts';
import { areKept, areThere, copiesOf, masterRole, type CopiesNeed } from './copies-kept.ts';
import { answerOf, sendAsked, type Answered, type WaitingWrite } from './group-write.ts';
import {
  COPIES_WAIT_MS,
  GROUP_WRITES_MAX,
  LOOK_AGAIN_MS,
  LOOK_MS,
  PEERS_MS,
  UNSURE_AFTER_MS,
  WRITE_ANSWER_MS_MAX,
} from './limits.ts';
import type { AskedShard } from './moving-slots.ts';
import { nodeName, type NodeAddress } from './redis-address.ts';
import type { RedisLink } from './redis-link.ts';
import {
  RedisGoneError,
  RedisRefusedError,
  type RedisPlantedFault,
  type RedisReply,
  type ShardEvent,
  type StoreCondition,
  type Written,
  type WeakerSetting,
} from './redis-store.ts';

export interface FoundMaster {
  readonly node: NodeAddress;
  readonly need: CopiesNeed;
}

/** `quiet`: only for a planted fault. */
export type LinkUse = 'writes' | 'reads' | 'quiet';

export interface ShardLineOptions {
  /** Null while nobody knows. Never rejects. */
  readonly find: () => Promise<FoundMaster | null>;
  readonly connect: (node: NodeAddress, use: LinkUse) => Promise<RedisLink>;
  readonly timers: Timers;
  /** Weaker settings that were accepted by name. */
  readonly allowed: readonly WeakerSetting[];
  readonly onEvent: (event: ShardEvent) => void;
  readonly onTrouble: (trouble: string) => void;
  readonly plantedFault: RedisPlantedFault | null;
}

/** This node is no master any more, or not yet. */
const NO_MASTER = ['READONLY', 'MASTERDOWN', 'LOADING', 'UNBLOCKED'];
/** There is no room for more. */
const NO_ROOM = ['OOM', 'MISCONF'];

/**
 * The way to one master: one connection that writes, one that reads.
 *
 * Writes that wait are sent as one group, with one `WAIT` behind them on the same connection; the next group leaves when this one is
 * kept. A group that has too few copies stays where it is and is waited for, by that connection, as long as it holds: over another one
 * the answer would mean nothing.
 */
export class ShardLine implements AskedShard {
  readonly #options: ShardLineOptions;
  readonly #waiting: WaitingWrite[] = [];
  #need: CopiesNeed | null = null;
  #writes: RedisLink | null = null;
  #reads: RedisLink | null = null;
  #copiesCall: CopiesCall = 'WAIT';
  #generation = 0;
  #term = '';
  #peersHeard: Promise<void> = Promise.resolve();
  #is: StoreCondition['is'] = 'unreachable';
  #judged: Parameters<ShardLine['judge']>[0] = { isUnsafe: false, weaker: [] };
  #told = '';
  #isWorking = false;
  /** Only for the planted fault `wait-elsewhere`: a connection that wrote nothing. */
  #elsewhere: RedisLink | null = null;
  /** A group waits for its copies beyond its time. */
  #isShort = false;
  #looking: Promise<void> | null = null;
  #stopLooking = (): void => undefined;
  #isClosed = false;

  constructor(options: ShardLineOptions) {
    this.#options = options;
  }

  /** Looks once, then as often as it must. Resolves after the first look, connected or not. */
  async start(): Promise<void> {
    this.#stopLooking = this.#options.timers.every(LOOK_MS, () => void this.look());
    await this.look();
  }

  get generation(): number {
    return this.#generation;
  }

  get term(): string {
    return this.#writes === null ? '' : this.#term;
  }

  get node(): NodeAddress | null {
    return this.#writes?.node ?? null;
  }

  get condition(): StoreCondition {
    const { weaker } = this.#judged;
    const copies = this.#need === null ? { promised: 0, kept: 0 } : copiesOf(this.#need);
    return { is: this.#now, copies, ...(weaker.length > 0 && { weaker }) };
  }

  /** For each write, without the rest. */
  get #now(): StoreCondition['is'] {
    return this.#judged.isUnsafe && this.#is === 'writable' ? 'unsafe' : this.#is;
  }

  /** What was seen of the settings of its nodes (`settings-watch.ts`), until it is told otherwise. */
  judge(judged: { readonly isUnsafe: boolean; readonly weaker: readonly string[] }): void {
    this.#judged = judged;
    this.#tell();
  }

  peersHeard(): Promise<void> {
    return this.#peersHeard;
  }

  write(command: readonly string[], isAsking = false): Promise<Written> {
    if (this.#now !== 'writable') return Promise.resolve(this.#refused());
    return new Promise((settle) => {
      this.#waiting.push({ command, isAsking, settle });
      if (!this.#isWorking) void this.#work();
    });
  }

  async read(command: readonly string[], isAsking = false): Promise<RedisReply> {
    const link = this.#reads;
    if (link === null) throw new RedisGoneError('no node takes commands now');
    const release = this.#options.timers.after(WRITE_ANSWER_MS_MAX, () => link.destroy());
    try {
      return await sendAsked(link, { command, isAsking });
    } finally {
      release();
    }
  }

  /** Who is master, which copies are there. One at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#options.onTrouble(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** Ends its connections; what has no answer is unsure. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#stopLooking();
    this.#writes?.destroy();
    this.#reads?.destroy();
    this.#elsewhere?.destroy();
  }

  async #look(): Promise<void> {
    const found = await this.#options.find();
    if (this.#isClosed) return;
    if (found !== null) {
      this.#need = found.need;
      if (this.#writes !== null && nodeName(this.#writes.node) !== nodeName(found.node)) {
        this.#options.onTrouble(`${nodeName(found.node)} is the master now`);
        this.#writes.destroy();
      }
      if (this.#writes === null) await this.#connect(found.node);
    }
    if (this.#writes !== null && !this.#isShort) await this.#checkCopies();
    this.#tell();
  }

  async #connect(node: NodeAddress): Promise<void> {
    const { connect } = this.#options;
    const writes = await connect(node, 'writes');
    const reads = await connect(node, 'reads').catch((error: unknown) => {
      writes.destroy();
      throw error;
    });
    const drop = (): void => {
      writes.destroy();
      reads.destroy();
    };
    const release = this.#options.timers.after(WRITE_ANSWER_MS_MAX, drop);
    try {
      const [role, replication] = await Promise.all([writes.send(['ROLE']), writes.send(['INFO', 'replication'])]);
      const term = /^master_replid:(\S+)/m.exec(String(replication))?.[1];
      if (masterRole(role) === null || term === undefined) throw new RedisGoneError(`${nodeName(node)} is no master`);
      const copiesCall = await copiesCallOf((command) => writes.send(command), this.#options.allowed);
      if (this.#isClosed) throw new RedisGoneError('closed');
      this.#copiesCall = copiesCall;
      this.#begin(writes, reads, term);
    } catch (error) {
      drop();
      throw error;
    } finally {
      release();
    }
  }

  #begin(writes: RedisLink, reads: RedisLink, term: string): void {
    this.#writes = writes;
    this.#reads = reads;
    this.#generation += 1;
    this.#isShort = false;
    if (term !== this.#term) {
      this.#term = term;
      this.#peersHeard = new Promise((resolve) => this.#options.timers.after(PEERS_MS, resolve));
    }
    writes.onEnd(() => this.#lost(writes));
    reads.onEnd(() => writes.destroy());
    this.#options.onEvent('term');
  }

  #lost(writes: RedisLink): void {
    if (this.#writes !== writes) return;
    this.#reads?.destroy();
    this.#writes = null;
    this.#reads = null;
    this.#isShort = false;
    this.#become('unreachable');
    if (!this.#isClosed) this.#options.timers.after(LOOK_AGAIN_MS, () => void this.look());
  }

  async #checkCopies(): Promise<void> {
    const need = this.#need;
    if (need === null || this.#reads === null) return;
    const role = masterRole(await this.read(['ROLE']));
    if (this.#writes === null || this.#isShort) return;
    if (role === null) this.#writes.destroy();
    else if (!areThere(need, role)) this.#become('copies-missing');
    else if (this.#is === 'full') await this.#probeRoom();
    else this.#become('writable');
  }

  async #probeRoom(): Promise<void> {
    try {
      await this.read(['FCALL', 'hallcall_room', '0']);
      this.#become('writable');
    } catch (error) {
      // Still full; anything else shows at the next look.
      if (!(error instanceof RedisRefusedError)) throw error;
    }
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
    const link = this.#writes;
    if (link === null || this.#is === 'full') {
      for (const each of group) each.settle(this.#refused());
      return;
    }
    const release = this.#options.timers.after(WRITE_ANSWER_MS_MAX, () => link.destroy());
    const replies = group.map((write) => answerOf(link, write));
    const before = link.send(['ROLE']).then(masterRole, () => null);
    const copies = this.#options.plantedFault === 'wait-off' ? Promise.resolve(null) : this.#askCopies(link);
    const answered = (await Promise.all(replies)).flatMap((answer) => this.#open(answer));
    const [role, first] = await Promise.all([before, copies]);
    release();
    if (answered.length === 0) return;
    await this.#untilKept(link, answered, { offset: role?.offset ?? Infinity, first });
  }

  /** Settles what the server refused and what has no answer; gives the rest. */
  #open({ write, outcome }: { readonly write: WaitingWrite; readonly outcome: RedisReply | Error }): Answered[] {
    if (!(outcome instanceof Error)) return [{ write, reply: outcome }];
    if (!(outcome instanceof RedisRefusedError)) {
      write.settle({ is: 'unsure', reply: null });
      return [];
    }
    if (NO_MASTER.includes(outcome.code)) this.#writes?.destroy();
    if (NO_ROOM.includes(outcome.code)) this.#become('full');
    if (outcome.code === 'NOREPLICAS') this.#become('copies-missing');
    write.settle({ is: 'refused', error: outcome });
    return [];
  }

  async #untilKept(
    link: RedisLink,
    answered: readonly Answered[],
    { offset, first }: { readonly offset: number; readonly first: CopiesAsked | null },
  ): Promise<void> {
    const settle = (is: 'kept' | 'unsure'): void => {
      for (const { reply, write } of answered) write.settle({ is, reply });
    };
    const releaseUnsure = this.#options.timers.after(UNSURE_AFTER_MS, () => {
      this.#isShort = true;
      this.#become('copies-missing');
      settle('unsure');
    });
    let asked = first;
    while (link.isOpen && !this.#areKept(offset, asked)) {
      await this.#lookAtNeed();
      asked = await this.#askCopiesInTime(link);
    }
    releaseUnsure();
    const isShort = this.#isShort;
    if (link.isOpen) {
      this.#isShort = false;
      settle('kept');
      if (isShort) await this.look();
    } else {
      settle('unsure');
    }
  }

  #areKept(offset: number, asked: CopiesAsked | null): boolean {
    const { plantedFault } = this.#options;
    if (plantedFault === 'wait-off') return true;
    if (asked === null || this.#need === null) return false;
    if (plantedFault === 'wait-one') return asked.acknowledged >= 1;
    if (plantedFault === 'wait-elsewhere') return asked.acknowledged >= copiesOf(this.#need).kept;
    // Where each is tells what it has received, not what is on its disk.
    if (this.#copiesCall === 'WAITAOF' && asked.acknowledged < copiesOf(this.#need).kept) return false;
    return asked.role !== null && areKept(this.#need, offset, asked.acknowledged, asked.role);
  }

  /** Who is away or removed may have changed while copies are waited for. */
  async #lookAtNeed(): Promise<void> {
    const { timers } = this.#options;
    await new Promise<void>((resolve) => timers.after(LOOK_AGAIN_MS, resolve));
    const found = await this.#options.find();
    if (found === null) return;
    this.#need = found.need;
    this.#tell();
    if (this.#writes !== null && nodeName(found.node) !== nodeName(this.#writes.node)) this.#writes.destroy();
  }

  async #askCopiesInTime(link: RedisLink): Promise<CopiesAsked | null> {
    const release = this.#options.timers.after(WRITE_ANSWER_MS_MAX, () => link.destroy());
    const asked = await this.#askCopies(link);
    release();
    return asked;
  }

  /** Null when the connection ended, or is to a node that is no master. */
  async #askCopies(link: RedisLink): Promise<CopiesAsked | null> {
    const { plantedFault } = this.#options;
    const wanted = plantedFault === 'wait-one' ? 1 : this.#need === null ? 0 : copiesOf(this.#need).kept;
    const waits = plantedFault === 'wait-elsewhere' ? this.#takeElsewhere(link) : link;
    try {
      const [acknowledged, role] = await Promise.all([
        askCopies((command) => waits.send(command), this.#copiesCall, wanted, COPIES_WAIT_MS),
        link.send(['ROLE']),
      ]);
      if (waits !== link) waits.destroy();
      return { acknowledged, role: masterRole(role) };
    } catch (error) {
      this.#options.onTrouble(error instanceof Error ? error.message : String(error));
      link.destroy();
      return null;
    }
  }

  /** It is as old as the group before: what it waits for was written then. */
  #takeElsewhere(link: RedisLink): RedisLink {
    const taken = this.#elsewhere ?? link;
    this.#elsewhere = null;
    void this.#options.connect(link.node, 'quiet').then(
      (fresh) => {
        if (this.#isClosed || !link.isOpen) fresh.destroy();
        else this.#elsewhere = fresh;
      },
      () => undefined,
    );
    return taken;
  }

  #refused(): Written {
    return { is: 'refused', error: new RedisRefusedError(`NOTWRITABLE the store is ${this.#now}`) };
  }

  #become(is: StoreCondition['is']): void {
    this.#is = is;
    this.#tell();
  }

  #tell(): void {
    const condition = JSON.stringify(this.condition);
    if (condition === this.#told) return;
    this.#told = condition;
    this.#options.onEvent('condition');
  }
}
