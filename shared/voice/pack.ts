import type { VoiceLanguage } from '../hall/setup/voice-setup.ts';
import type { ClipName, Word } from './word.ts';

export const PACK_FORMAT = 1;
/** Smallest first. A browser that cannot read one is given the next. */
export const SOUND_FORMATS = ['opus', 'mp3', 'wav'] as const;
export type SoundFormat = (typeof SOUND_FORMATS)[number];

/** Where one recording lies in the pack's sound, and what it says. */
export interface Clip {
  readonly atMs: number;
  readonly ms: number;
  readonly text: string;
}

export interface SoundFile {
  readonly format: SoundFormat;
  readonly bytes: number;
  /** SHA-256, hex: what a screen has under it never changes. */
  readonly hash: string;
}

/** All recordings of one voice in one language: one sound, and where each recording lies in it. */
export interface VoicePack {
  readonly format: typeof PACK_FORMAT;
  readonly name: string;
  readonly language: VoiceLanguage;
  /** Who speaks, and under which licence the recordings may be passed on. */
  readonly voice: string;
  readonly durationMs: number;
  /** Where sound begins in it: some decoders put silence before what they decode, and this is how a player finds out how much. */
  readonly firstSoundMs: number;
  readonly clips: Readonly<Record<ClipName, Clip>>;
  readonly files: readonly SoundFile[];
}

/** One recording in a sentence: from where in the pack's sound to when in the sentence. */
export interface Segment {
  readonly clip: ClipName;
  readonly fromMs: number;
  readonly startMs: number;
  readonly ms: number;
}

export interface Timeline {
  readonly segments: readonly Segment[];
  readonly totalMs: number;
}

/** Between two recordings: their own beginnings and ends are cut to the sound. */
export const CLIP_GAP_MS = 20;

/** The words must all be in the pack (`spokenWith`). */
export function timelineOf(words: readonly Word[], clips: VoicePack['clips']): Timeline {
  const segments: Segment[] = [];
  let at = 0;
  for (const { clip, pauseMs } of words) {
    const recording = clips[clip];
    if (recording === undefined) continue;
    segments.push({ clip, fromMs: recording.atMs, startMs: at, ms: recording.ms });
    at += recording.ms + (pauseMs ?? CLIP_GAP_MS);
  }
  const last = segments.at(-1);
  return { segments, totalMs: last === undefined ? 0 : last.startMs + last.ms };
}

/** The name a pack of the hub itself has; a site's own may not take it. */
export function defaultPackName(language: VoiceLanguage): string {
  return `default-${language}`;
}

/** What the hub tells of the packs that it has. */
export interface PackOffer {
  readonly name: string;
  readonly language: VoiceLanguage;
  readonly clips: number;
  /** What this hall needs of it and it lacks; with what to say. */
  readonly missing: readonly { readonly clip: ClipName; readonly text: string }[];
  readonly replaced: readonly { readonly clip: ClipName; readonly text: string }[];
}
