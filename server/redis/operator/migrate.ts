import { masterRole } from '../copies-kept.ts';
import { placeLibrary, serves } from '../library-check.ts';
import { OWN_VERSIONS, type LibraryVersions } from '../library.ts';
import { nodeName, parseNode } from '../redis-address.ts';
import { recordSettings } from './copies-record.ts';
import { NodeActError, using, type Connect } from './link.ts';
import { assertReadsItsLog } from './log-reader-rights.ts';
import { masterOf, type Installation } from './survey.ts';

export interface Migration {
  readonly installation: Installation;
  readonly connect: Connect;
  readonly now: () => number;
}

export interface Migrated {
  readonly library: LibraryVersions;
  readonly nodes: readonly string[];
}

/**
 * Loads the functions of this release on the master, unless there are newer ones, and writes down the settings of it and its replicas,
 * which get the functions from it. Gives the versions that are there then, and the nodes whose settings it has written. May be done
 * again at any time.
 *
 * @throws NodeActError when newer functions do not serve this release, or a node would lose entries at its next start
 */
export async function migrate({ connect, installation, now }: Migration): Promise<Migrated> {
  const address = await masterOf(installation, connect);
  return using(connect, address, async (master) => {
    const placed = await placeLibrary((command) => master.ask(...command));
    if (!serves(placed, OWN_VERSIONS)) {
      throw new NodeActError(
        `there are functions of version ${placed.version}, which do not serve hubs of this release (${OWN_VERSIONS.version}). ` +
          'Nothing was done: start the release that belongs to them.',
      );
    }
    const followers = [...(masterRole(await master.ask('ROLE'))?.replicas.keys() ?? [])].map((name) => parseNode(name));
    const nodes = [address, ...followers].filter((node) => node !== null);
    for (const node of nodes) {
      await using(connect, node, async (link) => {
        await assertReadsItsLog(link, nodeName(node));
        await recordSettings(master, link, nodeName(node), now());
      });
    }
    return { library: placed, nodes: nodes.map(nodeName) };
  });
}
