import { REDIS_VERSION_LEAST } from './limits.ts';
import { RedisRefusedError, type RedisReply, type WeakerSetting } from './redis-store.ts';

/** What the promises rest on, as a node says it; null where this user may not ask. */
export interface NodeFacts {
  readonly name: string;
  readonly version: string;
  readonly isMaster: boolean;
  readonly appendOnly: boolean;
  readonly evictionPolicy: string;
  readonly appendFsync: string | null;
  readonly loadsTruncated: boolean | null;
  /** Replicas without which a master takes no write. */
  readonly minReplicas: number | null;
}

export interface WeakPoint {
  readonly setting: WeakerSetting;
  readonly what: string;
}

/**
 * Where an operator's tool has written down the settings that the hub's own user may not ask for: a hash of `host:port` to JSON
 * `{appendFsync, loadsTruncated, minReplicas, at}`.
 */
export const SETTINGS_KEY = 'hallcall:settings';
const ASKED = ['appendfsync', 'aof-load-truncated', 'min-replicas-to-write'] as const;

type Send = (command: readonly string[]) => Promise<RedisReply>;

/** Asks a node. `recorded` is what `SETTINGS_KEY` has for it, used where it may not be asked. */
export async function askFacts(name: string, send: Send, recorded: string | null): Promise<NodeFacts> {
  const info = fieldsOf(String(await send(['INFO', 'everything'])));
  const settings = (await configured(send)) ?? readRecorded(recorded);
  return {
    name,
    version: info.get('redis_version') ?? '0',
    isMaster: info.get('role') === 'master',
    appendOnly: info.get('aof_enabled') === '1',
    evictionPolicy: info.get('maxmemory_policy') ?? '',
    appendFsync: settings?.appendFsync ?? null,
    loadsTruncated: settings?.loadsTruncated ?? null,
    minReplicas: settings?.minReplicas ?? (info.has('min_slaves_good_slaves') ? 1 : null),
  };
}

/** For the operator's tool: what is written down under `SETTINGS_KEY`. Null when this user may not ask either. */
export async function recordOf(send: Send, at: number): Promise<string | null> {
  const settings = await configured(send);
  return settings === null ? null : JSON.stringify({ ...settings, at });
}

/** What is weaker than the promises need, and what to do about it. */
export function weakPoints(facts: NodeFacts, promisedCopies: number): WeakPoint[] {
  const points: WeakPoint[] = [];
  const weak = (setting: WeakerSetting, what: string): void => void points.push({ setting, what: `${facts.name}: ${what}` });
  if (isOlder(facts.version, REDIS_VERSION_LEAST))
    weak('old-version', `Redis ${facts.version} is too old; Hallcall needs ${REDIS_VERSION_LEAST} or later. Upgrade it.`);
  if (!facts.appendOnly) weak('no-appendonly', 'what is written is not kept on its disk. Set "appendonly yes" and restart it.');
  if (facts.evictionPolicy !== 'noeviction')
    weak('eviction', `it may throw entries away (maxmemory-policy ${facts.evictionPolicy}). Set "maxmemory-policy noeviction".`);
  if (facts.appendFsync === null || facts.loadsTruncated === null) {
    weak(
      'unknown-settings',
      'its settings cannot be read by this user. Run "npm run redis:migrate" with the operator’s login, which writes them down, or allow "config|get".',
    );
    return points;
  }
  if (facts.appendFsync !== 'always')
    weak(
      'no-fsync-always',
      `a write is answered before it is on the disk (appendfsync ${facts.appendFsync}). Set "appendfsync always".`,
    );
  if (facts.loadsTruncated)
    weak('truncated-aof', 'it starts with a log that was cut off and says nothing. Set "aof-load-truncated no".');
  if (promisedCopies > 0 && (facts.minReplicas ?? 0) < 1)
    weak('no-min-replicas', 'it takes writes that no replica gets. Set "min-replicas-to-write 1" and "min-replicas-max-lag 2".');
  return points;
}

export function isOlder(version: string, least: string): boolean {
  const numbers = (text: string): number[] => text.split('.').map(Number);
  const [given, wanted] = [numbers(version), numbers(least)];
  const differs = wanted.findIndex((each, index) => each !== (given[index] ?? 0));
  return differs !== -1 && (given[differs] ?? 0) < (wanted[differs] ?? 0);
}

type Settings = Pick<NodeFacts, 'appendFsync' | 'loadsTruncated' | 'minReplicas'>;

async function configured(send: Send): Promise<Settings | null> {
  try {
    const values = new Map<string, string>();
    for (const name of ASKED) {
      const reply = await send(['CONFIG', 'GET', name]);
      if (Array.isArray(reply)) values.set(name, String(reply[1]));
    }
    return {
      appendFsync: values.get('appendfsync') ?? null,
      loadsTruncated: values.get('aof-load-truncated') === 'yes',
      minReplicas: Number(values.get('min-replicas-to-write') ?? 0),
    };
  } catch (error) {
    if (error instanceof RedisRefusedError) return null;
    throw error;
  }
}

function readRecorded(text: string | null): Settings | null {
  if (text === null) return null;
  try {
    const { appendFsync, loadsTruncated, minReplicas } = JSON.parse(text) as Partial<Settings>;
    return { appendFsync: appendFsync ?? null, loadsTruncated: loadsTruncated ?? null, minReplicas: minReplicas ?? null };
  } catch {
    // As good as none: then it is told that nothing is known.
    return null;
  }
}

function fieldsOf(info: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of info.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}
