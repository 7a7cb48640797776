import { setTimeout as pause } from 'node:timers/promises';
import { randomInteger } from '../../shared/lib/random.ts';
import { canSeparate, separateMachines, type Network, type Place } from './network.ts';
import type { RedisProcess } from './redis-process.ts';
import { proxiedMachines } from './proxied-network.ts';
import { onSentinels, type RedisReport, type RedisRun, type RedisRunOptions } from './redis-run.ts';
import { stageMachines } from './redis-stage.ts';

/** Long enough for the other side to choose a master of its own, and to write for a while. */
const CUT_MS_MIN = 2_000;
const CUT_MS_MAX = 3_500;
/** A hub on each node's machine. */
const HUBS = 3;

/** What is cut off with the old master, in turn. */
const WAYS = [alone, withOneReplica, unheard, unhearing] as const;

/** `namespaces`: cut by the kernel, which needs root; `proxies`: held back by a proxy in every line. */
export type CutBy = 'namespaces' | 'proxies';

export interface PartitionReport extends RedisReport {
  readonly cutBy: CutBy;
}

/**
 * Lines between machines are cut under load: each side has a hub, and for a while each may have a master. Where nobody says how, by the
 * kernel if it can be.
 */
export async function partition({
  cutBy,
  ...options
}: RedisRunOptions & { readonly cutBy?: CutBy | undefined }): Promise<PartitionReport> {
  const by = cutBy ?? ((await canSeparate()) ? 'namespaces' : 'proxies');
  const network = by === 'namespaces' ? await separateMachines(stageMachines()) : proxiedMachines(stageMachines());
  const report = await onSentinels({ hubs: HUBS, ...options, network }, async (run, index) => {
    await WAYS[index % WAYS.length]?.(run, network);
    await pause(CUT_MS_MIN + randomInteger(run.random, CUT_MS_MAX - CUT_MS_MIN));
    await network.heal();
  });
  return { ...report, cutBy: by };
}

/** The master, its hub and one Sentinel on one side; both replicas and two Sentinels on the other. */
async function alone({ stage }: RedisRun, network: Network): Promise<void> {
  const master = await stage.whole();
  await separate(network, placesOf([master, ...stage.sentinels.slice(0, 1)]));
}

/** One replica is with the old master: a write that only that one has is lost when the other is chosen. */
async function withOneReplica({ stage }: RedisRun, network: Network): Promise<void> {
  const master = await stage.whole();
  const [replica] = await stage.replicas();
  await separate(network, placesOf([master, ...(replica === undefined ? [] : [replica]), ...stage.sentinels.slice(0, 1)]));
}

/** The master hears all and is heard by nobody. */
async function unheard({ stage }: RedisRun, network: Network): Promise<void> {
  const { place } = await stage.whole();
  await network.cut([place], othersThan(network, [place]));
}

/** The master is heard by all and hears nobody. */
async function unhearing({ stage }: RedisRun, network: Network): Promise<void> {
  const { place } = await stage.whole();
  await network.cut(othersThan(network, [place]), [place]);
}

async function separate(network: Network, side: readonly Place[]): Promise<void> {
  const others = othersThan(network, side);
  await network.cut(side, others);
  await network.cut(others, side);
}

function othersThan(network: Network, side: readonly Place[]): Place[] {
  return network.places.filter((place) => !side.includes(place));
}

function placesOf(processes: readonly RedisProcess[]): Place[] {
  return processes.map(({ place }) => place);
}
