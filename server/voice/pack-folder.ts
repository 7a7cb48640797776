import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { VOICE_LANGUAGES } from '../../shared/hall/setup/voice-setup.ts';
import { PACK_FORMAT, SOUND_FORMATS, type SoundFormat, type VoicePack } from '../../shared/voice/pack.ts';
import type { PackFacts } from './make-pack.ts';

/** As a configuration may name it. */
export const PACK_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
export const PACKS_MAX = 50;
const INDEX = 'pack.json';
const INDEX_BYTES_MAX = 1_000_000;
const CLIPS_MAX = 2_000;
const SOUND_BYTES_MAX = 50_000_000;

const ms = z.number().check(z.nonnegative(), z.lte(86_400_000));
const packSchema = z.strictObject({
  format: z.literal(PACK_FORMAT),
  name: z.string().check(z.regex(PACK_NAME)),
  language: z.enum(VOICE_LANGUAGES),
  voice: z.string().check(z.maxLength(500)),
  durationMs: ms,
  firstSoundMs: ms,
  clips: z
    .record(
      z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)),
      z.strictObject({ atMs: ms, ms, text: z.string().check(z.maxLength(500)) }),
    )
    .check(z.refine((clips) => Object.keys(clips).length <= CLIPS_MAX)),
  files: z
    .array(
      z.strictObject({
        format: z.enum(SOUND_FORMATS),
        bytes: z.int().check(z.positive(), z.lte(SOUND_BYTES_MAX)),
        hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      }),
    )
    .check(z.minLength(1), z.maxLength(SOUND_FORMATS.length)),
});

/** Null: it is not there, or it is not what a pack is. A pack whose sound was changed since it was made is none either. */
export function readPack(folder: string, name: string): VoicePack | null {
  if (!PACK_NAME.test(name)) return null;
  const path = join(folder, name, INDEX);
  try {
    if (statSync(path).size > INDEX_BYTES_MAX) return null;
    const read = packSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!read.success || read.data.name !== name) return null;
    const isWhole = read.data.files.every(({ bytes, format }) => statSync(soundPath(folder, name, format)).size === bytes);
    return isWhole ? read.data : null;
  } catch {
    // Not there, not readable, not JSON: nobody can speak with it.
    return null;
  }
}

export function packNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && PACK_NAME.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .slice(0, PACKS_MAX);
}

export function soundPath(folder: string, name: string, format: SoundFormat): string {
  return join(folder, name, `voice.${format}`);
}

/** In place of what has the name, at once or not at all: a screen that asks in between gets the old or the new. */
export function writePack(folder: string, facts: PackFacts, sounds: ReadonlyMap<SoundFormat, Buffer>): VoicePack {
  const files = [...sounds].map(([format, bytes]) => {
    return { format, bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') };
  });
  const pack: VoicePack = { ...facts, files };
  const draft = join(folder, `.${facts.name}.new`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const [format, bytes] of sounds) writeFileSync(join(draft, `voice.${format}`), bytes);
  writeFileSync(join(draft, INDEX), `${JSON.stringify(pack, null, 2)}\n`);
  const target = join(folder, facts.name);
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
  return pack;
}
