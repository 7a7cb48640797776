import { LIBRARY_NAME, LIBRARY_VERSION, libraryText } from './library.ts';
import { RedisRefusedError, type RedisReply } from './redis-store.ts';
import { StoreOpenError } from './store-open-error.ts';

type Send = (command: readonly string[]) => Promise<RedisReply>;

/** One integer for the keys and what they hold, under this key; a hub refuses another one. */
export const FORMAT_KEY = 'hallcall:format';
export const FORMAT = 1;

/** The version of the functions that a node has; null when it has none. */
export async function libraryVersion(send: Send): Promise<number | null> {
  try {
    return Number(await send(['FCALL_RO', 'hallcall_version', '0']));
  } catch (error) {
    if (error instanceof RedisRefusedError && /Function not found/i.test(error.message)) return null;
    throw error;
  }
}

/** Loads the functions, in place of older ones. Needs the right to `FUNCTION LOAD`. Replicas get them from their master. */
export async function loadLibrary(send: Send): Promise<void> {
  await send(['FUNCTION', 'LOAD', 'REPLACE', libraryText()]);
}

/**
 * The functions that this release needs, loaded now where there are none and this user may. @throws StoreOpenError
 */
export async function ensureLibrary(node: string, send: Send): Promise<void> {
  const version = await libraryVersion(send);
  if (version === LIBRARY_VERSION) return;
  if (version !== null) {
    throw new StoreOpenError(
      `${node} has version ${version} of the functions "${LIBRARY_NAME}", this release of Hallcall needs ${LIBRARY_VERSION}. ` +
        (version < LIBRARY_VERSION
          ? 'Run "npm run redis:migrate" of this release first.'
          : 'Start the release that belongs to it.'),
    );
  }
  try {
    await loadLibrary(send);
  } catch (error) {
    if (!(error instanceof RedisRefusedError)) throw error;
    throw new StoreOpenError(
      `${node} does not have the functions "${LIBRARY_NAME}", and this user may not load them (${error.message}). ` +
        'Run "npm run redis:migrate" with the operator’s login.',
    );
  }
}

/** @throws StoreOpenError when another release has written what is there in a way that this one does not know. */
export async function ensureFormat(send: Send): Promise<void> {
  await send(['HSETNX', FORMAT_KEY, 'journal', String(FORMAT)]);
  const format = await send(['HGET', FORMAT_KEY, 'journal']);
  if (String(format) === String(FORMAT)) return;
  throw new StoreOpenError(
    `what is in this Redis has format ${String(format)}, this release of Hallcall knows ${FORMAT}. Start the release that wrote it.`,
  );
}
