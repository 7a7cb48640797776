import type { Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { WireRefusalKind } from '../../shared/protocol/errors.ts';

/** What became of one command, as its sender knows it. `open`: no definite answer (yet). */
export type Known =
  | { readonly is: 'open' }
  | { readonly is: 'acknowledged'; readonly version: number; readonly result: Answer }
  | { readonly is: 'refused'; readonly kind: WireRefusalKind };

export interface CommandRecord {
  readonly id: string;
  readonly by: string;
  readonly command: Command;
  /** Moments of one process, counted: before the first sending, and when the definite answer was there. */
  readonly sentAt: number;
  answeredAt: number | null;
  /** How often it was sent without an answer. */
  unsure: number;
  known: Known;
}
