import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { REDIS_CONFIG_OPTIONS, REDIS_CONFIG_USAGE } from './config/redis-tool-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { planFiles } from './redis/operator/plan-files.ts';
import { planProblems, type RedisPlan } from './redis/operator/redis-plan.ts';
import { writePlan } from './redis/operator/write-plan.ts';

const SECRET_BYTES = 32;

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

function planOf(options: ValuesOf<typeof REDIS_CONFIG_OPTIONS>): RedisPlan {
  const { data, downAfter: downAfterMs, name, nodes, out, place, sentinels, tls } = options;
  const configFolder = (server: string): string => join(resolve(place ?? out), server);
  return {
    name,
    nodes,
    sentinels,
    downAfterMs,
    tls: tls === null ? null : resolve(tls),
    configFolder,
    dataFolder: (server) => (data === null ? join(configFolder(server), 'data') : join(resolve(data), server)),
    secrets: { hub: newSecret(), operator: newSecret(), sentinel: newSecret(), replicas: nodes.map(newSecret) },
  };
}

function run(options: ValuesOf<typeof REDIS_CONFIG_OPTIONS>): void {
  const plan = planOf(options);
  const problems = planProblems(plan);
  if (problems.length > 0) throw new StartError(problems.join('\n'), EXIT_USAGE);
  const written = writePlan(options.out, planFiles(plan));
  if (!written.ok) throw new StartError(written.error, EXIT_USAGE);
  console.log(`Written to ${resolve(options.out)}. What to do now is in its README.md.`);
}

try {
  const read = readOptions(REDIS_CONFIG_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(REDIS_CONFIG_USAGE, REDIS_CONFIG_OPTIONS));
  else if (read.value.positionals.length > 0)
    throw new StartError(helpText(REDIS_CONFIG_USAGE, REDIS_CONFIG_OPTIONS), EXIT_USAGE);
  else run(read.value.values);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`redis:config: ${error.message}`);
  process.exitCode = error.exitCode;
}
