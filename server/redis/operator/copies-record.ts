import { NodeActError, type Link } from './link.ts';

/** What hubs read: how many copies an operator has lowered the promise to. Not there: all that were promised. */
export const COPIES_KEY = 'hallcall:copies';
/** Told when that changes, so that no hub waits until it asks again. */
export const COPIES_CHANNEL = 'hallcall:copies';
/** Who did what to the nodes, for ever: a stream, in the store that it is about. */
export const ACTS_KEY = 'hallcall:acts';

const WAIT_MS = 5_000;

export interface Act {
  readonly act: 'remove' | 'add';
  readonly address: string;
  readonly by: string;
  readonly at: string;
}

export async function keptCopies(link: Link): Promise<number | null> {
  const kept = await link.ask('HGET', COPIES_KEY, 'kept');
  return kept === null ? null : Number(kept);
}

/**
 * Writes how many copies are kept from now on, with who did it, and waits until that many nodes have it: a master that took this
 * alone and dies would leave another one that still asks for a node which is gone.
 */
export async function recordCopies(link: Link, copies: { promised: number; kept: number }, act: Act): Promise<void> {
  const { promised, kept } = copies;
  const facts = ['promised', String(promised), 'kept', String(kept), 'by', act.by, 'at', act.at];
  if (kept >= promised) await link.ask('DEL', COPIES_KEY);
  else await link.ask('HSET', COPIES_KEY, ...facts);
  await link.ask('XADD', ACTS_KEY, '*', 'act', act.act, 'address', act.address, ...facts);
  const have = kept === 0 ? 0 : Number(await link.ask('WAIT', String(kept), String(WAIT_MS)));
  await link.ask('PUBLISH', COPIES_CHANNEL, String(kept));
  if (have < kept) throw new NodeActError(`only ${have} of ${kept} nodes have confirmed it: see "list", and do it again`);
}

/** The newest acts first. */
export async function recentActs(link: Link, most: number): Promise<readonly string[]> {
  const entries = (await link.ask('XREVRANGE', ACTS_KEY, '+', '-', 'COUNT', String(most))) as readonly (readonly [
    string,
    readonly string[],
  ])[];
  return entries.map(([, words]) => {
    const fact = (name: string): string => words[words.indexOf(name) + 1] ?? '?';
    return `${fact('at')}  ${fact('act')} ${fact('address')} by ${fact('by')}: ${fact('kept')} of ${fact('promised')} copies`;
  });
}
