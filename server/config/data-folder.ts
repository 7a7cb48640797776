import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { demoHallText } from './demo-hall-file.ts';
import { readHallFile, type HallFile } from './hall-file.ts';
import { EXIT_USAGE, StartError } from './start-error.ts';
import { describeProblems } from './yaml-file.ts';

/** Where one hall's files are. */
export interface DataFolder {
  readonly path: string;
  readonly journal: string;
  readonly database: string;
  readonly hallFile: string;
  /** Pictures and films for the walls. */
  readonly media: string;
  /** Voices recorded for this hall: a folder for each. */
  readonly voice: string;
  /** Where the hub that has the folder open listens. */
  readonly hubAddress: string;
}

export function dataFolderAt(path: string): DataFolder {
  const folder = resolve(path);
  return {
    path: folder,
    journal: join(folder, 'journal.sqlite'),
    database: join(folder, 'database.sqlite'),
    hallFile: join(folder, 'hall.yaml'),
    media: join(folder, 'media'),
    voice: join(folder, 'voice'),
    hubAddress: join(folder, 'hub.address'),
  };
}

/** Made when missing; only for the user who runs the hub. @throws StartError */
export function prepareDataFolder(folder: DataFolder): void {
  try {
    makeFolder(folder.path);
    accessSync(folder.path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `the data folder ${folder.path} cannot be written (${codeOf(error)}): choose another with --data or HALLCALL_DATA`,
    );
  }
}

/** One step at a time: Node's own recursive way never comes back where a file system makes no folders (`/proc`). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * A journal of no bytes beside a database that was used: a start makes the journal's tables before it makes the database, so
 * somebody, or a failing disk, emptied the file. A new hall in its place would hide that. @throws StartError
 */
export function refuseEmptiedJournal(folder: DataFolder): void {
  const journal = statSync(folder.journal, { throwIfNoEntry: false });
  const database = statSync(folder.database, { throwIfNoEntry: false });
  if (journal?.size !== 0 || database === undefined || database.size === 0) return;
  throw new StartError(
    `${folder.journal} is damaged: it is empty, and ${folder.database} belongs to a hall that was there.\n` +
      'Restore the journal from a backup (docs/operating.md), or remove the empty file to begin a new hall.',
  );
}

/** The file that seeds a new hall: the one given, else the folder's own, else the demo's, which is put there. */
export function seedingHallFile(folder: DataFolder, given: string | null): HallFile {
  if (given === null && !existsSync(folder.hallFile)) writeFileSync(folder.hallFile, demoHallText(), { flag: 'wx' });
  return readHallFileAt(given ?? folder.hallFile);
}

/** @throws StartError with every fault of the file, `FILE:LINE:COLUMN path: what is wrong`. */
export function readHallFileAt(path: string): HallFile {
  const read = readHallFile(readText(path));
  if (!read.ok) throw new StartError(describeProblems(path, read.error), EXIT_USAGE);
  return read.value;
}

/**
 * What a hall that exists has to hear about the file beside it: null when the file says the same as the journal or is not
 * there. Nothing is applied.
 */
export function hallFileNotice(path: string, hall: string, configuration: HallConfiguration): string | null {
  if (!existsSync(path)) return null;
  const read = readHallFile(readText(path));
  if (!read.ok) return `${path} has mistakes and is not used:\n${describeProblems(path, read.error)}`;
  if (read.value.hall !== hall)
    return `${path} describes hall "${read.value.hall}", this folder holds hall "${hall}"; the file is not used`;
  if (isDeepStrictEqual(plain(read.value.configuration), plain(configuration))) return null;
  return `${path} differs from the hall as the journal has it; apply it with "npm run hall -- apply", or write the hall back with "npm run hall -- export"`;
}

/** Fields that are absent and fields that are undefined are the same hall. */
function plain(configuration: HallConfiguration): unknown {
  return JSON.parse(JSON.stringify(configuration));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(`${path} cannot be read (${codeOf(error)})`, EXIT_USAGE);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
