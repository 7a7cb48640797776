import { unreachable } from '../../lib/unreachable.ts';
import type { SoundState } from '../../protocol/screen-reports.ts';
import type { SpeakerState } from './speaker.svelte.ts';

/** What the hub is told of a speaker. */
export function soundState(state: SpeakerState): SoundState {
  switch (state) {
    case 'off':
    case 'blocked':
      return state;
    case 'no-voice':
      return 'muted';
    case 'ready':
    case 'speaking':
      return 'ready';
    default:
      return unreachable(state);
  }
}
