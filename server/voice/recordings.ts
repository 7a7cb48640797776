import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { VoiceLanguage } from '../../shared/hall/setup/voice-setup.ts';
import { missingClips, neededClips, wholePack, type NeededClip } from '../../shared/voice/needed-clips.ts';
import type { ClipName } from '../../shared/voice/word.ts';
import { conditioned } from './condition-sound.ts';
import type { Recording } from './make-pack.ts';
import { readWav } from './wav.ts';

/** Half a minute at 48 kHz, 24 bits, two channels. */
const RECORDING_BYTES_MAX = 10_000_000;

export interface ReadRecordings {
  readonly recordings: readonly Recording[];
  /** Files that were left out, and why. */
  readonly faults: readonly { readonly file: string; readonly fault: string }[];
  /** What no announcement can be made without. */
  readonly missing: readonly NeededClip[];
  /** Rooms that are told by their figure instead, marks that are left out. */
  readonly replaced: readonly NeededClip[];
}

/** What to record: for this hall, or for any where there is none. */
export function recordingScript(configuration: HallConfiguration | null, language: VoiceLanguage): NeededClip[] {
  if (configuration === null) return wholePack(language);
  const needed = neededClips(configuration, language);
  const names = new Set(needed.map(({ clip }) => clip));
  // What a room is told by when nobody recorded its name.
  const figures = needed.flatMap(({ orElse }) => orElse ?? []).filter(({ clip }) => !names.has(clip));
  return [...needed, ...figures.filter(({ clip }, index) => figures.findIndex((each) => each.clip === clip) === index)];
}

/** A folder of WAV files, each named by what it says (`digit-1.wav`). */
export function readRecordings(
  folder: string,
  { configuration, language }: { readonly configuration: HallConfiguration | null; readonly language: VoiceLanguage },
): ReadRecordings {
  const script = recordingScript(configuration, language);
  const known = new Map([...wholePack(language), ...script].map((line) => [line.clip, line.text]));
  const recordings: Recording[] = [];
  const faults: { file: string; fault: string }[] = [];
  for (const file of readdirSync(folder).sort()) {
    const clip = /^(.+)\.wav$/i.exec(file)?.[1]?.toLowerCase();
    if (clip === undefined) continue;
    const text = known.get(clip);
    const read = text === undefined ? 'is no recording that this hall knows' : soundOf(join(folder, file));
    if (typeof read === 'string' || text === undefined) faults.push({ file, fault: String(read) });
    else recordings.push({ clip, text, samples: read });
  }
  return { recordings, faults, ...lacking(script, recordings) };
}

function lacking(script: readonly NeededClip[], recordings: readonly Recording[]): Pick<ReadRecordings, 'missing' | 'replaced'> {
  const clips = Object.fromEntries(recordings.map(({ clip, text }): [ClipName, { text: string }] => [clip, { text }]));
  return missingClips(script, clips);
}

/** The samples, or what is wrong. */
function soundOf(path: string): Float32Array | string {
  try {
    if (statSync(path).size > RECORDING_BYTES_MAX) return `is larger than ${RECORDING_BYTES_MAX / 1_000_000} MB`;
    const read = readWav(readFileSync(path));
    if (!read.ok) return read.error;
    return conditioned(read.value) ?? 'is silent';
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
