import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { HallEvent } from '../events.ts';
import { isUp } from '../notice.ts';
import type { HallState } from '../state.ts';

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;
type NoticeFact = Fact<'notice-posted' | 'notice-withdrawn' | 'notice-confirmed'>;

export function evolveNotice(state: HallState, event: NoticeFact, at: EpochMs): void {
  switch (event.type) {
    case 'notice-posted':
      return posted(state, event, at);
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

/** The list stays short by itself: whatever is over goes when something new comes. */
function posted(state: HallState, event: Fact<'notice-posted'>, at: EpochMs): void {
  const { notice: id, audience, text, until, by } = event;
  for (const notice of state.notices.values()) if (!isUp(notice, at)) state.notices.delete(notice.id);
  state.notices.set(id, { id, audience, text, by, at, until, confirmedBy: [] });
}
