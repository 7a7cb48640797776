import type { JournalEntry } from '../../../server/journal/entry.ts';
import { randomInteger, type Random } from '../../../shared/lib/random.ts';
import { pick } from '../crowd.ts';
import type { SimulatedTime } from '../simulated-time.ts';
import { ModelNode } from './model-node.ts';

const TICK_MS = 100;
/** Sentinels wait so long before they believe that a master is gone. */
const DOWN_AFTER_MS = 600;

/** The request or its answer was lost: for a write, nobody knows. */
export class GoneError extends Error {
  override readonly name = 'GoneError';
}

export interface ModelRedisOptions {
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly trace: (line: string) => void;
  /** One way between any two of them, ms. */
  readonly delayMs: () => number;
}

/** Who speaks: on which side of a cut network, and whether it is still there to hear an answer. */
export interface Caller {
  side: number;
  isOver: boolean;
}

/** A connection: it ends when the node is another one than it was, by a new start or by a failover. */
export interface Line {
  readonly node: ModelNode;
  readonly term: string;
}

/** What the master does with a request; it may answer later. */
export type Request<Answer> = (master: ModelNode, answer: (answer: Answer) => void) => void;

/**
 * A master, two replicas and Sentinels in virtual time: replication that comes later, nodes that are killed, paused and cut off, and
 * failovers that promote whoever can be reached and has most. What the promoted one lacks is gone, which is what all of this is about.
 */
export class ModelRedis {
  readonly nodes: readonly ModelNode[];
  readonly #options: ModelRedisOptions;
  #terms = 0;
  /** Whom the Sentinels call the master. */
  #master: ModelNode;
  #masterSeenAt = 0;
  failovers = 0;

