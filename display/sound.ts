import { browserSpeaker } from '../shared/ui/sound/browser-speaker.ts';
import { soundState } from '../shared/ui/sound/sound-state.ts';
import SoundMark from '../shared/ui/sound/SoundMark.svelte';

/** What of a screen is heard, apart from the rest: the page is drawn without it, and its size is promised without it. */
export const sound = { browserSpeaker, soundState, SoundMark } as const;
export type Sound = typeof sound;
