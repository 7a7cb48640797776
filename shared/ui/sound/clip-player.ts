import type { Timers } from '../../lib/clock.ts';
import type { Segment } from '../../voice/pack.ts';

/** A decoded pack, with what its decoder put before the sound. */
export interface PackSound {
  readonly buffer: AudioBuffer;
  /** To be added to every place in the pack. */
  readonly shiftMs: number;
}

/** Recordings of one pack that are played one after the other, `startMs` counted from the beginning of the whole. */
export interface Passage {
  readonly sound: PackSound;
  readonly segments: readonly Segment[];
}

/** `unsupported`: this browser has no Web Audio. */
export type OutputState = 'running' | 'blocked' | 'unsupported';

export interface Playing {
  /** True: played to its end. False: stopped, or the loudspeaker did not follow. */
  readonly ended: Promise<boolean>;
  stop(): void;
}

/** What `Speaker` needs of a loudspeaker; the browser's own is `ClipPlayer`. */
export interface SoundOutput {
  readonly state: OutputState;
  /** Called when `state` changes. Returns the release. */
  onChange(listener: () => void): () => void;
  decode(bytes: ArrayBuffer, firstSoundMs: number): Promise<PackSound>;
  play(passages: readonly Passage[], options: { readonly gain: number; readonly totalMs: number }): Playing;
  /** After a touch of somebody, when the browser had blocked the sound. */
  unlock(): void;
  close(): void;
}

/** Time for the graph to be built before it sounds, so that the first recording is not cut. */
const LEAD_S = 0.05;
/** A recording fades in and out so shortly that nobody hears it, and no edge clicks. */
const FADE_S = 0.004;
/** Beyond its end, after which a sound that has not ended is one that the loudspeaker does not play. */
const LATE_MS = 2_000;
/** Louder than the hiss of a decoder. */
const AUDIBLE = 0.01;

/**
 * Puts the recordings into a graph, each at its very sample. Works on any context, so that what is heard can be rendered and measured.
 * Returns the nodes that sound, in order.
 */
export function schedule(
  context: BaseAudioContext,
  passages: readonly Passage[],
  { atS, gain }: { readonly atS: number; readonly gain: number },
): { readonly sources: readonly AudioBufferSourceNode[]; readonly loudness: GainNode } {
  const loudness = context.createGain();
  loudness.gain.value = gain;
  loudness.connect(context.destination);
  const sources = passages.flatMap(({ sound, segments }) =>
    segments.map((segment) => {
      const source = context.createBufferSource();
      const edge = context.createGain();
      const start = atS + segment.startMs / 1_000;
      const seconds = segment.ms / 1_000;
      source.buffer = sound.buffer;
      edge.gain.setValueAtTime(0, start);
      edge.gain.linearRampToValueAtTime(1, start + FADE_S);
      edge.gain.setValueAtTime(1, Math.max(start + FADE_S, start + seconds - FADE_S));
      edge.gain.linearRampToValueAtTime(0, start + seconds);
      source.connect(edge);
      edge.connect(loudness);
      source.start(start, Math.max(0, (segment.fromMs + sound.shiftMs) / 1_000), seconds);
      return source;
    }),
  );
  return { sources, loudness };
}

/** How much silence a decoder put before the sound: where it begins, against where it was written. */
export function shiftOf(buffer: Pick<AudioBuffer, 'sampleRate' | 'getChannelData'>, firstSoundMs: number): number {
  const samples = buffer.getChannelData(0);
  const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  return first < 0 ? 0 : (first / buffer.sampleRate) * 1_000 - firstSoundMs;
}

/** Recordings out of the loudspeaker of this machine. */
export class ClipPlayer implements SoundOutput {
  readonly #makeContext: () => AudioContext;
  readonly #timers: Timers;
  readonly #listeners = new Set<() => void>();
  #context: AudioContext | null = null;
  #isUnsupported = false;

  constructor({ makeContext, timers }: { readonly makeContext: () => AudioContext; readonly timers: Timers }) {
    this.#makeContext = makeContext;
    this.#timers = timers;
  }

  get state(): OutputState {
    const context = this.#open();
    if (context === null) return 'unsupported';
    return context.state === 'running' ? 'running' : 'blocked';
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  unlock(): void {
    // A browser that still does not want it says no by leaving the state as it is.
    void this.#open()
      ?.resume()
      .catch(() => undefined);
  }

  async decode(bytes: ArrayBuffer, firstSoundMs: number): Promise<PackSound> {
    const context = this.#open();
    if (context === null) throw new Error('no Web Audio');
    // The callback form: browsers of 2018 know no other.
    const buffer = await new Promise<AudioBuffer>((resolve, reject) => {
      const promised: unknown = context.decodeAudioData(bytes, resolve, (error) => reject(error));
      if (promised instanceof Promise) promised.catch(() => undefined);
    });
    return { buffer, shiftMs: shiftOf(buffer, firstSoundMs) };
  }

  play(passages: readonly Passage[], { gain, totalMs }: { readonly gain: number; readonly totalMs: number }): Playing {
    const context = this.#open();
    if (context === null || context.state !== 'running') return { ended: Promise.resolve(false), stop: () => undefined };
    const { sources, loudness } = schedule(context, passages, { atS: context.currentTime + LEAD_S, gain });
    let settle: (isWhole: boolean) => void = () => undefined;
    const ended = new Promise<boolean>((resolve) => (settle = resolve));
    const release = this.#timers.after(totalMs + LATE_MS, () => stop());
    const finish = (isWhole: boolean): void => {
      release();
      loudness.disconnect();
      settle(isWhole);
    };
    const last = sources.at(-1);
    // A loudspeaker that stood still and goes on must not finish this one over the next.
    const stop = (): void => {
      for (const source of sources) {
        source.onended = null;
        source.stop();
      }
      finish(false);
    };
    if (last === undefined) finish(true);
    else last.onended = () => finish(true);
    return { ended, stop };
  }

  close(): void {
    this.#listeners.clear();
    void this.#context?.close();
    this.#context = null;
    this.#isUnsupported = true;
  }

  #open(): AudioContext | null {
    if (this.#context !== null || this.#isUnsupported) return this.#context;
    try {
      const context = this.#makeContext();
      context.onstatechange = () => {
        for (const listener of [...this.#listeners]) listener();
      };
      this.#context = context;
    } catch {
      // No Web Audio, or no device for it: captions remain, and the hub is told.
      this.#isUnsupported = true;
    }
    return this.#context;
  }
}
