import type { KeptCopies, RedisReply } from './redis-store.ts';

/** Who must have a write before it counts. */
export interface CopiesNeed {
  /** As the installation was made. */
  readonly promised: number;
  /** Every replica that may become the master, by `host:port`; null where nobody but an operator makes a master: any will do. */
  readonly names: ReadonlySet<string> | null;
  /** Taken out by an operator. */
  readonly removed: ReadonlySet<string>;
  /** Cannot become the master now: a majority of those who would make it one says so. Only when the copies are relaxed. */
  readonly away: ReadonlySet<string>;
}

/** What `ROLE` says of a master. */
export interface MasterRole {
  /** Bytes of the stream that replicas follow. */
  readonly offset: number;
  /** Replicas that are online, and how far each has said that it is. */
  readonly replicas: ReadonlyMap<string, number>;
}

/** Null for a node that is no master, or an answer that is none. */
export function masterRole(reply: RedisReply): MasterRole | null {
  if (!Array.isArray(reply) || reply[0] !== 'master') return null;
  const listed = Array.isArray(reply[2]) ? (reply[2] as readonly RedisReply[]) : [];
  const replicas = listed.flatMap((each): [string, number][] => {
    if (!Array.isArray(each)) return [];
    const [host, port, offset] = each as readonly RedisReply[];
    return [[`${String(host)}:${String(port)}`, Number(offset)]];
  });
  return { offset: Number(reply[1]), replicas: new Map(replicas) };
}

/** Those that must be among the copies, by name. */
function needed({ away, names, removed }: CopiesNeed): string[] {
  return [...(names ?? [])].filter((name) => !removed.has(name) && !away.has(name));
}

/** `kept`: W of the protocol. Who is away never lowers it below 1; an operator may. */
export function copiesOf(need: CopiesNeed): KeptCopies {
  const { away, names, promised, removed } = need;
  const awayNow = [...away].filter((name) => names?.has(name) === true && !removed.has(name)).length;
  const left = Math.max(needed(need).length, promised - removed.size - awayNow);
  return { promised, kept: Math.max(awayNow > 0 ? 1 : 0, left) };
}

/** Whether enough of them are there at all. */
export function areThere(need: CopiesNeed, { replicas }: MasterRole): boolean {
  return replicas.size >= copiesOf(need).kept && needed(need).every((name) => replicas.has(name));
}

/**
 * Whether what was written is on all copies that it needs. `offset` is of a `ROLE` sent right behind the writes, so not before them;
 * `acknowledged` is what `WAIT` returned, `after` a `ROLE` sent right behind that.
 *
 * A count alone does not say who has it: a copy that can never become the master would do for one that can. So either each one that
 * is needed has said that it is at the offset, or all that are attached have it and all that are needed are attached.
 */
export function areKept(need: CopiesNeed, offset: number, acknowledged: number, after: MasterRole): boolean {
  const { kept } = copiesOf(need);
  const { replicas } = after;
  if (!needed(need).every((name) => replicas.has(name))) return false;
  const counted = need.names === null ? kept : Math.max(kept, replicas.size);
  if (acknowledged >= counted) return true;
  const there = [...replicas.values()].filter((each) => each >= offset).length;
  return there >= kept && needed(need).every((name) => (replicas.get(name) ?? -1) >= offset);
}
