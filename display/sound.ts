/** What of a screen is heard, apart from the rest: the page is drawn without it, and its size is promised without it. */
export { browserSpeaker } from '../shared/ui/sound/browser-speaker.ts';
export { soundState } from '../shared/ui/sound/sound-state.ts';
export { default as SoundMark } from '../shared/ui/sound/SoundMark.svelte';
