import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import { hubKill, type KillReport } from './hub-kill.ts';

const FAULTS = ['ack-before-commit', 'dedupe-off'] as const satisfies readonly PlantedFault[];

interface FaultReport extends KillReport {
  readonly fault: PlantedFault;
  /** The harness saw that a promise was broken. */
  readonly caught: boolean;
}

/** Negative controls: a harness that finds nothing in a broken hub proves nothing about a good one. */
export async function plantedFaults({ rounds, seed }: { rounds: number; seed: number }): Promise<{ faults: FaultReport[] }> {
  const faults: FaultReport[] = [];
  for (const fault of FAULTS) {
    const report = await hubKill({ rounds, seed, plantedFault: fault });
    const caught = fault === 'ack-before-commit' ? report.lost > 0 : report.doubled > 0;
    faults.push({ fault, caught, ...report });
  }
  return { faults };
}
