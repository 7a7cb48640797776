import type { WriteFault } from '../../server/journal/memory-disk.ts';
import { randomInteger, type Random } from '../../shared/lib/random.ts';
import { PERFECT_NETWORK, type NetworkFaults } from './simulated-network.ts';

/** How a world goes wrong. Probabilities are per step of the crowd, unless said otherwise. */
export interface FaultPlan {
  readonly network: NetworkFaults;
  readonly lineBreaks: number;
  /** Of these, at one end only. */
  readonly halfOpen: number;
  readonly clogs: number;
  readonly partitions: number;
  readonly crashes: number;
  readonly gracefulRestarts: number;
  /** Per write. */
  readonly writeFault: number;
  readonly writeFaultKind: WriteFault;
  readonly journalDelayMsMax: number;
  /** Per append and per reading: the way to the journal breaks, not the journal. */
  readonly lostOutcomes: number;
  readonly failedReadings: number;
  readonly diskFills: number;
  readonly pageReloads: number;
  readonly smallClockSteps: number;
  readonly clockJumps: number;
  readonly backlogWeight: number;
}

/** Each fault is there or not, and then often or seldom: a world with everything at once hides what a single fault shows. */
export function faultPlan(random: Random): FaultPlan {
  const sometimes = (rate: number): number => (random() < 0.5 ? 0 : rate * random());
  return {
    network: {
      ...PERFECT_NETWORK,
      delayMsMax: 1 + randomInteger(random, 120),
      slow: sometimes(0.03),
      slowMsMax: 3_000,
      duplicate: sometimes(0.2),
    },
    lineBreaks: sometimes(0.15),
    halfOpen: random(),
    clogs: sometimes(0.1),
    partitions: sometimes(0.04),
    crashes: sometimes(0.08),
    gracefulRestarts: sometimes(0.03),
    writeFault: sometimes(0.08),
    writeFaultKind: random() < 0.7 ? 'disk-full' : 'io-error',
    journalDelayMsMax: random() < 0.3 ? 400 : 20,
    lostOutcomes: sometimes(0.1),
    failedReadings: sometimes(0.05),
    diskFills: sometimes(0.03),
    pageReloads: sometimes(0.05),
    smallClockSteps: sometimes(0.05),
    clockJumps: sometimes(0.01),
    backlogWeight: random() < 0.3 ? 100 : 1,
  };
}
