import { cpSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { HALLS_KEY } from '../../server/journal/redis/hall-keys.ts';
import { refuseForeignList } from '../../server/journal/redis/log-calls.ts';
import { openRedisJournal, type RedisJournal } from '../../server/journal/redis/redis-journal.ts';
import type { JournalCondition } from '../../server/journal/journal.ts';
import { UNSURE_AFTER_MS } from '../../server/redis/limits.ts';
import type { RedisPlantedFault, RedisStore } from '../../server/redis/redis-store.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { chainOf, entryDraft, headOf } from '../support/journal-entries.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { becomesSo } from '../support/responsive-time.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';

const HALL = 'demo';
const SOON_MS = 10_000;
const LOOK_MS = 20;

let nodes: RedisNodes;
const opened: { readonly store: RedisStore; readonly journal: RedisJournal }[] = [];

async function openHub(plantedFault: RedisPlantedFault | null = null): Promise<RedisJournal> {
  const store = await openStoreOn(nodes, { plantedFault });
  const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined, plantedFault });
  opened.push({ store, journal });
  return journal;
}

function heardBy(journal: RedisJournal): number[] {
  const heard: number[] = [];
  journal.onGrown((_hall, version) => heard.push(version));
  return heard;
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await becomesSo(holds, SOON_MS, () => pause(LOOK_MS)))) throw new Error(`not after ${SOON_MS} ms: ${what}`);
}

const becomes = (journal: RedisJournal, is: JournalCondition['is']): Promise<void> =>
  until(`the journal is ${is}`, () => journal.condition().is === is);

afterEach(async () => {
  for (const { journal, store } of opened.splice(0)) {
    await journal.close();
    await store.close();
  }
  await nodes.remove();
});

describe('copies', () => {
  beforeEach(async () => {
    nodes = await RedisNodes.start({ replicas: 2 });
  });

  it('[N1] nothing is acknowledged that one of the promised copies does not have; it is unsure, and known when the copy is back', async () => {
    const journal = await openHub();
    const entries = chainOf(HALL, 3);
    expect(await journal.append(HALL, ORIGIN, entries.slice(0, 1))).toEqual({ is: 'appended' });
    nodes.replicas[1]?.pause();
    const from = Date.now();
    const append = journal.append(HALL, headOf(entries.slice(0, 1)), entries.slice(1, 2));
    expect(await Promise.all([append, journal.withdraw(HALL, 'command-9', 'no')])).toEqual([{ is: 'unsure' }, { is: 'unsure' }]);
    expect(Date.now() - from).toBeGreaterThanOrEqual(UNSURE_AFTER_MS - LOOK_MS);
    expect(journal.condition()).toEqual({ is: 'read-only', reason: 'copies-missing' });
    expect(await journal.append(HALL, headOf(entries.slice(0, 2)), entries.slice(2))).toEqual({
      is: 'read-only',
      reason: 'copies-missing',
    });
    expect(await journal.read(HALL, 0, 9)).toEqual(entries.slice(0, 1));
    nodes.replicas[1]?.resume();
    await becomes(journal, 'writable');
    expect(await journal.head(HALL)).toEqual(headOf(entries.slice(0, 2)));
    expect(await journal.withdraw(HALL, 'command-9', 'later')).toEqual({ is: 'withdrawn', answer: 'no' });
    expect(await journal.append(HALL, headOf(entries.slice(0, 2)), entries.slice(2))).toEqual({ is: 'appended' });
    expect(await journal.read(HALL, 0, 9)).toEqual(entries);
  });

  it('[N2] other hubs are neither told nor shown what is not on all copies', async () => {
    const [writer, other] = [await openHub(), await openHub()];
    const entries = chainOf(HALL, 2);
    await writer.append(HALL, ORIGIN, entries.slice(0, 1));
    expect(await other.head(HALL)).toEqual(headOf(entries.slice(0, 1)));
    const heard = heardBy(other);
    nodes.replicas[0]?.pause();
    const unsure = await writer.append(HALL, headOf(entries.slice(0, 1)), entries.slice(1));
    expect(unsure).toEqual({ is: 'unsure' });
    expect(await nodes.master.ask('HGET', `q:{${HALL}}:head`, 'v')).toBe('2');
    expect(await other.head(HALL)).toEqual(headOf(entries.slice(0, 1)));
    expect(await other.read(HALL, 0, 9)).toEqual(entries.slice(0, 1));
    expect(heard).toEqual([]);
    nodes.replicas[0]?.resume();
    await until('the other hub hears of it', () => heard.includes(2));
    expect(await other.read(HALL, 0, 9)).toEqual(entries);
  });

  it('[N3] a replica that an operator took out is no longer waited for, and the lowered number is told', async () => {
    const journal = await openHub();
    const [first] = chainOf(HALL, 1);
    await nodes.replicas[1]?.kill();
    await becomes(journal, 'read-only');
    expect(journal.condition()).toEqual({ is: 'read-only', reason: 'copies-missing' });
    const name = nodes.replicas[1]?.name ?? '';
    await nodes.master.ask('HSET', 'hallcall:copies', name, JSON.stringify({ at: 1, by: 'operator' }));
    await becomes(journal, 'writable');
    expect(journal.condition()).toEqual({ is: 'writable', copies: { promised: 2, kept: 1 } });
    expect(await journal.append(HALL, ORIGIN, [first!])).toEqual({ is: 'appended' });
    await nodes.replicas[1]?.start();
    await nodes.untilOnline(2);
    await nodes.master.ask('HDEL', 'hallcall:copies', name);
    await until('both are waited for again', () => JSON.stringify(journal.condition()) === '{"is":"writable"}');
  });

  it.each(['wait-off', 'wait-one', 'wait-elsewhere'] as const)(
    '[N4] with the planted fault %s it says appended too early',
    async (fault) => {
      const journal = await openHub(fault);
      const entries = chainOf(HALL, 2);
      await journal.append(HALL, ORIGIN, entries.slice(0, 1));
      // A copy tells how far it is once a second; over another connection it is asked for what that one wrote, which is nothing.
      await pause(1_500);
      for (const replica of fault === 'wait-one' ? nodes.replicas.slice(1) : nodes.replicas) replica.pause();
      expect(await journal.append(HALL, headOf(entries.slice(0, 1)), entries.slice(1))).toEqual({ is: 'appended' });
    },
  );
});

