import { NodeActError, type Link } from './link.ts';

/** One of the commands that functions write with. */
const WRITTEN = ['XADD', 'q:{hall}:log', '1-1', 'b', 'x'] as const;

/**
 * A node reads its log at its start as the user `default`; what that user may not do is lost then where a function wrote it (Redis' issue
 * 14541, decision 278). Whoever has an access list of their own is told before it happens.
 *
 * @throws NodeActError when this node would lose entries at its next start
 */
export async function assertReadsItsLog(link: Link, node: string): Promise<void> {
  if (String(await link.ask('ACL', 'DRYRUN', 'default', ...WRITTEN)) === 'OK') return;
  throw new NodeActError(
    `${node}: at its next start it would lose what was written, since it reads its log as the user "default", which may not write. Put ` +
      '"user default off resetpass allkeys allchannels +@all" into its users.acl (nobody can sign in as it), then ACL LOAD, then do this again.',
  );
}
