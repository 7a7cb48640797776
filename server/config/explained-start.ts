import { JournalOpenError } from '../journal/journal-open-error.ts';
import { JournalDamagedError } from '../journal/journal.ts';
import { StartError } from './start-error.ts';

/**
 * What the person who started the hub, or a region, has to read, without the inside of a bug around it. Null for a bug. `options`: where it
 * was to listen; null while they are not read.
 */
export function explainedStart(
  error: unknown,
  options: { readonly host: string; readonly port: number } | null,
): StartError | null {
  if (error instanceof StartError) return error;
  if (error instanceof JournalOpenError || error instanceof JournalDamagedError) {
    return new StartError(`${error.message}\nNothing was changed. docs/operating.md says how to restore a backup.`);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = options === null ? '' : `${options.host}:${options.port}`;
  if (code === 'EADDRINUSE') return new StartError(`${where} is taken by another program: choose another port with --port`);
  if (code === 'EACCES') return new StartError(`this user may not listen on ${where}: choose a port above 1023 with --port`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`this machine has no address ${options?.host ?? ''}`);
  return null;
}
