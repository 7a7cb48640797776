import { spawnSync } from 'node:child_process';
import { VOICE_LANGUAGES, type VoiceLanguage } from '../../shared/hall/setup/voice-setup.ts';
import { defaultPackName, type VoicePack } from '../../shared/voice/pack.ts';
import type { ClipName } from '../../shared/voice/word.ts';
import { conditioned, PACK_RATE, resampled } from './condition-sound.ts';
import { defaultScript, type Piece, type ScriptLine } from './default-script.ts';
import { encoded } from './encode.ts';
import { makePack, type Recording } from './make-pack.ts';
import { writePack } from './pack-folder.ts';
import { readWav } from './wav.ts';

/** Voices of espeak-ng: characters are not given to it (`default-script.ts`). */
const ESPEAK: Readonly<Record<VoiceLanguage, readonly string[]>> = {
  zh: ['-v', 'cmn-latn-pinyin', '-p', '42', '-a', '160'],
  en: ['-v', 'en-gb', '-p', '42', '-a', '160'],
};
/** Words a minute: a sentence in under five seconds, and slower what must not be misheard, its figures and letters. */
const SPEED: Readonly<Record<VoiceLanguage, { readonly phrase: number; readonly figure: number }>> = {
  zh: { phrase: 200, figure: 185 },
  en: { phrase: 180, figure: 175 },
};
const VOICE = 'Synthesized by espeak-ng from pinyin and English; free to use with Hallcall (Apache-2.0).';

/** The packs that come with the hub, made anew; needs espeak-ng, run as a program of its own. @throws Error when it is missing. */
export function makeDefaultPacks(folder: string): VoicePack[] {
  return VOICE_LANGUAGES.map((language) => {
    const recordings = defaultScript(language).map(spokenLine);
    const { facts, sound } = makePack(recordings, { name: defaultPackName(language), language, voice: VOICE });
    return writePack(folder, facts, encoded(sound));
  });
}

function spokenLine({ clip, pieces, text }: ScriptLine): Recording {
  const parts = pieces.map((piece) => {
    const said = conditioned({ rate: PACK_RATE, samples: synthesized(piece, speedOf(clip, piece)) });
    if (said === null) throw new Error(`espeak-ng says nothing for ${clip}: ${piece[1]}`);
    return said;
  });
  return { clip, text, samples: joined(parts) };
}

function speedOf(clip: ClipName, [language]: Piece): number {
  return /^(digit|letter|unit|number)-\d|^letter-/.test(clip) ? SPEED[language].figure : SPEED[language].phrase;
}

function synthesized([language, say]: Piece, speed: number): Float32Array {
  const { error, status, stdout, stderr } = spawnSync('espeak-ng', [...ESPEAK[language], '-s', String(speed), '--stdout', say], {
    maxBuffer: 50_000_000,
  });
  if (error !== undefined) throw new Error(`espeak-ng cannot be run (${error.message}); on Debian: apt-get install espeak-ng`);
  if (status !== 0) throw new Error(`espeak-ng: ${stderr.toString()}`);
  const read = readWav(stdout);
  if (!read.ok) throw new Error(`espeak-ng gave what ${read.error}`);
  return resampled(read.value, PACK_RATE);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
