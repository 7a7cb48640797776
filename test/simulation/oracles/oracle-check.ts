import type { Estimate } from './long-run.ts';

const STANDARD_ERRORS_MAX = 3;

/** One figure of theory beside that of the runs. Waits in minutes. */
export interface OracleCheck {
  readonly table: string;
  readonly name: string;
  readonly theory: number;
  readonly simulated: number;
  readonly standardError: number;
  readonly isWithin: boolean;
}

export interface OracleSize {
  /** In each long run; a line that is looked at from one moment is run a tenth as often. */
  readonly tickets: number;
  readonly seed: number;
  /** Everything, or what takes a test's time. */
  readonly isWhole: boolean;
}

/** `tolerance`: what the other side does not know of its own figure, where it is a simulation, too. */
export function check(table: string, name: string, theory: number, found: Estimate, tolerance = 0): OracleCheck {
  const standardError = Math.hypot(found.standardError, tolerance);
  const isWithin = Math.abs(found.value - theory) <= STANDARD_ERRORS_MAX * standardError;
  return { table, name, theory, simulated: found.value, standardError, isWithin };
}
