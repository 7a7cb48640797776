import type { JournalEntry } from '../../server/journal/entry.ts';
import type { CommandRecord } from './command-record.ts';
import { judge } from './verdict.ts';

const VIOLATIONS_SHOWN = 20;

/** What a run comes to. `unsure`: sendings without an answer; `unsureUnresolved`: commands that did not get one in time. */
export interface ChaosReport {
  readonly rounds: number;
  readonly commands: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unsure: number;
  readonly unsureUnresolved: number;
  readonly lost: number;
  readonly doubled: number;
  readonly violations: readonly string[];
  readonly entries: number;
  readonly seconds: number;
}

export interface ChaosFindings {
  readonly rounds: number;
  readonly records: readonly CommandRecord[];
  readonly entries: readonly JournalEntry[];
  /** What was found besides what records and entries tell. */
  readonly faults: readonly string[];
  /** Commands that waited too long although everything was back. */
  readonly late: number;
  readonly seconds: number;
}

/** Every answer held against the log. */
export function reportOf({ entries, faults, late, records, rounds, seconds }: ChaosFindings): ChaosReport {
  const { doubled, lost, violations } = judge(records, entries);
  const known = (is: string): number => records.filter((record) => record.known.is === is).length;
  return {
    rounds,
    commands: records.length,
    acknowledged: known('acknowledged'),
    refused: known('refused'),
    unsure: records.reduce((sum, { unsure }) => sum + unsure, 0),
    unsureUnresolved: known('open') + late,
    lost,
    doubled,
    violations: shown([...violations, ...faults]),
    entries: entries.length,
    seconds: Math.round(seconds),
  };
}

/** Nothing lost, doubled or left open, and no promise broken. */
export function isGood({ doubled, lost, unsureUnresolved, violations }: ChaosReport): boolean {
  return doubled === 0 && lost === 0 && unsureUnresolved === 0 && violations.length === 0;
}

function shown(all: readonly string[]): string[] {
  return all.length > VIOLATIONS_SHOWN
    ? [...all.slice(0, VIOLATIONS_SHOWN), `and ${all.length - VIOLATIONS_SHOWN} more`]
    : [...all];
}
