import type { Call } from '../../hall/state.ts';
import type { VoiceLanguage } from '../../hall/setup/voice-setup.ts';
import { announcementWords, shortWords, type AnnouncingHall } from '../../voice/announcement.ts';
import { timelineOf, type Segment, type VoicePack } from '../../voice/pack.ts';
import type { SpokenForm } from '../../voice/speaking-queue.ts';
import { readAloud, spokenWith, type ClipName, type Word } from '../../voice/word.ts';
import type { PackSound } from './clip-player.ts';
import type { LoadedVoices } from './pack-source.ts';
import { readingMs, type TextVoice } from './text-voice.ts';

/** Between two languages. */
const LANGUAGE_PAUSE_MS = 300;

/** A recording that a sentence needed and a pack did not have. */
export interface Gap {
  readonly language: VoiceLanguage;
  readonly pack: string;
  readonly clip: ClipName;
  readonly text: string;
}

type Part =
  | { readonly by: 'clips'; readonly sound: PackSound; readonly segments: readonly Segment[]; readonly ms: number }
  | { readonly by: 'text'; readonly text: string; readonly language: VoiceLanguage; readonly ms: number };

/** What is said in one breath, and how long it takes. */
export interface Utterance {
  readonly parts: readonly Part[];
  readonly ms: number;
}

export interface Voices {
  readonly packs: LoadedVoices;
  readonly text: TextVoice | null;
  /** Told of each recording that was missed, whatever was said in its place. */
  readonly onGap: (gap: Gap) => void;
}

/** A call in one of its forms; null where no voice of this screen can say any of it. */
export function callUtterance(call: Call, form: SpokenForm, hall: AnnouncingHall, voices: Voices): Utterance | null {
  const languages = hall.voice?.languages ?? [];
  const spoken = form === 'full' ? languages : languages.slice(0, 1);
  const wordsOf = form === 'short' ? shortWords : announcementWords;
  return utteranceOf(
    spoken.map((language) => ({ language, words: wordsOf(call, hall, language) })),
    voices,
  );
}

/** A language that nothing can say is left out; null when that is all of them. */
export function utteranceOf(
  sentences: readonly { readonly language: VoiceLanguage; readonly words: readonly Word[] }[],
  voices: Voices,
): Utterance | null {
  const parts = sentences.flatMap(({ language, words }) => partOf(words, language, voices) ?? []);
  if (parts.length === 0) return null;
  return { parts, ms: parts.reduce((sum, { ms }) => sum + ms, LANGUAGE_PAUSE_MS * (parts.length - 1)) };
}

/** The hall's own pack, else the one that comes with the hub, for the whole sentence: two voices in one are hard to follow. Else a voice that reads. */
function partOf(words: readonly Word[], language: VoiceLanguage, { packs, text, onGap }: Voices): Part | null {
  for (const { pack, sound } of packs[language] ?? []) {
    const { missing, words: said } = spokenWith(words, pack.clips);
    for (const word of missing) onGap(gapOf(word, pack));
    if (missing.length > 0) continue;
    const { segments, totalMs } = timelineOf(said, pack.clips);
    return { by: 'clips', sound, segments, ms: totalMs };
  }
  if (text?.has(language) !== true) return null;
  const read = readAloud(words);
  return { by: 'text', text: read, language, ms: readingMs(read, language) };
}

function gapOf({ clip, text }: Word, { name, language }: VoicePack): Gap {
  return { language, pack: name, clip, text };
}

/** Parts that are recordings and follow each other are one piece: one graph, no seam. `atMs` counts from the beginning of the piece. */
export type Piece =
  | { readonly by: 'clips'; readonly passages: { sound: PackSound; segments: Segment[] }[]; readonly totalMs: number }
  | Extract<Part, { by: 'text' }>;

export function piecesOf({ parts }: Utterance): Piece[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if (part.by === 'text') pieces.push(part);
    else if (last?.by === 'clips') {
      const from = last.totalMs + LANGUAGE_PAUSE_MS;
      pieces[pieces.length - 1] = {
        by: 'clips',
        passages: [...last.passages, passageOf(part, from)],
        totalMs: from + part.ms,
      };
    } else pieces.push({ by: 'clips', passages: [passageOf(part, 0)], totalMs: part.ms });
  }
  return pieces;
}

function passageOf({ sound, segments }: Extract<Part, { by: 'clips' }>, from: number) {
  return { sound, segments: segments.map((segment) => ({ ...segment, startMs: segment.startMs + from })) };
}
