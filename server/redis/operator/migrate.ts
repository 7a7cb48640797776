import { loadLibrary } from '../library-check.ts';
import { masterRole } from '../copies-kept.ts';
import { nodeName, parseNode } from '../redis-address.ts';
import { recordSettings } from './copies-record.ts';
import { using, type Connect } from './link.ts';
import { masterOf, type Installation } from './survey.ts';

export interface Migration {
  readonly installation: Installation;
  readonly connect: Connect;
  readonly now: () => number;
}

/**
 * Loads the functions of this release on the master, which gives them to its replicas, and writes down the settings of all of them.
 * Gives the nodes whose settings it has written. May be done again at any time.
 */
export async function migrate({ connect, installation, now }: Migration): Promise<string[]> {
  const address = await masterOf(installation, connect);
  return using(connect, address, async (master) => {
    await loadLibrary((command) => master.ask(...command));
    const followers = [...(masterRole(await master.ask('ROLE'))?.replicas.keys() ?? [])].map((name) => parseNode(name));
    const nodes = [address, ...followers].filter((node) => node !== null);
    for (const node of nodes) await using(connect, node, (link) => recordSettings(master, link, nodeName(node), now()));
    return nodes.map(nodeName);
  });
}
