import { slotOf } from './cluster-map.ts';
import { areThere, copiesOf, masterRole, type CopiesNeed } from './copies-kept.ts';
import { LOOK_AGAIN_MS, LOOK_MS, PEERS_MS, WRITE_ANSWER_MS_MAX, WRITE_LINKS } from './limits.ts';
import { openMasterLinks, type MasterLinks, type MasterLinksOptions } from './master-links.ts';
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
} from './redis-store.ts';
import { sendAsked } from './send-asked.ts';
import { WriteGroups } from './write-groups.ts';

export interface FoundMaster {
  readonly node: NodeAddress;
  readonly need: CopiesNeed;
}

export interface ShardLineOptions extends MasterLinksOptions {
  /** Null while nobody knows. Never rejects. */
  readonly find: () => Promise<FoundMaster | null>;
  readonly onEvent: (event: ShardEvent) => void;
  readonly onTrouble: (trouble: string) => void;
  readonly plantedFault: RedisPlantedFault | null;
}

/** This node is no master any more, or not yet. */
const NO_MASTER = ['READONLY', 'MASTERDOWN', 'LOADING', 'UNBLOCKED'];
/** There is no room for more. */
const NO_ROOM = ['OOM', 'MISCONF'];

/** The way to one master: connections that write, in groups (`write-groups.ts`), and one that reads. */
export class ShardLine implements AskedShard {
  readonly #options: ShardLineOptions;
  #need: CopiesNeed | null = null;
  #links: MasterLinks | null = null;
  /** Over each connection that writes; none while there is none. */
  #groups: readonly WriteGroups[] = [];
  #generation = 0;
  #lastTerm = '';
  #peersHeard: Promise<void> = Promise.resolve();
  #is: StoreCondition['is'] = 'unreachable';
  #judged: Parameters<ShardLine['judge']>[0] = { isUnsafe: false, weaker: [] };
  #told = '';
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
    return this.#links?.term ?? '';
  }

  get node(): NodeAddress | null {
    return this.#links?.node ?? null;
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

  async write(command: readonly string[], isAsking = false): Promise<Written> {
    const groups = this.#groups[slotOf(firstKey(command)) % WRITE_LINKS];
    const error = this.#refusal();
    if (groups === undefined || error !== null) return { is: 'refused', error: error ?? notWritable('unreachable') };
    return groups.write({ command, isAsking });
  }

  async read(command: readonly string[], isAsking = false): Promise<RedisReply> {
    const link = this.#links?.reads;
    if (link === undefined) throw new RedisGoneError('no node takes commands now');
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
    this.#links?.drop();
  }

  async #look(): Promise<void> {
    const found = await this.#options.find();
    if (this.#isClosed) return;
    if (found !== null) {
      this.#need = found.need;
      if (this.#links !== null && nodeName(this.#links.node) !== nodeName(found.node)) {
        this.#options.onTrouble(`${nodeName(found.node)} is the master now`);
        this.#links.drop();
      }
      if (this.#links === null) this.#begin(await openMasterLinks(found.node, this.#options));
    }
    if (this.#links !== null && !this.#isShort) await this.#checkCopies();
    this.#tell();
  }

  #begin(links: MasterLinks): void {
    if (this.#isClosed) {
      links.drop();
      return;
    }
    this.#links = links;
    this.#groups = links.writes.map((link) => this.#groupsOver(link, links));
    this.#generation += 1;
    if (links.term !== this.#lastTerm) {
      this.#lastTerm = links.term;
      this.#peersHeard = new Promise((resolve) => this.#options.timers.after(PEERS_MS, resolve));
    }
    for (const link of [...links.writes, links.reads]) link.onEnd(() => this.#lost(links));
    this.#options.onEvent('term');
  }

  #groupsOver(link: RedisLink, { copiesCall, node }: MasterLinks): WriteGroups {
    const { connect, onTrouble, plantedFault, timers } = this.#options;
    return new WriteGroups({
      link,
      copiesCall,
      timers,
      need: () => this.#need,
      lookAtNeed: () => this.#lookAtNeed(),
      refusal: () => this.#refusal(),
      onRefused: (error) => this.#refusedBy(error),
      onShort: (isShort) => (isShort ? this.#become('copies-missing') : void this.look()),
      onTrouble,
      connectElsewhere: () => connect(node, 'quiet'),
      plantedFault,
    });
  }

  #lost(links: MasterLinks): void {
    links.drop();
    if (this.#links !== links) return;
    this.#links = null;
    this.#groups = [];
    this.#become('unreachable');
    if (!this.#isClosed) this.#options.timers.after(LOOK_AGAIN_MS, () => void this.look());
  }

  async #checkCopies(): Promise<void> {
    const need = this.#need;
    if (need === null) return;
    const role = masterRole(await this.read(['ROLE']));
    if (this.#links === null || this.#isShort) return;
    if (role === null) this.#links?.drop();
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

  #refusedBy({ code }: RedisRefusedError): void {
    if (NO_MASTER.includes(code)) this.#links?.drop();
    if (NO_ROOM.includes(code)) this.#become('full');
    if (code === 'NOREPLICAS') this.#become('copies-missing');
  }

  async #lookAtNeed(): Promise<void> {
    const found = await this.#options.find();
    if (found === null) return;
    this.#need = found.need;
    this.#tell();
    if (this.#links !== null && nodeName(found.node) !== nodeName(this.#links.node)) this.#links.drop();
  }

  get #isShort(): boolean {
    return this.#groups.some(({ isShort }) => isShort);
  }

  #refusal(): RedisRefusedError | null {
    return this.#now === 'writable' ? null : notWritable(this.#now);
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

/** What is of one hall has one slot, goes over one connection, and is done in the order in which it was asked for. */
function firstKey([name, first = '', , key = first]: readonly string[]): string {
  return name === 'FCALL' ? key : first;
}

function notWritable(is: StoreCondition['is']): RedisRefusedError {
  return new RedisRefusedError(`NOTWRITABLE the store is ${is}`);
}
