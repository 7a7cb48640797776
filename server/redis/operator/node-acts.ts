import { recordAct, recordSettings, type Act } from './copies-record.ts';
import type { Acting } from './acting.ts';
import { fields, NodeActError, using, type Connect, type Link } from './link.ts';
import { nodeName, type NodeAddress } from '../redis-address.ts';
import { leastReplicas, replicaUser } from './redis-plan.ts';
import { forgetReplicas, untilFoundAgain } from './sentinel-acts.ts';
import { promisedCopies, surveyOf, type ReplicaReport, type Survey } from './survey.ts';

const SYNC_MS_MAX = 120_000;
const POLL_MS = 250;

/**
 * Takes replicas out of the promise.
 *
 * Lowering the number alone would be wrong: `WAIT` counts whoever answers, so a removed node that comes back could stand for one
 * that is still promised, and be gone again when it matters. So it is kept out first, by turning its own user off on every node
 * that may be or become the master, and then the Sentinels forget it, and then the number is lowered.
 */
export async function removeNodes(acting: Acting, addresses: readonly NodeAddress[]): Promise<Survey> {
  const { connect, installation, say } = acting;
  const before = await surveyOf(installation, connect);
  const leaving = addresses.map((address) => replicaAt(before, address));
  const staying = before.replicas.filter((each) => !leaving.includes(each) && each.isAllowed).map(({ address }) => address);
  const told = [before.master, ...staying];
  for (const address of addresses) {
    await eachOf(told, connect, (link) => turn(link, address, 'off'));
    await using(connect, before.master, (link) => link.ask('CLIENT', 'KILL', 'USER', replicaUser(address)));
    say(`${nodeName(address)} is kept out: no node lets it replicate.`);
    await demote(connect, address, say);
  }
  await setLeast(acting, before.master, told, staying.length);
  const { name } = installation;
  const sentinels = name === null ? [] : await forgetReplicas({ ...acting, name }, addresses);
  await record(acting, before, staying.length, { act: 'remove', addresses });
  if (name !== null) await untilFoundAgain({ ...acting, name }, sentinels, staying);
  return surveyOf(installation, connect);
}

/** Lets a replica in again, waits until it has everything, and only then asks hubs for its copy: they never wait for it. */
export async function addNode(acting: Acting, address: NodeAddress): Promise<Survey> {
  const { connect, installation, say } = acting;
  const before = await surveyOf(installation, connect);
  const report = replicaAt(before, address);
  const others = before.replicas.filter((each) => each !== report && each.isAllowed).map((each) => each.address);
  const holders = [before.master, ...others];
  await using(connect, address, (link) => readyToFollow(link, before, report)).catch((error: unknown) => {
    throw new NodeActError(`${nodeName(address)} does not answer (${reasonOf(error)}): start it, then add it`);
  });
  await eachOf(holders, connect, (link) => turn(link, address, 'on'));
  say(`${nodeName(address)} may replicate. Waiting until it has everything …`);
  try {
    await untilOnline(acting, address);
  } catch (error) {
    if (!report.isAllowed) await eachOf(holders, connect, (link) => turn(link, address, 'off'));
    throw error;
  }
  await using(connect, address, (link) => settings(link, [['replica-priority', '100']]));
  const kept = others.length + 1;
  await setLeast(acting, before.master, [...holders, address], kept);
  await record(acting, before, kept, { act: 'add', addresses: [address] });
  return surveyOf(installation, connect);
}

function replicaAt(survey: Survey, address: NodeAddress): ReplicaReport {
  const wanted = nodeName(address);
  if (nodeName(survey.master) === wanted)
    throw new NodeActError(`${wanted} is the master. Let another become it first: SENTINEL FAILOVER on one of the Sentinels`);
  const found = survey.replicas.find((each) => nodeName(each.address) === wanted);
  if (found !== undefined) return found;
  const known = survey.replicas.map((each) => nodeName(each.address)).join(', ');
  throw new NodeActError(`${wanted} is no node of this installation: its replicas are ${known || 'none'}`);
}