/** A machine that came back with the disk of an hour ago: kill -9, the old files, a start. */
async function cutBackTo(keep: () => Promise<void>, then: () => Promise<void>): Promise<void> {
  const { master } = nodes;
  const copy = `${master.folder}-then`;
  await keep();
  cpSync(master.folder, copy, { recursive: true });
  await then();
  await master.kill();
  rmSync(master.folder, { recursive: true });
  cpSync(copy, master.folder, { recursive: true });
  rmSync(copy, { recursive: true });
  await master.start();
}

describe('a log that was cut', () => {
  beforeEach(async () => {
    nodes = await RedisNodes.start({ replicas: 0 });
  });

  it('[N9] gets back what was committed from the hubs that know it, once, with the same ids, versions and hashes, in a higher epoch', async () => {
    const [writer, other] = [await openHub(), await openHub()];
    const entries = chainOf(HALL, 9);
    await cutBackTo(
      async () => void (await writer.append(HALL, ORIGIN, entries.slice(0, 4))),
      async () => {
        await writer.append(HALL, headOf(entries.slice(0, 4)), entries.slice(4));
        await other.read(HALL, 0, 9);
        await until('the other hub has it', async () => (await other.head(HALL)).version === 9);
      },
    );
    await Promise.all([becomes(writer, 'writable'), becomes(other, 'writable')]);
    await until('the log is whole again', async () => (await nodes.master.ask('HGET', `q:{${HALL}}:head`, 'v')) === '9');
    const fresh = await openHub();
    const read = await fresh.read(HALL, 0, 99);
    expect(read.map(({ commandId, hash, version }) => ({ commandId, hash, version }))).toEqual(
      entries.map(({ commandId, hash, version }) => ({ commandId, hash, version })),
    );
    expect(read.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2]);
    const next = chainOf(HALL, 1, headOf(entries));
    expect(await other.append(HALL, headOf(entries), next)).toEqual({ is: 'appended' });
    expect(await writer.append(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries), 'late-'))).toMatchObject({
      is: 'conflict',
    });
    expect(await writer.findCommand(HALL, 'command-7')).toMatchObject({ version: 7 });
  });

  it('[N10] freezes a hall whose log says something else than what was committed, says what to do, and leaves the others alone', async () => {
    const writer = await openHub();
    const entries = chainOf(HALL, 5);
    await writer.append(HALL, ORIGIN, entries);
    await writer.append('other', ORIGIN, chainOf('other', 1));
    // Nobody who knows better is there, and all of it goes in one moment: the writer looks at its halls now and then.
    const rival = chainOf(HALL, 5, ORIGIN, 'rival-');
    const stranger = await openHub();
    await nodes.master.ask('DEL', ...['log', 'head', 'cmd:2026-11-02'].map((key) => `q:{${HALL}}:${key}`));
    const taken = await stranger.append(HALL, ORIGIN, rival);
    if (taken.is !== 'appended') throw new Error(`the log was mended before: ${taken.is}`);
    const outcome = await writer.append(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries)));
    expect(outcome).toMatchObject({ is: 'conflict' });
    await writer.head(HALL);
    await expect(writer.read(HALL, 0, 9)).rejects.toThrow(/version 5: the log and this hub have different entries.*operator/s);
    expect(await writer.append(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries)))).toEqual({
      is: 'read-only',
      reason: 'damaged',
    });
    expect(writer.condition()).toEqual({ is: 'writable' });
    const other = await writer.head('other');
    expect(await writer.append('other', other, chainOf('other', 1, other))).toEqual({ is: 'appended' });
  });

  it('[N11] freezes a hall under whose keys another program keeps something', async () => {
    const hub = await openHub();
    await nodes.master.ask('SET', 'q:{town}:head', 'not ours');
    await nodes.master.ask('XADD', 'q:{airport}:log', '1-1', 'something', 'else');
    const kept = chainOf('harbour', 1);
    await hub.append('harbour', ORIGIN, kept);
    await nodes.master.ask('XADD', 'q:{harbour}:log', '*', 'something', 'else');
    for (const [hall, from, why] of [
      ['town', ORIGIN, 'at version 0: another program'],
      ['airport', ORIGIN, 'at version 0: another program'],
      ['harbour', headOf(kept), 'at version 0: another program'],
    ] as const) {
      expect(await hub.append(hall, from, chainOf(hall, 1, from, 'more-'))).toEqual({ is: 'read-only', reason: 'damaged' });
      await expect(hub.read(hall, 0, 1)).rejects.toThrow(`journal of hall "${hall}" is damaged ${why}`);
    }
    expect(await hub.append(HALL, ORIGIN, chainOf(HALL, 1))).toEqual({ is: 'appended' });
    expect(hub.frozen().toSorted()).toEqual(['airport', 'harbour', 'town']);
    const { store } = must(opened[0], 'a hub is open');
    await expect(refuseForeignList(store)).resolves.toBeUndefined();
    await nodes.master.ask('DEL', HALLS_KEY);
    await nodes.master.ask('SET', HALLS_KEY, 'not ours');
    await expect(refuseForeignList(store)).rejects.toThrow(/another program keeps something under hallcall:halls/);
  });

  it('[N12] with the planted faults no-epoch and resume-at-head it believes the cut log; with no-hash-check a changed entry', async () => {
    for (const fault of ['no-epoch', 'resume-at-head'] as const) {
      await nodes.master.ask('FLUSHALL');
      const hub = await openHub(fault);
      const entries = chainOf(HALL, 6);
      await cutBackTo(
        async () => void (await hub.append(HALL, ORIGIN, entries.slice(0, 3))),
        async () => void (await hub.append(HALL, headOf(entries.slice(0, 3)), entries.slice(3))),
      );
      await until('it takes the cut log for the whole', async () => (await hub.head(HALL)).version === 3);
    }
    await nodes.master.ask('FLUSHALL');
    await (await openHub()).append('town', ORIGIN, chainOf('town', 1));
    const body = await nodes.master.ask('XRANGE', 'q:{town}:log', '-', '+');
    const [id = '', , hash = '', , text = ''] = body.split('\n');
    await nodes.master.ask('DEL', 'q:{town}:log');
    await nodes.master.ask('XADD', 'q:{town}:log', id, 'h', hash, 'b', text.replace('1003', '9001'));
    expect((await (await openHub('no-hash-check')).read('town', 0, 1))[0]?.actor).toBe('staff:9001');
    await expect((await openHub()).read('town', 0, 1)).rejects.toThrow('its hash does not fit');
  });

  it('[N13] keeps command ids in one hash for each business day, which goes as a whole', async () => {
    const hub = await openHub();
    const days = ['2026-11-21', '2026-11-22'] as const;
    let head = ORIGIN;
    for (const day of days) {
      const opening = sealEntry(
        entryDraft(HALL, day, { events: [{ type: 'day-opened', day, timeZone: 'Asia/Shanghai' }] }),
        head,
      );
      await hub.append(HALL, head, [opening]);
      const rest = chainOf(HALL, 2, positionOf(opening));
      await hub.append(HALL, positionOf(opening), rest);
      head = headOf(rest);
    }
    const keys = async (): Promise<string[]> => (await nodes.master.ask('KEYS', '*:cmd:*')).split('\n').sort();
    expect(await keys()).toEqual(days.map((day) => `q:{${HALL}}:cmd:${day}`));
    expect((await hub.findCommand(HALL, 'command-2'))?.version).toBe(2);
    await hub.forgetCommands(HALL, 3);
    expect(await keys()).toEqual([`q:{${HALL}}:cmd:2026-11-22`]);
    expect(await hub.findCommand(HALL, 'command-2')).toBeNull();
    expect((await hub.findCommand(HALL, 'command-6'))?.version).toBe(6);
    expect(await hub.append(HALL, head, chainOf(HALL, 1, head))).toEqual({ is: 'appended' });
  });

  it('[N25] a command that is withdrawn is appended by no hub, and each is told the answer that was first, until its day is forgotten', async () => {
    const [left, right] = [await openHub(), await openHub()];
    const entries = chainOf(HALL, 4);
    await left.append(HALL, ORIGIN, entries.slice(0, 2));
    const head = headOf(entries.slice(0, 2));
    const both = await Promise.all([left.withdraw(HALL, 'command-3', 'no, by left'), right.withdraw(HALL, 'command-3', 'no')]);
    expect(both[0]).toEqual(both[1]);
    const { answer } = both[0] as { readonly answer: string };
    for (const hub of [left, right]) {
      expect(await hub.append(HALL, head, entries.slice(2))).toEqual({ is: 'withdrawn', commandId: 'command-3', answer });
      expect(await hub.withdraw(HALL, 'command-3', 'another')).toEqual({ is: 'withdrawn', answer });
      expect(await hub.withdraw(HALL, 'command-2', 'no')).toEqual({ is: 'duplicate', entry: entries[1] });
      expect(await hub.findCommand(HALL, 'command-3')).toBeNull();
    }
    expect(await right.head(HALL)).toEqual(head);
    const dayAfter = sealEntry(
      entryDraft(HALL, 'tomorrow', { events: [{ type: 'day-opened', day: '2099-01-01', timeZone: 'Asia/Shanghai' }] }),
      head,
    );
    expect(await left.append(HALL, head, [dayAfter])).toEqual({ is: 'appended' });
    await left.forgetCommands(HALL, 2);
    const again = sealEntry(entryDraft(HALL, 'x', { commandId: 'command-3' }), positionOf(dayAfter));
    expect(await right.append(HALL, positionOf(dayAfter), [again])).toEqual({ is: 'appended' });
    expect(await left.withdraw(HALL, 'command-3', 'late')).toMatchObject({ is: 'duplicate', entry: { version: 4 } });
  });

  it('[N26] what is withdrawn is not done by hubs of the library before either, and is no reason not to bring back what the log has lost', async () => {
    const hub = await openHub();
    const entries = chainOf(HALL, 2);
    await hub.append(HALL, ORIGIN, entries.slice(0, 1));
    await hub.withdraw(HALL, 'command-2', 'no');
    const keys = ['log', 'head', 'cmd:2026-11-02'].map((key) => `q:{${HALL}}:${key}`);
    const { hash } = entries[0]!;
    const term = await nodes.master.ask('HGET', `q:{${HALL}}:head`, 'term');
    const append = (epoch: string): Promise<string> => {
      const behind = [epoch, term, '1', hash, '2026-11-02', entries[1]!.hash, 'command-2', '{}'];
      return nodes.master.ask('FCALL', 'hallcall_append', '3', ...keys, ...behind);
    };
    expect(await append('1')).toBe(`CONFLICT\n1\n${hash}`);
    expect(await append('2')).toBe('OK\n2');
  });
});

