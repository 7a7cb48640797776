import { readFileSync } from 'node:fs';
import { askSecret } from './config/ask-secret.ts';
import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { REDIS_MIGRATE_OPTIONS, REDIS_MIGRATE_USAGE } from './config/redis-tool-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { NodeActError } from './redis/operator/link.ts';
import { migrate } from './redis/operator/migrate.ts';
import { readOperatorAddress } from './redis/operator/operator-address.ts';
import { operatorConnect } from './redis/operator/operator-connection.ts';

type Options = ValuesOf<typeof REDIS_MIGRATE_OPTIONS>;

async function run(options: Options): Promise<void> {
  const address = readOperatorAddress(options.redis ?? '');
  if (!address.ok) throw new StartError(`--redis names the installation: expected ${address.error}`, EXIT_USAGE);
  const { caFile, installation, isTls, user } = address.value;
  const ca = caFile === null ? null : readFileSync(caFile, 'utf8');
  const connect = operatorConnect({ user, isTls, ca, password: await passwordOf(options, user) });
  const { library, nodes } = await migrate({ installation, connect, now: () => Date.now() });
  const served = library.servesFrom === library.version ? '' : `, for hubs from version ${library.servesFrom} on,`;
  console.log(`Functions of version ${library.version}${served} are loaded; settings are written down of ${nodes.join(', ')}.`);
}

async function passwordOf({ passwordFile }: Options, user: string): Promise<string> {
  if (passwordFile !== null) return readFileSync(passwordFile, 'utf8').trim();
  const answer = await askSecret(`Password of ${user}: `, { input: process.stdin, output: process.stderr });
  if (answer === null) throw new StartError('no password was given');
  return answer;
}

try {
  const read = readOptions(REDIS_MIGRATE_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(REDIS_MIGRATE_USAGE, REDIS_MIGRATE_OPTIONS));
  else if (read.value.positionals.length > 0) throw new StartError('it takes no words; --help lists all', EXIT_USAGE);
  else await run(read.value.values);
} catch (error) {
  if (!(error instanceof StartError) && !(error instanceof NodeActError)) throw error;
  console.error(`redis:migrate: ${error.message}`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
}
