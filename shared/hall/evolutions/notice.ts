import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';

type NoticeFact = Extract<HallEvent, { type: 'notice-posted' | 'notice-withdrawn' | 'notice-confirmed' }>;

export function evolveNotice(state: HallState, event: NoticeFact, at: EpochMs): void {
  switch (event.type) {
    case 'notice-posted': {
      const { notice: id, audience, text, until, by } = event;
      state.notices.set(id, { id, audience, text, by, at, until, confirmedBy: [] });
      return;
    }
    case 'notice-withdrawn':
      state.notices.delete(event.notice);
      return;
    case 'notice-confirmed': {
      const notice = must(state.notices.get(event.notice), 'a confirmed notice exists');
      notice.confirmedBy = [...notice.confirmedBy, event.by];
      return;
    }
    default:
      return unreachable(event);
  }
}
