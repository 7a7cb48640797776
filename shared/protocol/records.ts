import * as z from 'zod/mini';
import type { Role } from '../hall/actor.ts';
import type { PrinterCondition } from '../hall/commands.ts';
import type { PrinterId } from '../hall/configuration.ts';
import type { Text } from '../hall/text.ts';
import type { StaffNumber } from '../hall/ticket.ts';
import type { EpochMs } from '../lib/clock.ts';
import { ID_LENGTH_MAX, ID_LENGTH_MIN } from './limits.ts';

/**
 * The hall's records, over REST alone: `/api/halls/:hall/records/…`. They hold free text, which may name a person, so they
 * are in no event, no entry and no snapshot; screens ask for them. `id` is made and kept by the sender: sent again it gives the
 * same record, sent with other content it is refused (`command-id-reused`).
 */

/** An entry, a remark of a few lines. */
export const RECORD_TEXT_LENGTH_MAX = 2_000;
/** A hand-over lists what is open. */
export const HAND_OVER_TEXT_LENGTH_MAX = 5_000;
export const REMARK_LENGTH_MAX = 500;
export const DEVICE_NAME_LENGTH_MAX = 80;
export const CHECK_POINTS_MAX = 40;
export const CHECK_POINT_LENGTH_MAX = 120;
export const RECORDS_PAGE_DEFAULT = 50;
export const RECORDS_PAGE_MAX = 200;
/** Of one fault: reported, repaired, remarked. */
export const FAULT_HISTORY_MAX = 100;

/** Reads and writes of records, by role; roles combine. */
export const RECORD_RIGHTS = {
  'read-records': ['teller', 'greeter', 'manager'],
  'write-log': ['teller', 'greeter', 'manager'],
  'write-hand-over': ['teller', 'greeter', 'manager'],
  /** Never one's own. */
  'accept-hand-over': ['manager'],
  'tick-check': ['teller', 'greeter', 'manager'],
  'read-check-points': ['teller', 'greeter', 'manager', 'admin'],
  'change-check-points': ['manager', 'admin'],
  'read-faults': ['teller', 'greeter', 'guard', 'manager', 'admin'],
  'write-fault': ['teller', 'greeter', 'guard', 'manager', 'admin'],
  /** 意见簿: by the tablet at a counter; phones have their own way. */
  'write-comment': ['rating'],
  'read-comments': ['manager'],
  'answer-comment': ['manager'],
} as const satisfies { readonly [right: string]: readonly Role[] };
export type RecordRight = keyof typeof RECORD_RIGHTS;

/** Every list, newest first: `?limit=N&before=CURSOR`. */
export interface RecordsPage<Item> {
  readonly records: readonly Item[];
  /** The `before` of the next page; null: this is the oldest. */
  readonly before: number | null;
}

/** 值班日志: `GET`, `POST …/records/log`; `POST …/records/log/:record/strike`. Never changed, only struck through. */
export interface LogEntry {
  readonly id: string;
  readonly at: EpochMs;
  readonly by: StaffNumber;
  readonly text: string;
  readonly struck: { readonly at: EpochMs; readonly by: StaffNumber } | null;
}

/** 交接班: `GET`, `POST …/records/hand-overs`; `POST …/records/hand-overs/:record/accept`. */
export interface HandOver {
  readonly id: string;
  readonly at: EpochMs;
  readonly by: StaffNumber;
  /** Whom it is meant for; null: whoever comes next. */
  readonly to: StaffNumber | null;
  readonly text: string;
  readonly accepted: { readonly at: EpochMs; readonly by: StaffNumber; readonly remark: string } | null;
}

