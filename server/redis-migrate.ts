import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { REDIS_MIGRATE_OPTIONS, REDIS_MIGRATE_USAGE } from './config/redis-tool-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { explainedAct, operatorReach } from './operator-tool.ts';
import { migrate } from './redis/operator/migrate.ts';

type Options = ValuesOf<typeof REDIS_MIGRATE_OPTIONS>;

async function run(options: Options): Promise<void> {
  const { library, nodes } = await migrate({ ...(await operatorReach(options)), now: () => Date.now() });
  const served = library.servesFrom === library.version ? '' : `, for hubs from version ${library.servesFrom} on,`;
  console.log(`Functions of version ${library.version}${served} are loaded; settings are written down of ${nodes.join(', ')}.`);
}

try {
  const read = readOptions(REDIS_MIGRATE_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(REDIS_MIGRATE_USAGE, REDIS_MIGRATE_OPTIONS));
  else if (read.value.positionals.length > 0) throw new StartError('it takes no words; --help lists all', EXIT_USAGE);
  else await run(read.value.values);
} catch (error) {
  const known = explainedAct(error);
  if (known === null) throw error;
  console.error(`redis:migrate: ${known.message}`);
  process.exitCode = known.exitCode;
}
