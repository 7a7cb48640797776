import type { Timers } from '../../shared/lib/clock.ts';
import { copiesCallOf, type CopiesCall } from './copies-call.ts';
import { masterRole } from './copies-kept.ts';
import { WRITE_ANSWER_MS_MAX, WRITE_LINKS } from './limits.ts';
import { nodeName, type NodeAddress } from './redis-address.ts';
import type { RedisLink } from './redis-link.ts';
import { RedisGoneError, type WeakerSetting } from './redis-store.ts';

/** `quiet`: only for a planted fault. */
export type LinkUse = 'writes' | 'reads' | 'quiet';

/** Connections to one master. They are made together and end together: what is known of its log was compared over all of them. */
export interface MasterLinks {
  readonly node: NodeAddress;
  /** Its replication id. */
  readonly term: string;
  readonly copiesCall: CopiesCall;
  readonly writes: readonly RedisLink[];
  readonly reads: RedisLink;
  readonly drop: () => void;
}

export interface MasterLinksOptions {
  readonly connect: (node: NodeAddress, use: LinkUse) => Promise<RedisLink>;
  readonly timers: Timers;
  /** Weaker settings that were accepted by name. */
  readonly allowed: readonly WeakerSetting[];
}

/** @throws RedisGoneError where there is no master, RedisRefusedError for a wrong password */
export async function openMasterLinks(node: NodeAddress, { allowed, connect, timers }: MasterLinksOptions): Promise<MasterLinks> {
  const links = await allOrNone([connect(node, 'reads'), ...Array.from({ length: WRITE_LINKS }, () => connect(node, 'writes'))]);
  const drop = (): void => {
    for (const link of links) link.destroy();
  };
  const release = timers.after(WRITE_ANSWER_MS_MAX, drop);
  try {
    const [reads, ...writes] = links as [RedisLink, ...RedisLink[]];
    const [term, ...others] = await Promise.all(writes.map(termOf));
    // The node may have become another one's replica, or a master again, between two of them.
    if (term == null || others.some((other) => other !== term)) throw new RedisGoneError(`${nodeName(node)} is no master`);
    const copiesCall = await copiesCallOf((command) => reads.send(command), allowed);
    return { node, term, copiesCall, writes, reads, drop };
  } catch (error) {
    drop();
    throw error;
  } finally {
    release();
  }
}

/** Null for a node that is no master. */
async function termOf(link: RedisLink): Promise<string | null> {
  const [role, replication] = await Promise.all([link.send(['ROLE']), link.send(['INFO', 'replication'])]);
  const term = /^master_replid:(\S+)/m.exec(String(replication))?.[1];
  return masterRole(role) === null ? null : (term ?? null);
}

async function allOrNone(opening: readonly Promise<RedisLink>[]): Promise<RedisLink[]> {
  const outcomes = await Promise.allSettled(opening);
  const links = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return links;
  for (const link of links) link.destroy();
  throw failed.reason;
}