/** 班前检查 and 班后检查. */
export const CHECK_KINDS = ['opening', 'closing'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** `GET`, `PUT …/records/check-points`: the hall's list of points, in order. */
export interface CheckPoint {
  readonly id: string;
  readonly kind: CheckKind;
  readonly text: Text;
}

/** `GET …/records/checks?day=YYYY-MM-DD`: both sheets of a day. `POST …/records/checks` ticks a point. */
export interface CheckSheets {
  readonly day: string;
  readonly opening: readonly CheckedPoint[];
  readonly closing: readonly CheckedPoint[];
}

/** Points of the list as it is now, and points ticked that day which have left it since. */
export interface CheckedPoint {
  readonly id: string;
  readonly text: Text;
  /** Oldest first; the last one counts. Empty: nobody has looked yet. */
  readonly ticks: readonly CheckTick[];
}

export interface CheckTick {
  readonly at: EpochMs;
  readonly by: StaffNumber;
  /** False: something is wrong there, and `remark` says what. */
  readonly good: boolean;
  readonly remark: string;
}

export const FAULT_DEVICES = ['printer', 'kiosk', 'wall', 'window', 'panel', 'speaker', 'network', 'power', 'other'] as const;
export type FaultDevice = (typeof FAULT_DEVICES)[number];
/** 待处理 · 维修中 · 已修复. */
export const FAULT_STATES = ['open', 'in-repair', 'done'] as const;
export type FaultState = (typeof FAULT_STATES)[number];

/**
 * 硬件报障: `GET …/records/faults?state=…` (`unfinished`: open and in repair), `POST …/records/faults`, `POST
 * …/records/faults/:record/history`. What was reported is never altered; what follows is appended.
 */
export interface HardwareFault {
  readonly id: string;
  readonly device: FaultDevice;
  /** Which one, as people call it; with `printer` of the configuration also its id. */
  readonly name: string;
  readonly printer: PrinterId | null;
  /** What the hub saw by itself; null: a person reported it. */
  readonly condition: PrinterCondition | null;
  readonly text: string;
  readonly startedAt: EpochMs;
  readonly reportedAt: EpochMs;
  /** Null: the hub itself. */
  readonly reportedBy: StaffNumber | null;
  readonly state: FaultState;
  readonly endedAt: EpochMs | null;
  /** Since when the device works again, by the hub's own eyes: the end that is suggested. Null while it does not. */
  readonly recoveredAt: EpochMs | null;
  /** Oldest first. */
  readonly history: readonly FaultStep[];
}

/** `recovered` and `broken-again` are the hub's; `remark` changes no state. */
export interface FaultStep {
  readonly at: EpochMs;
  readonly by: StaffNumber | null;
  readonly step: 'in-repair' | 'done' | 'remark' | 'recovered' | 'broken-again';
  readonly remark: string;
}

const id = z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_:.-]{${ID_LENGTH_MIN},${ID_LENGTH_MAX}}$`)));
/**
 * What a database keeps and a screen shows as it was written: no control characters but tab and line ends (SQLite ends a text at
 * the first NUL), no half of a surrogate pair.
 */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;
const writable = z.refine<string>((text) => !UNWRITABLE.test(text), 'has characters that cannot be kept');
export const words = (lengthMax: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(lengthMax), writable);
const remark = z.optional(z.string().check(z.trim(), z.maxLength(REMARK_LENGTH_MAX), writable));
const staffNumber = z.string().check(z.regex(/^\d{1,12}$/));
const day = z.iso.date();
const pointId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/));
const time = z.int().check(z.nonnegative());
const cursor = z.optional(z.string().check(z.regex(/^\d{1,15}$/)));

export const recordsQuerySchema = z.strictObject({ limit: cursor, before: cursor });
export const faultsQuerySchema = z.strictObject({
  limit: cursor,
  before: cursor,
  state: z.optional(z.enum([...FAULT_STATES, 'unfinished'])),
});
export const checksQuerySchema = z.strictObject({ day });

export const newLogEntrySchema = z.strictObject({ id, text: words(RECORD_TEXT_LENGTH_MAX) });
export type NewLogEntry = z.infer<typeof newLogEntrySchema>;

export const newHandOverSchema = z.strictObject({
  id,
  to: z.optional(z.nullable(staffNumber)),
  text: words(HAND_OVER_TEXT_LENGTH_MAX),
});
export type NewHandOver = z.infer<typeof newHandOverSchema>;

export const acceptHandOverSchema = z.strictObject({ remark });
export type AcceptHandOver = z.infer<typeof acceptHandOverSchema>;

/** `day`: today by the hall's clock, or its open business day. */
export const newCheckTickSchema = z.strictObject({
  id,
  day,
  kind: z.enum(CHECK_KINDS),
  point: pointId,
  good: z.boolean(),
  remark,
});
export type NewCheckTick = z.infer<typeof newCheckTickSchema>;

const pointText = z.strictObject({ zh: words(CHECK_POINT_LENGTH_MAX), en: words(CHECK_POINT_LENGTH_MAX) });
export const checkPointsSchema = z.strictObject({
  points: z
    .array(z.strictObject({ id: pointId, kind: z.enum(CHECK_KINDS), text: pointText }))
    .check(z.minLength(1), z.maxLength(CHECK_POINTS_MAX)),
});

/** `startedAt` absent: now. */
export const newFaultSchema = z.strictObject({
  id,
  device: z.enum(FAULT_DEVICES),
  name: words(DEVICE_NAME_LENGTH_MAX),
  printer: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(32)))),
  text: words(RECORD_TEXT_LENGTH_MAX),
  startedAt: z.optional(time),
});
export type NewFault = z.infer<typeof newFaultSchema>;

/** `endedAt` with `done`; absent: `recoveredAt`, else now. A remark alone needs words. */
export const newFaultStepSchema = z.strictObject({
  id,
  step: z.enum(['in-repair', 'done', 'remark']),
  remark,
  endedAt: z.optional(time),
});
export type NewFaultStep = z.infer<typeof newFaultStepSchema>;
