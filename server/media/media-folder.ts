import { createHash } from 'node:crypto';
import { constants, type Dirent, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MEDIA_FILE_NAME } from '../../shared/hall/setup/media-setup.ts';
import { mediaFaultText } from '../../shared/i18n/media.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import {
  FILM_BYTES_MAX,
  IMAGE_BYTES_MAX,
  MEDIA_FILES_MAX,
  type MediaFault,
  type MediaKind,
} from '../../shared/protocol/media-manifest.ts';
import type { Log } from '../observability/log.ts';
import type { ReadBytes } from './read-bytes.ts';
import { MAGIC_BYTES, magicOf, recognise } from './recognise.ts';

/** How often the folder is looked at: watching a folder by the operating system is silent about network drives. */
export const FOLDER_LOOK_MS = 5_000;
/** A file that was written to so shortly ago is still being copied; it is looked at when it rests. */
export const COPYING_MS = 2_000;

/** A file that screens can show. */
export interface FolderFile {
  readonly name: string;
  readonly kind: MediaKind;
  readonly type: string;
  readonly bytes: number;
  /** 32 hexadecimal digits of name, length and time of the last change. */
  readonly version: string;
}

export interface SkippedFile {
  readonly name: string;
  readonly fault: MediaFault;
}

type Looked = { readonly is: 'good'; readonly file: FolderFile } | { readonly is: 'bad'; readonly skipped: SkippedFile };

/** An outcome is good as long as the file is the same. */
interface LookedAt {
  readonly version: string;
  readonly outcome: Looked;
}

export interface MediaFolderOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/**
 * The folder into which a hall puts its pictures and films. Only what a look has found whole is ever served, by its version and not by a
 * path; so no request can name anything else on the disk.
 *
 * **Maintained invariant**: each file of the folder is in `files` or in `skipped` with its reason, or is still being copied.
 */
export class MediaFolder {
  readonly #options: MediaFolderOptions;
  #looked: ReadonlyMap<string, LookedAt> = new Map();
  #releases: (() => void)[] = [];
  #looking: Promise<void> | null = null;
  #isMissing = false;
  #closed = false;

  constructor(options: MediaFolderOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#options.path;
  }

  /** By name. */
  get files(): readonly FolderFile[] {
    return this.#outcomes().flatMap((each) => (each.is === 'good' ? [each.file] : []));
  }

  /** By name. */
  get skipped(): readonly SkippedFile[] {
    return this.#outcomes().flatMap((each) => (each.is === 'bad' ? [each.skipped] : []));
  }

  find(version: string): FolderFile | null {
    return this.files.find((file) => file.version === version) ?? null;
  }

  /** Makes the folder where it is missing, and looks. A folder that cannot be read is told in the log and looked at again. */
  async start(): Promise<void> {
    this.#releases = [this.#options.timers.every(FOLDER_LOOK_MS, () => void this.look())];
    await mkdir(this.path, { recursive: true, mode: 0o700 }).catch(() => undefined);
    await this.look();
  }

  /** Waits for the file that is being looked at. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const release of this.#releases.splice(0)) release();
    await this.#looking;
  }

  /** Never rejects; of two at once the second is the first. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  #outcomes(): readonly Looked[] {
    return [...this.#looked.values()].map(({ outcome }) => outcome);
  }

  async #lookOnce(): Promise<void> {
    const entries = await this.#entries();
    const looked = new Map<string, LookedAt>();
    for (const [place, entry] of entries.entries()) {
      if (this.#closed) return;
      const now = await this.#lookAt(entry, place);
      if (now === null) continue;
      looked.set(entry.name, now);
      if (this.#looked.get(entry.name)?.version !== now.version) this.#tell(now.outcome);
    }
    this.#looked = looked;
  }

  /** What is hidden is none of the hall's files: a system's own notes. */
  async #entries(): Promise<readonly Dirent[]> {
    try {
      const entries = await readdir(this.path, { withFileTypes: true });
      this.#isMissing = false;
      return entries.filter(({ name }) => !name.startsWith('.')).sort((one, other) => (one.name < other.name ? -1 : 1));
    } catch (error) {
      if (!this.#isMissing) this.#options.log.warn({ folder: this.path, err: error }, 'the media folder cannot be read');
      this.#isMissing = true;
      return [];
    }
  }

  /** Null while it is being copied, or when it has gone since. */
  async #lookAt(entry: Dirent, place: number): Promise<LookedAt | null> {
    const { name } = entry;
    const facts = await lstat(join(this.path, name)).catch(() => null);
    if (facts === null) return null;
    const version = versionOf(name, facts);
    const known = this.#looked.get(name);
    if (known?.version === version && place < MEDIA_FILES_MAX) return known;
    const sinceChange = this.#options.clock.now() - facts.mtimeMs;
    if (facts.isFile() && sinceChange >= 0 && sinceChange < COPYING_MS) return null;
    if (place >= MEDIA_FILES_MAX) return { version: `${version} too-many`, outcome: bad(name, 'too-many') };
    return { version, outcome: await this.#examine(name, facts, version) };
  }

  async #examine(name: string, facts: Stats, version: string): Promise<Looked> {
    if (!facts.isFile()) return bad(name, 'not-a-file');
    if (!MEDIA_FILE_NAME.test(name)) return bad(name, 'name');
    if (facts.size === 0) return bad(name, 'empty');
    if (facts.size > FILM_BYTES_MAX) return bad(name, 'too-large');
    try {
      const file = await open(join(this.path, name), constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const read: ReadBytes = async (at, length) => {
          const bytes = Buffer.alloc(Math.max(0, Math.min(length, facts.size - at)));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
          return bytes.subarray(0, bytesRead);
        };
        const magic = magicOf(await read(0, MAGIC_BYTES));
        if (magic?.is === 'image' && facts.size > IMAGE_BYTES_MAX) return bad(name, 'too-large');
        const found = await recognise(facts.size, read);
        if (found.is === 'fault') return bad(name, found.fault);
        return { is: 'good', file: { name, kind: found.is, type: found.type, bytes: facts.size, version } };
      } finally {
        await file.close();
      }
    } catch (error) {
      this.#options.log.debug({ file: name, err: error }, 'a media file could not be read');
      return bad(name, 'unreadable');
    }
  }

  #tell(outcome: Looked): void {
    const { log } = this.#options;
    if (outcome.is === 'good') {
      const { bytes, name, type } = outcome.file;
      return log.info({ file: name, type, bytes }, 'a media file can be shown');
    }
    const { fault, name } = outcome.skipped;
    const text = { zh: mediaFaultText(fault, 'zh'), en: mediaFaultText(fault, 'en') };
    log.warn({ file: name, fault, text }, `a media file is skipped: it ${text.en}`);
  }
}

function bad(name: string, fault: MediaFault): Looked {
  return { is: 'bad', skipped: { name, fault } };
}

function versionOf(name: string, { ino, mtimeMs, size }: Stats): string {
  return createHash('sha256').update(`${name}\n${size}\n${mtimeMs}\n${ino}`).digest('hex').slice(0, 32);
}
