import { unreachable } from '../../lib/unreachable.ts';
import type { SoundState } from '../../protocol/screen-reports.ts';
import type { Speaker } from './speaker.svelte.ts';

/** What the hub is told of a speaker. */
export function soundState({ gaps, state }: Pick<Speaker, 'gaps' | 'state'>): SoundState {
  switch (state) {
    case 'off':
    case 'blocked':
      return state;
    case 'no-voice':
      return 'muted';
    case 'ready':
    case 'speaking':
      return gaps.length > 0 ? 'incomplete' : 'ready';
    default:
      return unreachable(state);
  }
}