describe('connections', () => {
  beforeEach(async () => {
    nodes = await RedisNodes.start({ replicas: 1 });
  });

  it('[N5] a master that dies in the middle leaves nothing acknowledged that is lost, and what was unsure is known when it is back', async () => {
    const journal = await openHub();
    const entries = chainOf(HALL, 400);
    const outcomes: string[] = [];
    let after = 0;
    let killed: Promise<void> | null = null;
    while (after < entries.length) {
      const { is } = await journal.append(HALL, headOf(entries.slice(0, after)), entries.slice(after, after + 1));
      outcomes.push(is);
      if (is !== 'appended') break;
      after += 1;
      if (after === 29) await journal.withdraw(HALL, 'withdrawn-1', 'no');
      if (after === 30) killed = nodes.master.kill();
    }
    await killed;
    expect(['unsure', 'read-only']).toContain(outcomes.at(-1));
    await until('it is told', () => journal.condition().is === 'read-only');
    expect(await journal.read(HALL, 0, after)).toEqual(entries.slice(0, after));
    await nodes.master.start();
    await becomes(journal, 'writable');
    const head = await journal.head(HALL);
    expect(head.version).toBeGreaterThanOrEqual(after);
    expect(head.version).toBeLessThanOrEqual(after + 1);
    const late = sealEntry(entryDraft(HALL, 'x', { commandId: 'withdrawn-1' }), head);
    expect(await journal.append(HALL, head, [late])).toEqual({ is: 'withdrawn', commandId: 'withdrawn-1', answer: 'no' });
    expect(await journal.append(HALL, head, entries.slice(head.version, head.version + 3))).toEqual({ is: 'appended' });
    expect(await journal.verify(HALL)).toBeNull();
    expect(await nodes.master.ask('HGET', `q:{${HALL}}:head`, 'epoch')).toBe('2');
  });

  it('[N6] another hub gets each entry in order, with no question to Redis when nothing was missed', async () => {
    const [writer, other] = [await openHub(), await openHub()];
    const entries = chainOf(HALL, 30);
    await writer.append(HALL, ORIGIN, entries.slice(0, 1));
    expect(await other.read(HALL, 0, 9)).toEqual(entries.slice(0, 1));
    const heard = heardBy(other);
    for (const entry of entries.slice(1)) await writer.append(HALL, headOf(entries.slice(0, entry.version - 1)), [entry]);
    await until('all is heard', () => heard.at(-1) === 30);
    expect(heard).toEqual([...heard].sort((left, right) => left - right));
    const calls = async (): Promise<string> =>
      /cmdstat_fcall_ro:calls=(\d+)/.exec(await nodes.master.ask('INFO', 'commandstats'))?.[1] ?? '0';
    // Whoever asks for the head asks the log itself.
    expect(await other.head(HALL)).toEqual(headOf(entries));
    const before = await calls();
    expect(await other.read(HALL, 1, 99)).toEqual(entries.slice(1));
    expect(await calls()).toBe(before);
  });

  it('[N7] what a killed hub wrote and told nobody is confirmed, then told', async () => {
    const [writer, other] = [await openHub(), await openHub()];
    const entries = chainOf(HALL, 2);
    await writer.append(HALL, ORIGIN, entries.slice(0, 1));
    await other.head(HALL);
    const heard = heardBy(other);
    // Its last words do not reach anybody.
    opened[0]!.store.publish = () => undefined;
    await writer.append(HALL, headOf(entries.slice(0, 1)), entries.slice(1));
    await until('the other hub finds it', () => heard.includes(2));
    expect(await other.read(HALL, 0, 9)).toEqual(entries);
  });

  it('[N8] hubs that race for each version decide for every one of them exactly once', async () => {
    const hubs = [await openHub(), await openHub(), await openHub()];
    for (let version = 0; version < 12; version += 1) {
      const heads = await Promise.all(hubs.map((hub) => hub.head(HALL)));
      const rivals = hubs.map((_hub, index) => chainOf(HALL, 1, heads[index], `hub-${index}-`));
      const outcomes = await Promise.all(hubs.map((hub, index) => hub.append(HALL, heads[index]!, rivals[index]!)));
      expect(outcomes.filter(({ is }) => is === 'appended')).toHaveLength(1);
      expect(outcomes.filter(({ is }) => is === 'conflict')).toHaveLength(2);
      await Promise.all(hubs.map((hub) => hub.head(HALL)));
    }
    expect((await hubs[0]!.head(HALL)).version).toBe(12);
    expect(await hubs[1]!.read(HALL, 0, 20)).toEqual(await hubs[2]!.read(HALL, 0, 20));
  });
});
