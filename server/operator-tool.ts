import { readFileSync } from 'node:fs';
import { askSecret } from './config/ask-secret.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from './config/start-error.ts';
import { NodeActError, type Connect } from './redis/operator/link.ts';
import { readOperatorAddress } from './redis/operator/operator-address.ts';
import { operatorConnect } from './redis/operator/operator-connection.ts';
import type { Acting } from './redis/operator/acting.ts';

/** What the tools of an operator of Redis have in common. */
export interface OperatorOptions {
  readonly redis: string | null;
  /** Null: it is asked for. */
  readonly passwordFile: string | null;
}

/** The installation that is named, and how its servers are reached. @throws StartError */
export async function operatorReach(options: OperatorOptions): Promise<{
  readonly installation: Acting['installation'];
  readonly connect: Connect;
}> {
  const address = readOperatorAddress(options.redis ?? '');
  if (!address.ok) throw new StartError(`--redis names the installation: expected ${address.error}`, EXIT_USAGE);
  const { caFile, installation, isTls, user } = address.value;
  const ca = caFile === null ? null : readText(caFile, 'ca= of --redis');
  return { installation, connect: operatorConnect({ user, isTls, ca, password: await passwordOf(options, user) }) };
}

async function passwordOf({ passwordFile }: OperatorOptions, user: string): Promise<string> {
  if (passwordFile !== null) return readText(passwordFile, '--password-file').trim();
  const answer = await askSecret(`Password of ${user}: `, { input: process.stdin, output: process.stderr });
  if (answer === null) throw new StartError('no password was given: type it, or name a file with it by --password-file');
  return answer;
}

function readText(path: string, from: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(
      `${path} (${from}) cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      EXIT_USAGE,
    );
  }
}

const NOBODY_THERE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);

/** What the operator has to read, with the exit code; null for a bug. */
export function explainedAct(error: unknown): { readonly message: string; readonly exitCode: number } | null {
  if (error instanceof StartError) return error;
  if (error instanceof NodeActError) return { message: error.message, exitCode: EXIT_FAILED };
  if (!(error instanceof Error)) return null;
  const { message } = error;
  if (('code' in error && NOBODY_THERE.has(error.code)) || /\btime(?:d ?)?out\b/i.test(message))
    return {
      message: `a server of Redis does not answer (${message}): is it running, and is --redis right?`,
      exitCode: EXIT_FAILED,
    };
  if (/^(?:WRONGPASS|NOAUTH|NOPERM)\b/.test(message))
    return { message: `Redis refuses this user (${message}): check the user in --redis and the password`, exitCode: EXIT_FAILED };
  return null;
}
