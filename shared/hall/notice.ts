import type { EpochMs } from '../lib/clock.ts';
import type { StaffNumber } from './ticket.ts';
import type { Text } from './text.ts';

export type NoticeId = string;

/**
 * `wall`: the ticker that customers read (公告). `staff`: panels; each person confirms it (通知). `emergency`: over everything that
 * customers see, on walls, windows and kiosks, until it is withdrawn or its time is over (紧急通知).
 */
export const NOTICE_AUDIENCES = ['wall', 'staff', 'emergency'] as const;
export type NoticeAudience = (typeof NOTICE_AUDIENCES)[number];

export interface Notice {
  readonly id: NoticeId;
  readonly audience: NoticeAudience;
  readonly text: Text;
  readonly by: StaffNumber | null;
  readonly at: EpochMs;
  /** Null: until it is withdrawn. */
  readonly until: EpochMs | null;
  confirmedBy: readonly StaffNumber[];
}

export function isUp({ until }: Notice, at: EpochMs): boolean {
  return until === null || at < until;
}
