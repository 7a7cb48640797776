import { describe, expect, it } from 'vitest';
import { ORIGIN } from '../../shared/protocol/position.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { MORNING } from '../support/played-hall.ts';
import { chaosConfiguration } from './hall-crowd.ts';
import type { CommandRecord } from './command-record.ts';
import { judge } from './verdict.ts';

const issued = (serial: number): HallEvent => ({
  type: 'ticket-issued',
  ticket: `ticket-${serial}`,
  number: `A00${serial}`,
  service: 'A',
  class: 'standard',
  letter: 'A',
  serial,
  credit: { at: MORNING, order: serial },
  ahead: serial - 1,
});

/** The set-up of a hall and then the given commands, sealed as one chain. */
function logOf(...commands: readonly (readonly [id: string, event: HallEvent])[]): JournalEntry[] {
  const setUp = [
    ['setup-1', { type: 'hall-configured', configuration: chaosConfiguration() }],
    ['setup-2', { type: 'day-opened', day: '2026-11-22', timeZone: 'Asia/Shanghai' }],
  ] as const;
  const entries: JournalEntry[] = [];
  for (const [commandId, event] of [...setUp, ...commands]) {
    const actor = commandId.startsWith('setup') ? 'system:setup' : 'device:kiosk';
    const draft = { hall: 'demo', epoch: 1, at: MORNING, actor, commandId, fingerprint: 'f'.repeat(64), events: [event] };
    const last = entries.at(-1);
    entries.push(sealEntry(draft, last === undefined ? ORIGIN : positionOf(last)));
  }
  return entries;
}

function sent(id: string, moments: readonly [sent: number, answered: number], version: number, serial: number): CommandRecord {
  const result: Answer = { ticket: `ticket-${serial}`, number: `A00${serial}`, ahead: serial - 1 };
  const [sentAt, answeredAt] = moments;
  const command = { type: 'issue-ticket', service: 'A' } as const;
  return { id, by: 'kiosk', command, sentAt, answeredAt, unsure: 0, known: { is: 'acknowledged', version, result } };
}

const log = logOf(['a', issued(1)], ['b', issued(2)]);
const a = sent('a', [1, 2], 3, 1);
const b = sent('b', [3, 4], 4, 2);

describe('the verdict on a run', () => {
  it('[J70] finds nothing wrong where nothing is', () => {
    expect(judge([a, b], log)).toEqual({ lost: 0, doubled: 0, violations: [] });
  });

  it('[J70] finds a command that was acknowledged and is not there', () => {
    expect(judge([a, b, sent('c', [5, 6], 5, 3)], log)).toMatchObject({ lost: 1 });
    expect(judge([a, { ...b, known: { ...b.known, version: 3 } } as CommandRecord], log)).toMatchObject({ lost: 1 });
  });

  it('[J70] finds a command that happened twice', () => {
    expect(judge([a, b], logOf(['a', issued(1)], ['b', issued(2)], ['b', issued(3)]))).toMatchObject({ doubled: 1 });
  });

  it('[J71] finds an answer that the log contradicts', () => {
    const told = { is: 'acknowledged', version: 4, result: { ticket: 'ticket-9', number: 'A009', ahead: 0 } } as const;
    expect(judge([a, { ...b, known: told }], log).violations).toEqual([expect.stringMatching(/^answer: b/)]);
  });

  it('[J72] finds a refused command in the log, and one that nobody sent', () => {
    const refused: CommandRecord = { ...b, known: { is: 'refused', kind: 'day-not-open' } };
    expect(judge([a, refused], log).violations).toEqual([expect.stringMatching(/^refusal: b/)]);
    expect(judge([a, { ...refused, unsure: 1 }], log).violations).toEqual([expect.stringMatching(/^refusal: b/)]);
    expect(judge([a], log).violations).toEqual([expect.stringMatching(/^stranger: .* b,/)]);
  });

  it('[J73] finds two commands in an order that nobody saw', () => {
    expect(judge([{ ...a, sentAt: 5, answeredAt: 6 }, b], log).violations).toEqual([expect.stringMatching(/^order: a/)]);
    expect(judge([{ ...a, answeredAt: 6 }, b], log).violations).toEqual([]);
  });

  it('[J74] finds a number that was given twice', () => {
    const twice = logOf(['a', issued(1)], ['b', { ...issued(1), ticket: 'ticket-2' } as HallEvent]);
    const told = { is: 'acknowledged', version: 4, result: { ticket: 'ticket-2', number: 'A001', ahead: 0 } } as const;
    expect(judge([a, { ...b, known: told }], twice).violations).toContainEqual(expect.stringMatching(/^hall: /));
  });

  it('[J75] finds a hole and a forged entry', () => {
    expect(judge([], log.slice(1)).violations).toContainEqual(expect.stringMatching(/^chain: /));
    const forged = log.map((entry) => (entry.version === 3 ? { ...entry, at: entry.at + 1 } : entry));
    expect(judge([a, b], forged).violations).toContainEqual(expect.stringMatching(/^chain: /));
  });
});
