import { operatorRedisAddress } from './hub-address-text.ts';
import { nodeName } from '../redis-address.ts';
import type { RedisPlan } from './redis-plan.ts';

/** What to do with the files, in the order in which it is done. */
export function planReadme(plan: RedisPlan): string {
  const { nodes, sentinels } = plan;
  return `# Redis for Hallcall: "${plan.name}"

${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}, ${sentinels.length} ${sentinels.length === 1 ? 'Sentinel' : 'Sentinels'}. Generated with passwords of its own by \`npm run redis:config\`; not to be generated again for an
installation that runs. \`docs/operating.md\` says what it promises.

${placesTable(plan)}

1. Each folder goes to the machine in its line, to the place named there, readable by the user that Redis runs as and by nobody
   else (\`chown -R redis: FOLDER; chmod 700 FOLDER\`). That user must be able to write it: Redis and Sentinel keep in these files
   who is master now. Make the data folder, owned by the same user.
2. Start the nodes (\`redis-server FOLDER/redis.conf\`), the first one first, then the Sentinels
   (\`redis-server FOLDER/sentinel.conf --sentinel\`). Units for systemd: \`deploy/systemd/\`.
3. See that all are there:
   \`npm run redis:node -- list --redis ${operatorRedisAddress(plan)} --password-file operator.password\`
4. Load the functions: \`npm run redis:migrate\`, with the same two options.
5. Give the hubs what is in \`hub.env\` (\`EnvironmentFile=\` of their unit). It holds their password. For more than one hub give each
   \`HALLCALL_DATABASE\` as well, the same PostgreSQL: without it each keeps accounts, devices and history in a SQLite file of its own.
6. Keep \`operator.password\` where operators keep such things, and delete it here.
${warnings(plan)}`;
}

function placesTable({ nodes, sentinels, configFolder, dataFolder }: RedisPlan): string {
  const row = (server: string, address: string): string =>
    `| ${server} | ${address} | ${configFolder(server)} | ${dataFolder(server)} |`;
  return [
    '| folder | address | its place | its data |',
    '| --- | --- | --- | --- |',
    ...nodes.map((node, index) => row(`node-${index + 1}`, nodeName(node))),
    ...sentinels.map((sentinel, index) => row(`sentinel-${index + 1}`, nodeName(sentinel))),
  ].join('\n');
}

/** What was asked for and is less than the documents promise. */
function warnings({ nodes, sentinels, tls }: RedisPlan): string {
  const told = [
    nodes.length < 3 &&
      sentinels.length > 0 &&
      'With fewer than three nodes there is one copy or none: a node that dies stops the halls.',
    sentinels.length === 0 &&
      nodes.length > 1 &&
      'Without Sentinels nobody fails over: when the master dies, an operator has to.',
    sentinels.length > 0 && sentinels.length < 3 && 'Fewer than three Sentinels have no majority once one is gone.',
    onOneMachine(nodes) && nodes.length > 1 && 'All nodes are on one machine: a trial. It dies as one.',
    tls === null && 'Without TLS (`--tls`) passwords and entries cross the network in the clear: only on a network of its own.',
  ].filter((line) => line !== false);
  return told.length === 0 ? '' : `\n## Less than the documents promise\n\n${told.map((line) => `- ${line}`).join('\n')}\n`;
}

function onOneMachine(nodes: RedisPlan['nodes']): boolean {
  return new Set(nodes.map(({ host }) => host)).size === 1;
}
