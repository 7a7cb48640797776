import type { Sound } from './wav.ts';

/** Of all packs: enough for speech, and every encoder of speech takes it. */
export const PACK_RATE = 24_000;
/** Loudness of the parts that sound, as a root mean square; whatever it was recorded at. */
const LOUDNESS = 0.14;
const PEAK_MAX = 0.95;
/** Quieter than the loudest 20 ms by so much is silence. */
const SILENCE = 0.02;
const FRAME_S = 0.02;
/** Left around what sounds: a breath of a consonant is quieter than the threshold. */
const MARGIN_S = 0.015;
/** Zero crossings of the filter to each side of a sample. */
const FILTER_ZEROS = 12;

/** A recording as a pack takes it: at the pack's rate, without silence around it, as loud as the others. Null: nothing in it sounds. */
export function conditioned(sound: Sound): Float32Array | null {
  const samples = trimmed(resampled(sound, PACK_RATE));
  return samples === null ? null : levelled(samples);
}

/** Band-limited interpolation with a sinc under a Hann window (Smith, "Digital Audio Resampling Home Page", 2002). */
export function resampled({ rate, samples }: Sound, to: number): Float32Array {
  if (rate === to) return samples;
  const cutoff = Math.min(1, to / rate);
  const half = FILTER_ZEROS / cutoff;
  const out = new Float32Array(Math.floor((samples.length * to) / rate));
  for (let index = 0; index < out.length; index += 1) {
    const centre = (index * rate) / to;
    let sum = 0;
    for (let at = Math.max(0, Math.ceil(centre - half)); at <= Math.min(samples.length - 1, centre + half); at += 1) {
      const x = at - centre;
      sum += samples[at]! * cutoff * sinc(cutoff * x) * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
    }
    out[index] = sum;
  }
  return out;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function trimmed(samples: Float32Array): Float32Array | null {
  const frame = Math.round(FRAME_S * PACK_RATE);
  const levels = frameLevels(samples, frame);
  const loudest = Math.max(0, ...levels);
  if (loudest < 0.001) return null;
  const sounds = (level: number): boolean => level > loudest * SILENCE;
  const margin = Math.round(MARGIN_S * PACK_RATE);
  const from = Math.max(0, levels.findIndex(sounds) * frame - margin);
  const to = Math.min(samples.length, (levels.findLastIndex(sounds) + 1) * frame + margin);
  return samples.slice(from, to);
}

function levelled(samples: Float32Array): Float32Array {
  const levels = frameLevels(samples, Math.round(FRAME_S * PACK_RATE));
  const loudest = Math.max(...levels);
  const sounding = levels.filter((level) => level > loudest * 0.1);
  const loudness = Math.sqrt(sounding.reduce((sum, level) => sum + level ** 2, 0) / sounding.length);
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = Math.min(LOUDNESS / loudness, PEAK_MAX / peak);
  return samples.map((sample) => sample * gain);
}

function frameLevels(samples: Float32Array, frame: number): number[] {
  const levels: number[] = [];
  for (let at = 0; at < samples.length; at += frame) {
    const part = samples.subarray(at, at + frame);
    levels.push(Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length));
  }
  return levels;
}
