import { LIBRARY_NAME, libraryText, OWN_VERSIONS, type LibraryVersions } from './library.ts';
import { RedisRefusedError, type RedisReply } from './redis-store.ts';
import { StoreOpenError } from './store-open-error.ts';

type Send = (command: readonly string[]) => Promise<RedisReply>;

/** One integer for the keys and what they hold, under this key; a hub refuses another one. */
export const FORMAT_KEY = 'hallcall:format';
export const FORMAT = 1;

/** As often as somebody else may be quicker in placing a library. */
const TRIES_MAX = 5;

/** The versions of the functions that a node has; null when it has none. */
export async function loadedLibrary(send: Send): Promise<LibraryVersions | null> {
  try {
    const [version, servesFrom] = list(await send(['FCALL_RO', 'hallcall_version', '0'])).map(Number);
    return { version: version ?? NaN, servesFrom: servesFrom ?? version ?? NaN };
  } catch (error) {
    if (says(error, /Function not found/i)) return null;
    throw error;
  }
}

/**
 * Loads the functions where there are none, or in place of older ones, in one step: no caller finds none meanwhile, and a newer library
 * that somebody else loads at the same moment stays. Needs the right to `FUNCTION`; replicas get them from their master. Gives the
 * versions that are there then. @throws RedisRefusedError
 */
export async function placeLibrary(send: Send, own = OWN_VERSIONS): Promise<LibraryVersions> {
  for (let tries = 0; ; tries += 1) {
    const loaded = await loadedLibrary(send);
    if (loaded !== null && loaded.version >= own.version) return loaded;
    try {
      if (loaded === null) await send(['FUNCTION', 'LOAD', libraryText(own)]);
      else await replace(await olderLibraries(send, own), libraryText(own), send);
    } catch (error) {
      // Somebody was quicker: what is there now is looked at.
      if (tries >= TRIES_MAX || !says(error, /already exists|Library not found/i)) throw error;
    }
  }
}

/**
 * The functions that this release needs: its own or newer ones that still serve it. Loaded now where there are none, or older ones
 * whose hubs its own still serve, and this user may. @throws StoreOpenError, RedisRefusedError
 */
export async function ensureLibrary(node: string, send: Send, own = OWN_VERSIONS): Promise<void> {
  const loaded = await loadedLibrary(send);
  if (loaded !== null && serves(loaded, own)) return;
  const has = loaded === null ? `${node} does not have` : `${node} has version ${loaded.version} of`;
  const what = `${has} the functions "${LIBRARY_NAME}"`;
  if (loaded !== null && loaded.version >= own.version) throw new StoreOpenError(`${what}, ${tooNew(loaded, own)}`);
  if (loaded !== null && loaded.version < own.servesFrom) {
    throw new StoreOpenError(
      `${what}, this release of Hallcall brings ${own.version}, with which hubs older than ${own.servesFrom} cannot work. ` +
        'Stop all hubs, run "npm run redis:migrate" of this release, then start it.',
    );
  }
  try {
    const placed = await placeLibrary(send, own);
    if (!serves(placed, own)) throw new StoreOpenError(`${node} has version ${placed.version} now, ${tooNew(placed, own)}`);
  } catch (error) {
    if (!(error instanceof RedisRefusedError) || error.code !== 'NOPERM') throw error;
    throw new StoreOpenError(
      `${what}, this release of Hallcall needs ${own.version}, and this user may not load them (${error.message}). ` +
        'Run "npm run redis:migrate" of this release with the operator’s login.',
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

/** Whether a hub that came with `own` may call the functions that are loaded. */
export function serves(loaded: LibraryVersions, own: LibraryVersions): boolean {
  return loaded.version >= own.version && loaded.servesFrom <= own.version;
}

function tooNew({ servesFrom }: LibraryVersions, own: LibraryVersions): string {
  return `which serve hubs from version ${servesFrom} on, and this release of Hallcall has ${own.version}. Start the release that belongs to it.`;
}

/** Names of what is loaded of ours and older, as the names say: what was asked before may be another one's by now. */
async function olderLibraries(send: Send, own: LibraryVersions): Promise<string[]> {
  const libraries = list(await send(['FUNCTION', 'LIST', 'LIBRARYNAME', `${LIBRARY_NAME}*`])).map(list);
  return libraries
    .map(([, name]) => String(name))
    .filter((name) => {
      const [, version] = /^hallcall_(\d+)$/.exec(name) ?? [];
      return name === LIBRARY_NAME || (version !== undefined && Number(version) < own.version);
    });
}

/** Sent in one turn, so that nothing else comes between. */
async function replace(names: readonly string[], text: string, send: Send): Promise<void> {
  const removals = names.map((name) => ['FUNCTION', 'DELETE', name]);
  const commands = [['MULTI'], ...removals, ['FUNCTION', 'LOAD', text], ['EXEC']];
  const outcomes = await Promise.allSettled(commands.map((command) => send(command)));
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
  // What failed inside of EXEC is an element of its answer.
  const last = outcomes.at(-1);
  const failed = last?.status === 'fulfilled' ? list(last.value).find((each: unknown) => each instanceof Error) : undefined;
  if (failed !== undefined) throw new RedisRefusedError((failed as unknown as Error).message);
}

/** Also of an operator's connection, which has no kinds of errors of its own. */
function says(error: unknown, what: RegExp): boolean {
  return error instanceof Error && what.test(error.message);
}

function list(reply: RedisReply): readonly RedisReply[] {
  return Array.isArray(reply) ? (reply as readonly RedisReply[]) : [reply];
}
