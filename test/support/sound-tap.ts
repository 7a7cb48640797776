import type { BrowserContext, Page } from 'playwright-core';
import { until } from './browser.ts';

/**
 * What a page's loudspeaker gets, sample by sample: the graph that the page builds ends in a recorder, which runs on the audio thread
 * and loses nothing when the page is busy, and goes on to the real output from there. Decoded packs are kept too, to compare with.
 */
const TAP_MODULE = `
registerProcessor('sound-tap', class extends AudioWorkletProcessor {
  process([input], [output]) {
    const samples = input[0] ?? new Float32Array(128);
    output[0].set(samples);
    this.port.postMessage(samples.slice());
    return true;
  }
});`;

interface TapWindow {
  soundTap?: {
    readonly rate: number;
    /** Of 128 samples each, without a gap. */
    readonly chunks: Float32Array[];
    /** `Date.now()` of the first. */
    startedAt: number;
    /** By the length of the file. */
    readonly packs: Record<string, AudioBuffer>;
  };
}

/** Plain text: what a bundler writes into functions is not known in the page. */
const INIT = `{
  const Real = window.AudioContext;
  window.AudioContext = class extends Real {
    #into;
    constructor() {
      super();
      // As in a browser that waits for a touch, whatever this one was started with; and not sooner or later by chance.
      void this.suspend();
      const into = this.createGain();
      this.#into = into;
      const record = { rate: this.sampleRate, chunks: [], startedAt: 0, packs: {} };
      window.soundTap = record;
      this.audioWorklet.addModule(URL.createObjectURL(new Blob([${JSON.stringify(TAP_MODULE)}], { type: 'text/javascript' }))).then(() => {
        const tap = new AudioWorkletNode(this, 'sound-tap', { channelCount: 1, channelCountMode: 'explicit' });
        tap.port.onmessage = ({ data }) => {
          if (record.chunks.length === 0) record.startedAt = Date.now();
          record.chunks.push(data);
        };
        into.connect(tap).connect(super.destination);
      });
    }
    get destination() {
      return this.#into ?? super.destination;
    }
    decodeAudioData(bytes, done, failed) {
      const key = String(bytes.byteLength);
      return super.decodeAudioData(bytes, (buffer) => {
        window.soundTap.packs[key] = buffer;
        done(buffer);
      }, failed);
    }
  };
}`;

/** Before the page is opened; the page's policy, which knows no recorder, must be bypassed. */
export async function tapSound(context: BrowserContext): Promise<void> {
  await context.addInitScript(INIT);
}

/** Until the recorder runs. */
export async function tapIsOn(page: Page): Promise<void> {
  const isOn = () => page.evaluate(() => ((window as TapWindow).soundTap?.chunks.length ?? 0) > 0);
  await until(page, isOn, 'the recorder');
}

/** One recording of a pack in a sentence, `atMs` in the pack and `startMs` in the sentence. */
export interface ExpectedClip {
  readonly packBytes: number;
  /** Where sound begins in the pack as it was made. */
  readonly firstSoundMs: number;
  readonly atMs: number;
  readonly startMs: number;
  readonly ms: number;
}

export interface HeardPiece {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Heard {
  /** Stretches of sound with at least `silenceMs` of silence around each. */
  readonly pieces: readonly HeardPiece[];
  /** Root mean square of everything outside of them. */
  readonly silence: number;
  readonly startedAt: number;
  /** How long it was listened. */
  readonly heardMs: number;
}

export function heard(page: Page, silenceMs: number): Promise<Heard> {
  return page.evaluate((gapMs) => {
    const tap = (window as TapWindow).soundTap!;
    const frame = Math.round(tap.rate / 100);
    const samples = new Float32Array(tap.chunks.length * 128);
    tap.chunks.forEach((chunk, index) => samples.set(chunk, index * 128));
    const levels: number[] = [];
    for (let at = 0; at + frame <= samples.length; at += frame) {
      let sum = 0;
      for (let index = at; index < at + frame; index += 1) sum += samples[index]! ** 2;
      levels.push(Math.sqrt(sum / frame));
    }
    const pieces: { fromMs: number; toMs: number }[] = [];
    levels.forEach((level, index) => {
      if (level < 0.002) return;
      const last = pieces.at(-1);
      if (last !== undefined && index * 10 - last.toMs < gapMs) last.toMs = (index + 1) * 10;
      else pieces.push({ fromMs: index * 10, toMs: (index + 1) * 10 });
    });
    const outside = levels.filter(
      (_, index) => !pieces.some(({ fromMs, toMs }) => index * 10 >= fromMs - 20 && index * 10 < toMs + 20),
    );
    const silence = Math.sqrt(outside.reduce((sum, level) => sum + level ** 2, 0) / Math.max(1, outside.length));
    return { pieces, silence, startedAt: tap.startedAt, heardMs: (samples.length / tap.rate) * 1_000 };
  }, silenceMs);
}

/**
 * How much what was heard around `fromMs` is the sentence that is expected: the coefficient of correlation at the best place within
 * 60 ms, 1 for the same waveform at whatever volume.
 */
export function likeness(page: Page, clips: readonly ExpectedClip[], fromMs: number): Promise<number> {
  return page.evaluate(
    ({ expected, from }) => {
      const { chunks, packs, rate } = (window as TapWindow).soundTap!;
      const frames = (ms: number): number => Math.round((ms / 1_000) * rate);
      const last = expected.at(-1)!;
      const wanted = new Float32Array(frames(last.startMs + last.ms));
      for (const { atMs, firstSoundMs, ms, packBytes, startMs } of expected) {
        const data = packs[String(packBytes)]!.getChannelData(0);
        const decoded = data.findIndex((sample) => Math.abs(sample) > 0.01) - frames(firstSoundMs);
        const clip = data.subarray(frames(atMs) + decoded, frames(atMs) + decoded + frames(ms));
        wanted.set(clip.subarray(0, wanted.length - frames(startMs)), frames(startMs));
      }
      const begin = Math.max(0, frames(from - 60));
      const sampleAt = (index: number): number => chunks[Math.floor((begin + index) / 128)]?.[(begin + index) % 128] ?? 0;
      const samples = Float32Array.from({ length: wanted.length + frames(120) }, (_, index) => sampleAt(index));
      const alike = (lag: number, length: number): number => {
        let [both, own, energy] = [0, 0, 0];
        for (let index = 0; index < length; index += 1) {
          const [sample, other] = [samples[index + lag]!, wanted[index]!];
          both += sample * other;
          own += sample ** 2;
          energy += other ** 2;
        }
        return both / Math.sqrt(own * energy + 1e-12);
      };
      // The first half second tells where it begins; the whole is compared there.
      let best = { lag: 0, r: -1 };
      for (let lag = 0; lag < frames(120); lag += 1) {
        const r = alike(lag, Math.min(wanted.length, frames(500)));
        if (r > best.r) best = { lag, r };
      }
      return alike(best.lag, wanted.length);
    },
    { expected: clips, from: fromMs },
  );
}
