import { changedLog } from './changed-log.ts';
import { oldEpochs } from './failover.ts';
import { hubKill } from './hub-kill.ts';
import type { PlantedFaultName } from './hub-program.ts';
import { lostMachines } from './lost-machines.ts';
import { missedEntries } from './missed-entries.ts';
import { nightHall } from './night-hall.ts';
import { syncedAnswers } from './synced-answers.ts';
import { uninvitedScreens } from './uninvited-screens.ts';

interface PlantedOptions {
  /** How often the hub is killed where that finds the fault. */
  readonly rounds: number;
  readonly seed: number;
}

/** Finds what is wrong with a hub that has the fault (none with null), in words. */
type Harness = (options: PlantedOptions) => Promise<readonly string[]>;

interface Planted {
  readonly fault: PlantedFaultName;
  readonly found: Harness;
  /** The same harness on a hub as it is; absent: it is a run of its own (`hub-kill`, `failover`). */
  readonly control?: Harness;
}

/** Each fault of the reliability plan, and the harness that is there to notice it. */
const PLANTED: readonly Planted[] = [
  { fault: 'wait-off', found: () => lostMachines('wait-off'), control: () => lostMachines(null) },
  { fault: 'wait-one', found: () => lostMachines('wait-one') },
  { fault: 'wait-elsewhere', found: () => lostMachines('wait-elsewhere') },
  { fault: 'no-epoch', found: () => oldEpochs('no-epoch') },
  { fault: 'resume-at-head', found: () => missedEntries('resume-at-head'), control: () => missedEntries(null) },
  { fault: 'no-hash-check', found: () => changedLog('no-hash-check'), control: () => changedLog(null) },
  { fault: 'synchronous-dropped', found: () => syncedAnswers('synchronous-dropped'), control: () => syncedAnswers(null) },
  { fault: 'ack-before-commit', found: (options) => killed(options, 'ack-before-commit') },
  { fault: 'dedupe-off', found: (options) => killed(options, 'dedupe-off') },
  { fault: 'numbers-from-clock', found: () => nightHall('numbers-from-clock'), control: () => nightHall(null) },
  { fault: 'cors-only-origin', found: () => uninvitedScreens('cors-only-origin'), control: () => uninvitedScreens(null) },
  { fault: 'room-without-scope', found: () => uninvitedScreens('room-without-scope') },
];
/** Most of each is waiting: for a failover, for a hub to start. */
const AT_ONCE = 3;

export interface PlantedReport {
  readonly planted: number;
  readonly detected: number;
  readonly missed: readonly string[];
  /** Harnesses that found something in a hub without a fault. */
  readonly falseAlarms: readonly string[];
  readonly faults: readonly { readonly fault: string; readonly found: readonly string[]; readonly seconds: number }[];
}

/** Negative controls: a harness that finds nothing in a broken hub proves nothing about a good one. */
export async function plantedFaults(options: PlantedOptions): Promise<PlantedReport> {
  const waiting = [...PLANTED];
  const faults: { fault: string; found: readonly string[]; seconds: number }[] = [];
  const falseAlarms: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const startedAt = performance.now();
      const found = await next.found(options);
      for (const each of (await next.control?.(options)) ?? []) falseAlarms.push(`${next.fault}: ${each}`);
      faults.push({ fault: next.fault, found: found.slice(0, 3), seconds: Math.round((performance.now() - startedAt) / 1_000) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const missed = faults.filter(({ found }) => found.length === 0).map(({ fault }) => fault);
  return { planted: PLANTED.length, detected: PLANTED.length - missed.length, missed, falseAlarms, faults };
}

/** What a hub says of its own journal when it finds it quicker than the harness does; it serves nobody then. */
const OWN_CHECK = /journal of hall "\w+" is damaged at version \d+: its command is not kept as its own/;

async function killed({ rounds, seed }: PlantedOptions, plantedFault: 'ack-before-commit' | 'dedupe-off'): Promise<string[]> {
  let report;
  try {
    report = await hubKill({ rounds, seed, plantedFault });
  } catch (error) {
    const [noticed] = plantedFault === 'dedupe-off' ? (OWN_CHECK.exec(String(error)) ?? []) : [];
    if (noticed === undefined) throw error;
    return [noticed];
  }
  const { doubled, lost } = report;
  if (plantedFault === 'ack-before-commit') return lost === 0 ? [] : [`${lost} acknowledged commands were lost`];
  return doubled === 0 ? [] : [`${doubled} commands were done twice`];
}
