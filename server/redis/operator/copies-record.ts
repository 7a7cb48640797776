import { addCopy, REMOVED_COPIES_KEY, removeCopy, removedCopies } from '../removed-copies.ts';
import { recordOf, SETTINGS_KEY } from '../settings-check.ts';
import { NodeActError, type Link } from './link.ts';

/** Told when nodes are removed or added, so that no hub waits until it looks again. */
export const COPIES_CHANNEL = REMOVED_COPIES_KEY;
/** Who did what to the nodes, for ever: a stream, in the store that it is about. */
export const ACTS_KEY = 'hallcall:acts';

const WAIT_MS = 5_000;

export interface Act {
  readonly act: 'remove' | 'add';
  /** `host:port` each. */
  readonly names: readonly string[];
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly copies: { readonly promised: number; readonly kept: number };
}

/** `host:port` of the nodes that hubs no longer wait for. */
export async function removedNames(link: Link): Promise<ReadonlySet<string>> {
  const removed = await removedCopies((command) => link.ask(...command));
  return new Set(removed.map(({ name }) => name));
}

/**
 * Writes which nodes hubs wait for from now on, with who did it, and waits until as many have it: a master that took this
 * alone and dies would leave another one that still asks for a node which is gone.
 */
export async function recordAct(link: Link, { act, at, by, copies, names }: Act): Promise<void> {
  const send = (command: readonly string[]) => link.ask(...command);
  for (const name of names) await (act === 'remove' ? removeCopy(send, { name, at, by }) : addCopy(send, name));
  const { kept, promised } = copies;
  const facts = ['by', by, 'at', new Date(at).toISOString(), 'kept', String(kept), 'promised', String(promised)];
  await link.ask('XADD', ACTS_KEY, '*', 'act', act, 'address', names.join(','), ...facts);
  const have = kept === 0 ? 0 : Number(await link.ask('WAIT', String(kept), String(WAIT_MS)));
  await link.ask('PUBLISH', COPIES_CHANNEL, String(kept));
  if (have < kept) throw new NodeActError(`only ${have} of ${kept} nodes have confirmed it: see "list", and do it again`);
}

/** Hubs may not ask for settings: what this node has now is written down for them, on the master. */
export async function recordSettings(master: Link, node: Link, name: string, at: number): Promise<void> {
  const text = await recordOf((command) => node.ask(...command), at);
  if (text !== null) await master.ask('HSET', SETTINGS_KEY, name, text);
}

/** The newest acts first. */
export async function recentActs(link: Link, most: number): Promise<readonly string[]> {
  const reply = await link.ask('XREVRANGE', ACTS_KEY, '+', '-', 'COUNT', String(most));
  const entries = reply as readonly (readonly [string, readonly string[]])[];
  return entries.map(([, words]) => {
    const fact = (name: string): string => words[words.indexOf(name) + 1] ?? '?';
    return `${fact('at')}  ${fact('act')} ${fact('address')} by ${fact('by')}: ${fact('kept')} of ${fact('promised')} copies`;
  });
}
