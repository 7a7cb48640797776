import { isDeepStrictEqual } from 'node:util';
import { answerOf } from '../../shared/hall/answer.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, verifyEntry } from '../../server/journal/hash-chain.ts';
import { NaiveHall } from '../simulation/naive-hall.ts';
import type { CommandRecord } from './command-record.ts';

/** What the senders know, held against what the journal has. */
export interface Verdict {
  /** Acknowledged and not in the log where the acknowledgement said. */
  readonly lost: number;
  /** Ids with more than one entry. */
  readonly doubled: number;
  /** Everything that is not as promised, in words, the two above included. */
  readonly violations: readonly string[];
}

/** Pure. The numbers are those of the invariants in `docs/spec.md`. */
export function judge(records: readonly CommandRecord[], entries: readonly JournalEntry[]): Verdict {
  const lost = lostCommands(records, entries);
  const doubled = doubledCommands(entries);
  const violations = [
    ...chainFaults(entries),
    ...lost.map((each) => `lost: ${each}`),
    ...doubled.map((id) => `doubled: ${id}`),
    ...answerFaults(records, entries),
    ...refusalFaults(records, entries),
    ...strangers(records, entries),
    ...orderFaults(records),
    ...hallFaults(entries),
  ];
  return { lost: lost.length, doubled: doubled.length, violations };
}

function chainFaults(entries: readonly JournalEntry[]): string[] {
  let previous = ORIGIN;
  for (const entry of entries) {
    try {
      verifyEntry(entry, previous);
    } catch (error) {
      return [`chain: ${error instanceof Error ? error.message : String(error)}`];
    }
    previous = positionOf(entry);
  }
  return [];
}

function lostCommands(records: readonly CommandRecord[], entries: readonly JournalEntry[]): string[] {
  return records.flatMap(({ id, known }) => {
    if (known.is !== 'acknowledged' || entries[known.version - 1]?.commandId === id) return [];
    return [`${id}, acknowledged as version ${known.version}`];
  });
}

function doubledCommands(entries: readonly JournalEntry[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { commandId } of entries) {
    if (seen.has(commandId)) twice.add(commandId);
    seen.add(commandId);
  }
  return [...twice];
}

function answerFaults(records: readonly CommandRecord[], entries: readonly JournalEntry[]): string[] {
  return records.flatMap(({ id, known }) => {
    if (known.is !== 'acknowledged') return [];
    const entry = entries[known.version - 1];
    if (entry?.commandId !== id) return [];
    const inLog = JSON.parse(JSON.stringify(answerOf(entry.events))) as object;
    return isDeepStrictEqual(inLog, known.result) ? [] : [`answer: ${id} was told otherwise than version ${known.version} says`];
  });
}

function refusalFaults(records: readonly CommandRecord[], entries: readonly JournalEntry[]): string[] {
  const inLog = new Set(entries.map(({ commandId }) => commandId));
  return records.flatMap(({ id, known }) =>
    known.is === 'refused' && inLog.has(id) ? [`refusal: ${id} was refused (${known.kind}) and is in the log`] : [],
  );
}

function strangers(records: readonly CommandRecord[], entries: readonly JournalEntry[]): string[] {
  const sent = new Set(records.map(({ id }) => id));
  return entries
    .filter(({ actor, commandId }) => !actor.startsWith('system:') && !sent.has(commandId))
    .map(({ version, commandId }) => `stranger: nobody sent ${commandId}, version ${version}`);
}

/** Acknowledged before another was sent: then before it in the log as well. Every write has a version, so sorting is enough. */
function orderFaults(records: readonly CommandRecord[]): string[] {
  const answered = records.flatMap(({ id, sentAt, answeredAt, known }) =>
    known.is === 'acknowledged' && answeredAt !== null ? [{ id, sentAt, answeredAt, version: known.version }] : [],
  );
  const byAnswer = [...answered].sort((left, right) => left.answeredAt - right.answeredAt);
  const faults: string[] = [];
  let next = 0;
  let newest = 0;
  for (const each of [...answered].sort((left, right) => left.sentAt - right.sentAt)) {
    for (let before = byAnswer[next]; before !== undefined && before.answeredAt < each.sentAt; before = byAnswer[next]) {
      newest = Math.max(newest, before.version);
      next += 1;
    }
    if (each.version <= newest) faults.push(`order: ${each.id} is version ${each.version}, ${newest} was acknowledged before it`);
  }
  return faults;
}

/** The books kept a second time: a number given twice, a ticket at two counters, a call that could not have happened. */
function hallFaults(entries: readonly JournalEntry[]): string[] {
  const hall = new NaiveHall();
  for (const entry of entries) hall.apply(entry);
  return hall.problems.map((problem) => `hall: ${problem}`);
}
