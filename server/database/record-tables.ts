import type { Generated } from 'kysely';
import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { RatingGrade } from '../../shared/hall/setup/feedback-setup.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { CommentSource } from '../../shared/protocol/comments.ts';
import type { CheckKind, FaultDevice, FaultStep } from '../../shared/protocol/records.ts';

/**
 * What the staff of a hall wrote down. Rows are added and never rewritten, but for the one mark that each may get (struck,
 * accepted). `seq` is the order of arrival and the cursor of pages; `id` is the writer's.
 */
export interface RecordTables {
  readonly shift_log: ShiftLogTable;
  readonly hand_overs: HandOverTable;
  readonly check_points: CheckPointTable;
  readonly check_ticks: CheckTickTable;
  readonly hardware_faults: HardwareFaultTable;
  readonly hardware_fault_steps: HardwareFaultStepTable;
  readonly comments: CommentTable;
  readonly comment_numbers: CommentNumberTable;
}

interface RecordRow {
  readonly seq: Generated<number>;
  readonly hall: string;
  readonly id: string;
  readonly at: EpochMs;
}

export interface ShiftLogTable extends RecordRow {
  readonly staff: string;
  readonly text: string;
  readonly struck_at: EpochMs | null;
  readonly struck_by: string | null;
}

export interface HandOverTable extends RecordRow {
  readonly staff: string;
  readonly to_staff: string | null;
  readonly text: string;
  readonly accepted_at: EpochMs | null;
  readonly accepted_by: string | null;
  readonly accepted_remark: string | null;
}

export interface CheckPointTable {
  readonly hall: string;
  readonly id: string;
  readonly kind: CheckKind;
  readonly place: number;
  readonly zh: string;
  readonly en: string;
}

/** With the words of the point as they were, so that an old sheet says what was looked at. */
export interface CheckTickTable extends RecordRow {
  readonly staff: string;
  readonly day: string;
  readonly kind: CheckKind;
  readonly point: string;
  readonly zh: string;
  readonly en: string;
  readonly good: 0 | 1;
  readonly remark: string;
}

/** `at` is when it was reported; `staff` is null for what the hub reported by itself. */
export interface HardwareFaultTable extends RecordRow {
  readonly staff: string | null;
  readonly device: FaultDevice;
  readonly name: string;
  readonly printer: string | null;
  readonly condition: PrinterCondition | null;
  readonly text: string;
  readonly started_at: EpochMs;
}

/** `ticket` is the random id of a visit, there to keep it to one comment for each leg. */
export interface CommentTable extends RecordRow {
  readonly number: number;
  readonly source: CommentSource;
  readonly ticket: string;
  readonly leg: number;
  readonly counter: number;
  readonly grade: RatingGrade | null;
  readonly text: string;
  readonly read_at: EpochMs | null;
  readonly read_by: string | null;
  readonly answer: string | null;
  readonly answered_name: string | null;
  readonly answered_at: EpochMs | null;
  readonly answered_by: string | null;
}

export interface CommentNumberTable {
  readonly hall: string;
  readonly last: number;
}

export interface HardwareFaultStepTable extends RecordRow {
  readonly fault: string;
  readonly staff: string | null;
  readonly step: FaultStep['step'];
  readonly remark: string;
  /** With `done`. */
  readonly ended_at: EpochMs | null;
}
