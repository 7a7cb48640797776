import type { VoiceLanguage } from '../../shared/hall/setup/voice-setup.ts';
import { PACK_FORMAT, type Clip, type VoicePack } from '../../shared/voice/pack.ts';
import type { ClipName } from '../../shared/voice/word.ts';
import { PACK_RATE } from './condition-sound.ts';
import type { Sound } from './wav.ts';

/** A recording at the pack's rate (`conditioned`), and what it says. */
export interface Recording {
  readonly clip: ClipName;
  readonly text: string;
  readonly samples: Float32Array;
}

/** Between two recordings, so that a decoder's blur of one is never heard with the other. */
const GAP_S = 0.12;
const LEAD_S = 0.2;
/** As the player looks for it. */
const AUDIBLE = 0.01;

export type PackFacts = Omit<VoicePack, 'files'>;

/** All recordings in one sound, in their order. */
export function makePack(
  recordings: readonly Recording[],
  about: { readonly name: string; readonly language: VoiceLanguage; readonly voice: string },
): { readonly facts: PackFacts; readonly sound: Sound } {
  const gap = Math.round(GAP_S * PACK_RATE);
  const lead = Math.round(LEAD_S * PACK_RATE);
  const total = recordings.reduce((sum, { samples }) => sum + samples.length + gap, lead);
  const samples = new Float32Array(total);
  const clips: Record<ClipName, Clip> = {};
  let at = lead;
  for (const recording of recordings) {
    samples.set(recording.samples, at);
    clips[recording.clip] = { atMs: toMs(at), ms: toMs(recording.samples.length), text: recording.text };
    at += recording.samples.length + gap;
  }
  const firstSound = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  const facts = {
    format: PACK_FORMAT,
    ...about,
    durationMs: toMs(total),
    firstSoundMs: toMs(Math.max(0, firstSound)),
    clips,
  } as const;
  return { facts, sound: { rate: PACK_RATE, samples } };
}

/** To a hundredth: well under a sample. */
function toMs(samples: number): number {
  return Math.round((samples / PACK_RATE) * 100_000) / 100;
}