  constructor(options: ModelRedisOptions) {
    this.#options = options;
    this.nodes = ['a', 'b', 'c'].map((name) => new ModelNode(name));
    this.#master = this.nodes[0]!;
    for (const node of this.nodes) {
      const isMaster = node === this.#master;
      node.become(isMaster ? 'master' : 'replica', isMaster ? null : this.#master, this.#newTerm());
    }
    options.time.every(TICK_MS, () => this.#tick());
  }

  get master(): ModelNode {
    return this.#master;
  }

  get time(): SimulatedTime {
    return this.#options.time;
  }

  /** What nobody can take away: on all nodes, and the same. */
  entries(_hall: string, after: number, limit: number): JournalEntry[] {
    const [first, ...others] = this.nodes.map(({ log }) => log);
    const found: JournalEntry[] = [];
    for (let index = after; first !== undefined && found.length < limit; index += 1) {
      const entry = first[index];
      if (entry === undefined || others.some((log) => log[index]?.hash !== entry.hash)) break;
      found.push(entry);
    }
    return found;
  }

  /** The node that this caller would be told to connect to; null: it reaches nobody who takes writes. */
  masterFor({ side }: Caller): ModelNode | null {
    // On the other side of a cut the local Sentinel still names the old master.
    const named = side === 0 ? this.#master : (this.nodes.find((node) => node.side === side && node.role === 'master') ?? null);
    return named !== null && named.side === side && named.isWorking && named.role === 'master' ? named : null;
  }

  /**
   * A request on its way to a node and its answer back. What is on its way is done though the caller has given up; a paused node does
   * it when it goes on. Rejects after `withinMs` without an answer; says nothing at all to a caller that is no more.
   */
  ask<Answer>(caller: Caller, { node, term }: Line, withinMs: number, request: Request<Answer>): Promise<Answer> {
    const { delayMs, time } = this.#options;
    return new Promise((resolve, reject) => {
      let isDone = false;
      const finish = (end: () => void): void => {
        if (isDone || caller.isOver) return;
        isDone = true;
        end();
      };
      time.after(withinMs, () => finish(() => reject(new GoneError('no answer'))));
      const arrive = (): void => {
        if (node.side !== caller.side) return;
        if (node.isPaused) return void time.after(TICK_MS, arrive);
        if (!node.isAlive || node.term !== term) {
          return void time.after(delayMs(), () => finish(() => reject(new GoneError('the node hung up'))));
        }
        request(node, (answer) => {
          time.after(delayMs(), () => {
            if (node.isAlive && node.side === caller.side) finish(() => resolve(answer));
          });
        });
        this.#replicate(node);
      };
      time.after(delayMs(), arrive);
    });
  }

  /** Like WAIT: answers how many have it as soon as enough do, else after `ms`. */
  wait(node: ModelNode, offset: number, copies: number, ms: number, answer: (copies: number) => void): void {
    let isDone = false;
    const finish = (): void => {
      if (isDone || !node.isAlive) return;
      if (node.isPaused) return void this.time.after(TICK_MS, finish);
      isDone = true;
      release();
      answer(node.copiesOf(offset));
    };
    const cancel = this.time.after(ms, finish);
    let release = (): void => cancel();
    const releaseWaiter = node.onceCopied(offset, copies, () => this.time.after(0, finish));
    release = () => {
      cancel();
      releaseWaiter();
    };
  }

  kill(node: ModelNode, forMs: number): void {
    if (!node.isAlive) return;
    this.#options.trace(`${this.time.elapsed} kill ${node.name}`);
    node.isAlive = false;
    this.time.after(forMs, () => this.revive(node));
  }

  revive(node: ModelNode): void {
    if (node.isAlive) return;
    node.isAlive = true;
    // With its data, but it cannot prove to anybody whose they are: they copy it whole.
    if (node.role === 'master') node.become('master', null, this.#newTerm());
  }

  pause(node: ModelNode, forMs: number): void {
    this.#options.trace(`${this.time.elapsed} pause ${node.name}`);
    node.isPaused = true;
    this.time.after(forMs, () => (node.isPaused = false));
  }

  /** The master alone, or with one replica, on the other side; the Sentinels stay here. */
  cut(forMs: number, callers: readonly Caller[]): void {
    const { random, trace } = this.#options;
    const away = [this.#master];
    if (random() < 0.5)
      away.push(
        pick(
          random,
          this.nodes.filter((node) => node !== this.#master),
        ),
      );
    trace(`${this.time.elapsed} cut ${away.map(({ name }) => name).join('')}`);
    for (const node of away) node.side = 1;
    for (const caller of callers) if (random() < 0.5) caller.side = 1;
    this.time.after(forMs, () => this.join(callers));
  }

  join(callers: readonly Caller[]): void {
    for (const node of this.nodes) node.side = 0;
    for (const caller of callers) caller.side = 0;
  }

  heal(callers: readonly Caller[]): void {
    this.join(callers);
    for (const node of this.nodes) {
      node.isPaused = false;
      this.revive(node);
    }
  }

  /** What a master has written goes to who follows it; each hears of it a moment later, and says so. */
  #replicate(master: ModelNode): void {
    const { delayMs, time } = this.#options;
    const { offset, term } = master;
    for (const replica of this.nodes) {
      if (replica.follows !== master) continue;
      time.after(delayMs(), () => {
        if (!this.#isLinked(replica, master) || master.term !== term) return;
        replica.copyFrom(master, Math.max(offset, replica.offset));
        time.after(delayMs(), () => {
          if (this.#isLinked(replica, master) && master.term === term) master.acknowledged(replica, offset);
        });
      });
    }
  }

  #isLinked(replica: ModelNode, master: ModelNode): boolean {
    const bothWork = replica.isWorking && master.isWorking && replica.side === master.side;
    return bothWork && replica.follows === master && master.role === 'master';
  }

  #tick(): void {
    this.#watchMaster();
    for (const node of this.nodes) {
      const isReached = node.isWorking && node.side === 0;
      if (isReached && node !== this.#master && node.follows !== this.#master) node.become('replica', this.#master, '');
      const { follows } = node;
      if (follows !== null && this.#isLinked(node, follows)) {
        if (!node.isSameAs(follows)) node.copyFrom(follows, follows.offset);
        follows.acknowledged(node, follows.offset);
      }
    }
  }

  #watchMaster(): void {
    const { elapsed } = this.time;
    if (this.#master.isWorking && this.#master.side === 0) {
      this.#masterSeenAt = elapsed;
      return;
    }
    if (elapsed - this.#masterSeenAt < DOWN_AFTER_MS + randomInteger(this.#options.random, 400)) return;
    const reached = this.nodes.filter((node) => node !== this.#master && node.isWorking && node.side === 0);
    const [best] = [...reached].sort((left, right) => right.offset - left.offset);
    if (best === undefined) return;
    this.#master = best;
    this.failovers += 1;
    this.#masterSeenAt = elapsed;
    best.become('master', null, this.#newTerm());
    this.#options.trace(`${elapsed} failover to ${best.name} at ${best.head.version}`);
  }

  #newTerm(): string {
    this.#terms += 1;
    return `term-${this.#terms}`;
  }
}
