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
  /** As a master it would take writes that no replica gets. */
  readonly writesAlone: boolean;
  /** Its last write to its log on the disk failed. */
  readonly failsToWrite: boolean;
  /** Of a replica; 0: it is never made the master. Null for a master. */
  readonly priority: number | null;
  /** The written record that took the place of an answer is older than this run of the node: when it was written, Unix milliseconds. */
  readonly recordedBefore: number | null;
}

/** What is told of a node beside its own words. */
export interface AskedBy {
  /** What `SETTINGS_KEY` has for it, used where it may not be asked. */
  readonly recorded: string | null;
  /** False: this user was refused before, and does not ask for more than anybody may know. */
  readonly mayConfigure: boolean;
  /** Unix milliseconds. */
  readonly now: number;
}

export interface WeakPoint {
  readonly setting: WeakerSetting;
  /** `host:port` */
  readonly node: string;
  readonly what: string;
}

/**
 * Where an operator's tool has written down the settings that the hub's own user may not ask for: a hash of `host:port` to JSON
 * `{appendFsync, loadsTruncated, at}`, as old as its `at`.
 */
export const SETTINGS_KEY = 'hallcall:settings';
const ASKED = ['appendfsync', 'aof-load-truncated'] as const;

type Send = (command: readonly string[]) => Promise<RedisReply>;

/** Asks a node. `isRefused`: this user may not ask it for its settings. @throws RedisRefusedError, RedisGoneError */
export async function askFacts(
  name: string,
  send: Send,
  { mayConfigure, now, recorded }: AskedBy,
): Promise<{ readonly facts: NodeFacts; readonly isRefused: boolean }> {
  const info = fieldsOf(String(await send(['INFO', 'everything'])));
  const told = mayConfigure ? await configured(send) : null;
  const record = told === null ? readRecorded(recorded) : null;
  const startedAt = now - Number(info.get('uptime_in_seconds') ?? 0) * 1_000;
  const isMaster = info.get('role') === 'master';
  const facts = {
    name,
    version: info.get('redis_version') ?? '0',
    isMaster,
    appendOnly: info.get('aof_enabled') === '1',
    evictionPolicy: info.get('maxmemory_policy') ?? '',
    appendFsync: (told ?? record)?.appendFsync ?? null,
    loadsTruncated: (told ?? record)?.loadsTruncated ?? null,
    // Said only where both min-replicas-to-write and min-replicas-max-lag are on (redis 7.0, `genRedisInfoString`).
    writesAlone: !info.has('min_slaves_good_slaves'),
    failsToWrite: info.get('aof_last_write_status') === 'err',
    priority: isMaster ? null : Number(info.get('slave_priority') ?? 100),
    recordedBefore: record !== null && record.at !== null && record.at < startedAt ? record.at : null,
  };
  return { facts, isRefused: told === null };
}

/** For the operator's tool: what is written down under `SETTINGS_KEY`. Null when this user may not ask either. */
export async function recordOf(send: Send, at: number): Promise<string | null> {
  const settings = await configured(send);
  return settings === null ? null : JSON.stringify({ ...settings, at });
}

/** What is weaker than the promises need, and what to do about it. `copies`: so many must have a write before it counts. */
export function weakPoints(facts: NodeFacts, copies: number): WeakPoint[] {
  const points: WeakPoint[] = [];
  const weak = (setting: WeakerSetting, what: string): void =>
    void points.push({ setting, node: facts.name, what: `${facts.name}: ${what}` });
  if (isOlder(facts.version, REDIS_VERSION_LEAST))
    weak('old-version', `Redis ${facts.version} is too old; Hallcall needs ${REDIS_VERSION_LEAST} or later. Upgrade it.`);
  if (!facts.appendOnly) weak('no-appendonly', 'what is written is not kept on its disk. Set "appendonly yes" and restart it.');
  else if (facts.failsToWrite) weak('no-appendonly', 'it could not write to its disk. Look at its log, and make room.');
  if (facts.evictionPolicy !== 'noeviction')
    weak('eviction', `it may throw entries away (maxmemory-policy ${facts.evictionPolicy}). Set "maxmemory-policy noeviction".`);
  if (copies > 0 && facts.writesAlone)
    weak('no-min-replicas', 'it takes writes that no replica gets. Set "min-replicas-to-write 1" and "min-replicas-max-lag 2".');
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
  return points;
}

/**
 * Replicas that are never made the master, where fewer than `copies` others are left: what a write waits for must be able to take over.
 * `counted`: without those that an operator has removed.
 */
export function neverMasters(counted: readonly NodeFacts[], copies: number): WeakPoint[] {
  const replicas = counted.filter(({ priority }) => priority !== null);
  const never = replicas.filter(({ priority }) => priority === 0);
  if (replicas.length - never.length >= copies) return [];
  return never.map(({ name }) => ({
    setting: 'no-promotion',
    node: name,
    what: `${name}: it is never made the master (replica-priority 0), and counts as one of ${copies} copies. Set "replica-priority 100".`,
  }));
}

export function isOlder(version: string, least: string): boolean {
  const numbers = (text: string): number[] => text.split('.').map(Number);
  const [given, wanted] = [numbers(version), numbers(least)];
  const differs = wanted.findIndex((each, index) => each !== (given[index] ?? 0));
  return differs !== -1 && (given[differs] ?? 0) < (wanted[differs] ?? 0);
}

type Settings = Pick<NodeFacts, 'appendFsync' | 'loadsTruncated'>;

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
    };
  } catch (error) {
    if (error instanceof RedisRefusedError) return null;
    throw error;
  }
}

function readRecorded(text: string | null): (Settings & { readonly at: number | null }) | null {
  if (text === null) return null;
  try {
    const { appendFsync, at, loadsTruncated } = JSON.parse(text) as Partial<Settings & { at: number }>;
    return { appendFsync: appendFsync ?? null, loadsTruncated: loadsTruncated ?? null, at: at ?? null };
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
