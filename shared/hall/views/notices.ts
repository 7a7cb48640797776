import type { EpochMs } from '../../lib/clock.ts';
import { isUp, type Notice } from '../notice.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber } from '../ticket.ts';

export interface StaffNotice {
  readonly notice: Notice;
  /** By the person who asks; what a person has not confirmed is new since their last sign-in. */
  readonly confirmed: boolean;
}

/** 公告, the latest first. */
export function wallNotices(state: HallState, now: EpochMs): Notice[] {
  return [...state.notices.values()].filter((notice) => notice.audience === 'wall' && isUp(notice, now)).reverse();
}

/** 通知 for one person: those to confirm before the others, each with the latest first. */
export function staffNotices(state: HallState, staffNumber: StaffNumber, now: EpochMs): StaffNotice[] {
  const all = [...state.notices.values()]
    .filter((notice) => notice.audience === 'staff' && isUp(notice, now))
    .map((notice) => ({ notice, confirmed: notice.confirmedBy.includes(staffNumber) }))
    .reverse();
  return [...all.filter(({ confirmed }) => !confirmed), ...all.filter(({ confirmed }) => confirmed)];
}
