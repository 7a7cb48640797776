import { parseNode, type NodeAddress } from './redis-address.ts';

export const SLOTS = 16_384;

/** One master of a cluster and those that may follow it. */
export interface ClusterShard {
  readonly name: string;
  readonly node: NodeAddress;
  /** One that was just added has none. */
  readonly hasSlots: boolean;
  readonly replicas: ReadonlySet<string>;
  /** Replicas that a majority of the masters says have failed. */
  readonly away: ReadonlySet<string>;
}

export interface ClusterMap {
  readonly shards: ReadonlyMap<string, ClusterShard>;
  /** Name of the shard that serves a slot; null where nobody does. */
  readonly slots: readonly (string | null)[];
}

/** The slot of a key: CRC16 (XMODEM) of its hash tag, else of the key, modulo 16,384, as the cluster's specification says. */
export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = open === -1 ? -1 : key.indexOf('}', open + 1);
  const hashed = close > open + 1 ? key.slice(open + 1, close) : key;
  let crc = 0;
  for (const byte of Buffer.from(hashed)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc % SLOTS;
}

/** Reads what `CLUSTER NODES` says. */
export function readClusterNodes(text: string): ClusterMap {
  const lines = text.split('\n').flatMap((line) => readLine(line));
  const slots = new Array<string | null>(SLOTS).fill(null);
  const shards = new Map<string, ClusterShard>();
  for (const master of lines.filter(({ masterId }) => masterId === null)) {
    const followers = lines.filter(({ masterId }) => masterId === master.id);
    const failed = followers.filter(({ flags }) => flags.includes('fail')).map(({ name }) => name);
    const replicas = followers.filter(({ flags }) => !flags.includes('nofailover')).map(({ name }) => name);
    const { name, node, ranges } = master;
    shards.set(name, { name, node, hasSlots: ranges.length > 0, replicas: new Set(replicas), away: new Set(failed) });
    for (const [first, last] of master.ranges) slots.fill(master.name, first, last + 1);
  }
  return { shards, slots };
}

interface NodeLine {
  readonly id: string;
  readonly name: string;
  readonly node: NodeAddress;
  readonly flags: readonly string[];
  readonly masterId: string | null;
  readonly ranges: readonly (readonly [number, number])[];
}

function readLine(line: string): NodeLine[] {
  const [id, address = '', flags = '', master = '-', , , , , ...ranges] = line.split(' ');
  const name = address.split(/[@,]/)[0] ?? '';
  const node = parseNode(name);
  if (id === undefined || node === null || flags.includes('noaddr') || flags.includes('handshake')) return [];
  const whole = ranges.flatMap((range): (readonly [number, number])[] => {
    // What is on its way between two nodes stands in brackets behind the slots.
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return first === undefined ? [] : [[Number(first), Number(last ?? first)]];
  });
  return [{ id, name, node, flags: flags.split(','), masterId: master === '-' ? null : master, ranges: whole }];
}
