import type { Ring } from './alert-board.svelte.ts';

const LOUDNESS = 0.2;

interface Tone {
  readonly hz: number;
  readonly fromSeconds: number;
  readonly seconds: number;
}

/** A chime is one soft tone; what is urgent is three, rising, which nobody takes for a telephone. */
const TONES: { readonly [Sound in Parameters<Ring>[0]]: readonly Tone[] } = {
  chime: [{ hz: 880, fromSeconds: 0, seconds: 0.25 }],
  urgent: [
    { hz: 784, fromSeconds: 0, seconds: 0.18 },
    { hz: 988, fromSeconds: 0.24, seconds: 0.18 },
    { hz: 1_319, fromSeconds: 0.48, seconds: 0.32 },
  ],
};

/** Tones of the browser's own making: nothing to load, nothing to license. Silent where there is no audio. */
export function alertSound(makeContext: () => AudioContext): Ring {
  let context: AudioContext | null = null;
  return (sound) => {
    try {
      context ??= makeContext();
      for (const tone of TONES[sound]) play(context, tone);
    } catch {
      // A machine without a loudspeaker still has the alert on its screen.
    }
  };
}

function play(context: AudioContext, { hz, fromSeconds, seconds }: Tone): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = hz;
  loudness.gain.value = LOUDNESS;
  tone.connect(loudness).connect(context.destination);
  tone.start(context.currentTime + fromSeconds);
  tone.stop(context.currentTime + fromSeconds + seconds);
}
