import type { Ring } from './alarm-board.svelte.ts';

const TONE_HZ = 880;
const TONE_SECONDS = 0.25;
const LOUDNESS = 0.2;

/** A short tone of the browser's own making: nothing to load, nothing to license. Silent where there is no audio. */
export function alarmSound(makeContext: () => AudioContext): Ring {
  let context: AudioContext | null = null;
  return () => {
    try {
      context ??= makeContext();
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.frequency.value = TONE_HZ;
      loudness.gain.value = LOUDNESS;
      tone.connect(loudness).connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + TONE_SECONDS);
    } catch {
      // A machine without a loudspeaker still has the alarm on its screen.
    }
  };
}
