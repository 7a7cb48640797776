import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { must } from '../../shared/lib/assert.ts';

/** A machine of the stage: where a process runs, and how others reach it. */
export interface Place {
  readonly name: string;
  readonly host: string;
  /** Put before a command line so that it runs there. */
  readonly entering: readonly string[];
  /** Where a process really listens and leaves from, when others reach it through a proxy at `host`; absent: at `host`. */
  readonly inside?: string;
}

/** Machines and the lines between them. */
export interface Network {
  /** In the order asked for. */
  readonly places: readonly Place[];
  /** A process of that machine is going to listen there. */
  opened(place: Place, port: number): Promise<void>;
  /** From now on nothing that these send arrives at those; the other direction is as it was. Silently, as when a cable is out. */
  cut(from: readonly Place[], to: readonly Place[]): Promise<void>;
  /** Every line is whole again. */
  heal(): Promise<void>;
  /** Idempotent. */
  remove(): Promise<void>;
}

/** All on this machine: nothing can be cut, only killed. */
export function oneMachine(names: readonly string[]): Network {
  const places = names.map((name) => ({ name, host: '127.0.0.1', entering: [] }));
  const cannot = (): Promise<void> => Promise.reject(new Error('lines within one machine cannot be cut'));
  return { places, opened: nothing, cut: cannot, heal: nothing, remove: nothing };
}

const nothing = (): Promise<void> => Promise.resolve();
const run = promisify(execFile);
/** Benchmarking addresses (RFC 2544): of nobody. One network for each process that makes one. */
const SUBNET = `198.18.${(process.pid % 250) + 1}`;
const OWN_HOST = 254;
const NOWHERE = '02:00:00:00:00:01';
let networksMade = 0;

/** Needs root and a kernel that knows network namespaces, bridges and veth. */
export async function canSeparate(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const name = `hc-try-${process.pid}`;
  try {
    await ip('netns', 'add', name);
    await ip('netns', 'del', name);
    return true;
  } catch {
    // Not here: that is the answer.
    return false;
  }
}

/**
 * A network namespace for each machine, on one bridge. A line is cut by a wrong hardware address of the neighbour: packets leave
 * and arrive nowhere, nobody is told, and each direction is cut by itself.
 */
export async function separateMachines(names: readonly string[]): Promise<Network> {
  networksMade += 1;
  const tag = `hc${process.pid}${String.fromCharCode(96 + networksMade)}`;
  const namespaces = names.map((_, index) => `${tag}-${index + 1}`);
  const places = names.map((name, index) => ({
    name,
    host: `${SUBNET}.${(networksMade - 1) * 16 + index + 1}`,
    entering: ['ip', 'netns', 'exec', must(namespaces[index], 'a namespace for each')],
  }));
  const nets = { places, namespaces, cuts: [] as [string, string][] };
  const remove = async (): Promise<void> => {
    for (const namespace of namespaces) await ip('netns', 'del', namespace).catch(ignored);
    await ip('link', 'del', tag).catch(ignored);
  };
  try {
    await ip('link', 'add', tag, 'type', 'bridge');
    await ip('addr', 'add', `${SUBNET}.${OWN_HOST}/24`, 'dev', tag);
    await ip('link', 'set', tag, 'up');
    for (const [index, namespace] of namespaces.entries()) {
      const outside = `${tag}${index + 1}`;
      await ip('netns', 'add', namespace);
      await ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
      await ip('link', 'set', outside, 'master', tag, 'up');
      await ip('-n', namespace, 'addr', 'add', `${must(places[index], 'a place for each').host}/24`, 'dev', 'eth0');
      await ip('-n', namespace, 'link', 'set', 'lo', 'up');
      await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    }
  } catch (error) {
    await remove();
    throw error;
  }
  const namespaceOf = (place: Place): string =>
    must(namespaces[places.findIndex(({ name }) => name === place.name)], `${place.name} is a place of this network`);
  return {
    places,
    opened: nothing,
    cut: async (from, to) => {
      for (const sender of from) {
        for (const { host } of to) {
          const namespace = namespaceOf(sender);
          nets.cuts.push([namespace, host]);
          await ip('-n', namespace, 'neigh', 'replace', host, 'lladdr', NOWHERE, 'nud', 'permanent', 'dev', 'eth0');
        }
      }
    },
    heal: async () => {
      for (const [namespace, host] of nets.cuts.splice(0)) {
        await ip('-n', namespace, 'neigh', 'del', host, 'dev', 'eth0').catch(ignored);
      }
    },
    remove,
  };
}

async function ip(...words: readonly string[]): Promise<void> {
  await run('ip', words);
}

function ignored(): void {
  // Gone already.
}
