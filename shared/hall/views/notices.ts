import type { EpochMs } from '../../lib/clock.ts';
import { isUp, type Notice, type NoticeAudience } from '../notice.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber } from '../ticket.ts';

export interface StaffNotice {
  readonly notice: Readonly<Notice>;
  /** By the person who asks; what a person has not confirmed is new since their last sign-in. */
  readonly confirmed: boolean;
}

/** 公告, the latest first. */
export function wallNotices(state: HallState, now: EpochMs): Readonly<Notice>[] {
  return upFor(state, 'wall', now);
}

/** 紧急通知, the latest first: what stands over everything that customers see. */
export function emergencyNotices(state: HallState, now: EpochMs): Readonly<Notice>[] {
  return upFor(state, 'emergency', now);
}

/** 通知 for one person: those to confirm before the others, each with the latest first. */
export function staffNotices(state: HallState, staffNumber: StaffNumber, now: EpochMs): StaffNotice[] {
  const up = upFor(state, 'staff', now);
  const all = up.map((notice) => ({ notice, confirmed: notice.confirmedBy.includes(staffNumber) }));
  return [...all.filter(({ confirmed }) => !confirmed), ...all.filter(({ confirmed }) => confirmed)];
}

function upFor(state: HallState, audience: NoticeAudience, now: EpochMs): Readonly<Notice>[] {
  const up = [...state.notices.values()].filter((notice) => notice.audience === audience && isUp(notice, now));
  return up.reverse().map((notice) => ({ ...notice }));
}
