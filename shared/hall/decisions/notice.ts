import { failed, ok } from '../../lib/result.ts';
import type { PostNotice } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { NOTICES_MAX } from '../limits.ts';
import { isUp, type NoticeId } from '../notice.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { isPlannable } from './moment.ts';

/**
 * 公告 for the wall, 通知 for the staff, 紧急通知 for everybody. Those whose time is over leave room for new ones; and however much has been
 * posted, there is room for an emergency.
 */
export function decidePostNotice(state: HallState, command: PostNotice, { at, actor, newId }: Context): Decision {
  const { audience, text, until } = command;
  if (until !== undefined && !isPlannable(until, at)) return failed(refuse('bad-time', { at: until }));
  const isEmergency = audience === 'emergency';
  const up = [...state.notices.values()].filter(
    (notice) => isUp(notice, at) && (notice.audience === 'emergency') === isEmergency,
  );
  if (up.length >= NOTICES_MAX) return failed(refuse('list-full', { list: 'notices', max: NOTICES_MAX }));
  const by = actor.staffNumber ?? null;
  return ok([{ type: 'notice-posted', notice: newId(), audience, text, until: until ?? null, by }]);
}

export function decideWithdrawNotice(state: HallState, id: NoticeId): Decision {
  if (!state.notices.has(id)) return failed(refuse('unknown-notice', { notice: id }));
  return ok([{ type: 'notice-withdrawn', notice: id }]);
}

/** 已阅. Each person once; again changes nothing. What stands on the wall is for customers and is not confirmed. */
export function decideConfirmNotice(state: HallState, id: NoticeId, { actor }: Context): Decision {
  const notice = state.notices.get(id);
  if (notice === undefined) return failed(refuse('unknown-notice', { notice: id }));
  const by = actor.staffNumber;
  if (by === undefined || notice.audience !== 'staff') return failed(refuse('not-allowed', {}));
  return ok(notice.confirmedBy.includes(by) ? [] : [{ type: 'notice-confirmed', notice: id, by }]);
}
