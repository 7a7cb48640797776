import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HallConfiguration } from '../shared/hall/configuration.ts';
import type { VoiceLanguage } from '../shared/hall/setup/voice-setup.ts';
import type { NeededClip } from '../shared/voice/needed-clips.ts';
import { dataFolderAt } from './config/data-folder.ts';
import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from './config/start-error.ts';
import { configurationInForce, hallInQuestion, openToolDatabase } from './tool-stores.ts';
import { makeDefaultPacks } from './voice/default-packs.ts';
import { encoded } from './voice/encode.ts';
import { makePack } from './voice/make-pack.ts';
import { PACK_NAME, packNames, readPack, writePack } from './voice/pack-folder.ts';
import { readRecordings, recordingScript } from './voice/recordings.ts';
import { VOICE_OPTIONS, VOICE_USAGE } from './voice/voice-options.ts';
import { isBuiltInName, VoiceShelf } from './voice/voice-shelf.ts';

type VoiceOptions = ValuesOf<typeof VOICE_OPTIONS>;

/** `dist/` or `server/`: either is one step below the root. */
const BUILT_IN = join(dirname(dirname(fileURLToPath(import.meta.url))), 'voice');

/** The hall whose calls are to be spoken; null where the data folder has none yet. */
async function hallConfiguration(options: VoiceOptions): Promise<HallConfiguration | null> {
  if (options.database === null && !existsSync(dataFolderAt(options.data).database)) return null;
  const database = await openToolDatabase(options);
  try {
    const name = await hallInQuestion(options, database, options.hall);
    return name === null ? null : await configurationInForce(options, name);
  } finally {
    await database.close();
  }
}

function languageOf({ language }: VoiceOptions): VoiceLanguage {
  if (language === '') throw new StartError('--language says what is spoken: zh or en', EXIT_USAGE);
  return language;
}

function lines(clips: readonly NeededClip[]): string {
  return clips.map(({ clip, text }) => `  ${`${clip}.wav`.padEnd(28)}${text}`).join('\n');
}

async function script(options: VoiceOptions): Promise<void> {
  console.log(lines(recordingScript(await hallConfiguration(options), languageOf(options))));
}

async function pack(options: VoiceOptions, directory: string): Promise<void> {
  const language = languageOf(options);
  const source = resolve(directory);
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new StartError(`${source} is no folder`, EXIT_USAGE);
  const name = options.name ?? basename(source);
  if (!PACK_NAME.test(name) || isBuiltInName(name)) {
    throw new StartError(
      `"${name}" cannot be a pack's name: letters, digits, - and _, at most 32, not default-…; give --name`,
      EXIT_USAGE,
    );
  }
  const configuration = await hallConfiguration(options);
  const { faults, missing, recordings, replaced } = readRecordings(source, { configuration, language });
  if (faults.length > 0) {
    console.error(`没有采用的文件 / files left out:\n${faults.map(({ fault, file }) => `  ${file}  ${fault}`).join('\n')}`);
  }
  if (missing.length > 0)
    console.error(`缺少 ${missing.length} 个录音 / ${missing.length} recordings are missing:\n${lines(missing)}`);
  if (replaced.length > 0) {
    console.error(`未录制，将读编号或省略 / not recorded, told by the figure or left out:\n${lines(replaced)}`);
  }
  if (recordings.length === 0) throw new StartError('there is no recording in it that can be used', EXIT_FAILED);
  if (missing.length > 0 && options.allowMissing === 'no') {
    throw new StartError('nothing was made; record what is missing, or give --allow-missing yes', EXIT_FAILED);
  }
  const folder = dataFolderAt(options.data).voice;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const about = { name, language, voice: options.saidBy ?? 'recorded for this hall' };
  const { facts, sound } = makePack(recordings, about);
  const made = writePack(folder, facts, encoded(sound));
  console.log(`${join(folder, name)}: ${recordings.length} recordings, ${kilobytes(made.files)}`);
  console.log(`In the configuration:  voice: { packs: { ${language}: ${name} } }`);
}

async function list(options: VoiceOptions): Promise<void> {
  const own = dataFolderAt(options.data).voice;
  const configuration = await hallConfiguration(options);
  // Without a hall nobody knows which recordings would be missing: an empty list must not look like a whole one.
  if (configuration === null) {
    console.error(
      `${dataFolderAt(options.data).database}: 还没有大厅，不核对缺少的录音 / no hall yet, what is missing is not checked`,
    );
  }
  const shelf = new VoiceShelf({ builtIn: BUILT_IN, own });
  const offers = new Map((configuration === null ? [] : shelf.offers(configuration)).map((offer) => [offer.name, offer]));
  for (const [folder, names] of [
    [BUILT_IN, packNames(BUILT_IN)],
    [own, packNames(own)],
  ] as const) {
    for (const name of names) {
      const found = readPack(folder, name);
      const missing = offers.get(name)?.missing ?? [];
      const facts =
        found === null
          ? 'damaged'
          : `${found.language}  ${Object.keys(found.clips).length} recordings  ${kilobytes(found.files)}`;
      console.log(`${name}  ${facts}${missing.length === 0 ? '' : `  missing: ${missing.map(({ clip }) => clip).join(', ')}`}`);
    }
  }
}

function kilobytes(files: readonly { readonly format: string; readonly bytes: number }[]): string {
  return files.map(({ bytes, format }) => `${format} ${Math.ceil(bytes / 1_000)} kB`).join(', ');
}

async function run(options: VoiceOptions, [command, ...words]: readonly string[]): Promise<void> {
  const [directory] = words;
  if (command === 'script' && words.length === 0) await script(options);
  else if (command === 'pack' && directory !== undefined && words.length === 1) await pack(options, directory);
  else if (command === 'list' && words.length === 0) await list(options);
  else if (command === 'default' && words.length === 0) {
    for (const { durationMs, files, name } of makeDefaultPacks(BUILT_IN)) {
      console.log(`${name}: ${(durationMs / 1_000).toFixed(1)} s, ${kilobytes(files)}`);
    }
  } else throw new StartError(helpText(VOICE_USAGE, VOICE_OPTIONS), EXIT_USAGE);
}

try {
  const read = readOptions(VOICE_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(VOICE_USAGE, VOICE_OPTIONS));
  else await run(read.value.values, read.value.positionals);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(`voice: ${error.message}`);
  process.exitCode = error.exitCode;
}
