import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SoundFormat } from '../../shared/voice/pack.ts';
import { writeWav, type Sound } from './wav.ts';

/** For speech: nobody hears more of it in a hall. */
const OPUS = ['-c:a', 'libopus', '-b:a', '14k', '-vbr', 'on', '-application', 'voip', '-ac', '1'];
const MP3 = ['-c:a', 'libmp3lame', '-b:a', '24k', '-ar', '24000', '-ac', '1'];

/**
 * A pack's sound as screens fetch it: opus, and mp3 for browsers that do not read it. Without ffmpeg on this machine it is a WAV,
 * which every browser reads and which is ten times as large.
 */
export function encoded(sound: Sound): ReadonlyMap<SoundFormat, Buffer> {
  const wav = writeWav(sound);
  const opus = throughFfmpeg(wav, 'opus', [...OPUS, '-f', 'ogg']);
  const mp3 = throughFfmpeg(wav, 'mp3', MP3);
  return opus === null || mp3 === null
    ? new Map([['wav', wav]])
    : new Map([
        ['opus', opus],
        ['mp3', mp3],
      ]);
}

/** Null: no ffmpeg here, or one that does not know the format. */
function throughFfmpeg(wav: Buffer, format: SoundFormat, options: readonly string[]): Buffer | null {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-voice-'));
  try {
    const [source, target] = [join(folder, 'pack.wav'), join(folder, `voice.${format}`)];
    writeFileSync(source, wav);
    // Without what encoders write of themselves and of the day: the same recordings give the same file.
    const plain = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
    const { status } = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', source, ...options, ...plain, target]);
    return status === 0 ? readFileSync(target) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
