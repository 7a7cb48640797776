import { ConnectedStore } from './connected-store.ts';
import { ensureFormat, FORMAT_KEY } from './library-check.ts';
import { LOOK_AGAIN_MS, START_MS_MAX } from './limits.ts';
import { nodeName } from './redis-address.ts';
import { RedisRefusedError, type RedisStore, type RedisStoreOptions } from './redis-store.ts';
import type { WeakPoint } from './settings-check.ts';
import { SettingsWatch } from './settings-watch.ts';
import { keptByAnother, StoreOpenError } from './store-open-error.ts';

/**
 * Connects, loads the functions where they are missing and this user may, and looks whether every node has the settings that the
 * promises rest on. They are looked at again for as long as it is open.
 *
 * @throws StoreOpenError in words that say what to do; nothing was changed then
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<RedisStore> {
  const store = new ConnectedStore(options);
  try {
    await store.start();
    await untilConnected(store, options);
    await ensureFormatOf(store);
    const watch = new SettingsWatch(store, options);
    store.onClose(() => watch.close());
    const points = [...(await missingCopies(store, options)), ...(await watch.weakPoints())];
    const refused = points.filter(({ setting }) => !options.allowed.includes(setting));
    if (refused.length > 0) throw new StoreOpenError(refusal(refused));
    for (const { what } of points) options.onTrouble(`accepted: ${what}`);
    watch.start();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function untilConnected(store: ConnectedStore, { startMsMax = START_MS_MAX, timers }: RedisStoreOptions): Promise<void> {
  const isConnected = (): boolean => store.shards().length > 0 && store.shards().every(({ node }) => node !== null);
  let isLate = false;
  const release = timers.after(startMsMax, () => (isLate = true));
  try {
    while (!isConnected()) {
      const { trouble } = store;
      if (trouble instanceof StoreOpenError) throw trouble;
      if (trouble instanceof RedisRefusedError && isLoginError(trouble)) throw new StoreOpenError(loginRefused(trouble));
      if (isLate) throw new StoreOpenError(`no Redis that takes writes can be reached: ${trouble?.message ?? 'nothing answers'}`);
      await new Promise<void>((resolve) => timers.after(LOOK_AGAIN_MS, resolve));
      await store.look();
    }
  } finally {
    // A tool that was refused ends now, and not when this time is over.
    release();
  }
  // Who was removed is known only now.
  await store.look();
  for (const line of store.shards()) await line.look();
}

async function ensureFormatOf(store: ConnectedStore): Promise<void> {
  try {
    await ensureFormat((command) => store.send(FORMAT_KEY, command));
  } catch (error) {
    if (!(error instanceof RedisRefusedError)) throw error;
    if (error.code === 'WRONGTYPE') throw new StoreOpenError(keptByAnother(FORMAT_KEY));
    // No write is taken for want of copies: that is told by name below.
    if (error.code !== 'NOREPLICAS') throw error;
  }
}

/** Copies may be on their way when everything is started at once. */
async function missingCopies(
  store: ConnectedStore,
  { allowed, startMsMax = START_MS_MAX, timers }: RedisStoreOptions,
): Promise<WeakPoint[]> {
  let isLate = allowed.includes('missing-replica');
  const release = timers.after(startMsMax, () => (isLate = true));
  const short = () => store.shards().filter(({ condition }) => condition.is === 'copies-missing');
  while (short().length > 0 && !isLate) {
    await new Promise<void>((resolve) => timers.after(LOOK_AGAIN_MS, resolve));
    for (const line of store.shards()) await line.look();
  }
  release();
  return short().map(({ condition, node: master }) => {
    const node = master === null ? 'the master' : nodeName(master);
    const missing = `${node}: a replica is missing, ${condition.copies.kept} must be there.`;
    const what = `${missing} Start it, or take it out with "npm run redis:node -- remove HOST:PORT".`;
    return { setting: 'missing-replica', node, what };
  });
}

function refusal(points: readonly WeakPoint[]): string {
  const names = [...new Set(points.map(({ setting }) => setting))].join(',');
  const list = points.map(({ setting, what }) => `  ${setting}: ${what}`).join('\n');
  return `this Redis does not keep what Hallcall promises:\n${list}\nWhoever accepts that starts with --redis-allow ${names} (HALLCALL_REDIS_ALLOW).`;
}

function isLoginError({ code, message }: RedisRefusedError): boolean {
  return code === 'WRONGPASS' || code === 'NOAUTH' || (code === 'NOPERM' && /setname|role|info|function|fcall/i.test(message));
}

function loginRefused({ message }: RedisRefusedError): string {
  return `Redis refuses the login of HALLCALL_REDIS (${message}). Check user and password, and the rights of this user (docs/operating.md).`;
}