/** In the memory of a node and in its file: what is off is off after a restart. */
async function turn(link: Link, node: NodeAddress, to: 'on' | 'off'): Promise<void> {
  await link.ask('ACL', 'SETUSER', replicaUser(node), to);
  await link.ask('ACL', 'SAVE');
}

/** One that still runs says itself that it is not to be elected; one that is dead cannot be. */
async function demote(connect: Connect, address: NodeAddress, say: Acting['say']): Promise<void> {
  try {
    await using(connect, address, (link) => settings(link, [['replica-priority', '0']]));
    say(`${nodeName(address)} still runs; stop it before you do anything else with it.`);
  } catch {
    // Nobody answers there: that is why it is removed.
    say(`${nodeName(address)} does not answer.`);
  }
}

/** With no replica left a master that demands one would take nothing at all. */
async function setLeast({ connect, now }: Acting, master: NodeAddress, nodes: readonly NodeAddress[], replicas: number) {
  const wanted = String(leastReplicas(replicas));
  await eachOf(nodes, connect, async (link) => {
    const least = fields(await link.ask('CONFIG', 'GET', 'min-replicas-to-write')).get('min-replicas-to-write');
    if (least !== wanted) await settings(link, [['min-replicas-to-write', wanted]]);
  });
  await using(connect, master, async (first) => {
    for (const node of nodes) await using(connect, node, (link) => recordSettings(first, link, nodeName(node), now()));
  });
}

async function settings(link: Link, all: readonly (readonly [string, string])[]): Promise<void> {
  for (const [name, value] of all) await link.ask('CONFIG', 'SET', name, value);
  await link.ask('CONFIG', 'REWRITE');
}

async function readyToFollow(link: Link, { master, replicas }: Survey, own: ReplicaReport): Promise<void> {
  // It may become the master: then it must know who else was removed while it was away.
  for (const each of replicas) await turn(link, each.address, each === own || each.isAllowed ? 'on' : 'off');
  // Not to be elected before it has everything.
  await settings(link, [['replica-priority', '0']]);
  await link.ask('REPLICAOF', master.host, String(master.port));
}

/** Until it has what the master had when it came: somebody writes all the while, and nobody is ever level with that. */
async function untilOnline({ connect, installation, sleep }: Acting, address: NodeAddress): Promise<void> {
  let wanted: number | null = null;
  for (let waitedMs = 0; waitedMs < SYNC_MS_MAX; waitedMs += POLL_MS) {
    const survey = await surveyOf(installation, connect);
    const { offset } = replicaAt(survey, address);
    if (offset !== null) wanted ??= survey.offset;
    if (offset !== null && wanted !== null && offset >= wanted) return;
    await sleep(POLL_MS);
  }
  throw new NodeActError(
    `${nodeName(address)} did not catch up within ${SYNC_MS_MAX / 1_000} s: see its log; nothing was raised`,
  );
}

interface Done extends Pick<Act, 'act'> {
  readonly addresses: readonly NodeAddress[];
}

async function record(acting: Acting, before: Survey, kept: number, { act, addresses }: Done): Promise<void> {
  const { by, connect, now, say } = acting;
  const copies = { promised: promisedCopies(before), kept };
  const whole: Act = { act, names: addresses.map(nodeName), by, at: now(), copies };
  await using(connect, before.master, (link) => recordAct(link, whole));
  say(`${kept} of ${copies.promised} copies are kept from now on.`);
}

/** All or an error that names the one: an act that some nodes do not know of would come undone by the next failover. */
async function eachOf(nodes: readonly NodeAddress[], connect: Connect, act: (link: Link) => Promise<void>): Promise<void> {
  for (const node of nodes) {
    await using(connect, node, act).catch((error: unknown) => {
      throw new NodeActError(
        `${nodeName(node)} could not be told (${reasonOf(error)}). Every node that stays has to know: when that one is gone too, name both`,
      );
    });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
