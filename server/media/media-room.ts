import { createHmac, randomBytes } from 'node:crypto';
import { MEDIA_FILES_MAX, type MediaManifest } from '../../shared/protocol/media-manifest.ts';
import type { Log } from '../observability/log.ts';
import type { FolderFile, MediaFolder } from './media-folder.ts';

/** Who asks: a screen or a person of the hall, as the doors know them. */
export interface MediaReader {
  readonly id: string;
  readonly hall: string;
}

export interface MediaRoomOptions {
  readonly folder: Pick<MediaFolder, 'files' | 'skipped' | 'find'>;
  /** Told once for each credential that is no longer good. */
  readonly onRevoked: (listener: (credentialId: string) => void) => () => void;
  readonly log: Log;
}

/** Screens of which it is remembered that they could not show a file. */
const SCREENS_REMEMBERED_MAX = 200;

/**
 * What screens are told of the media folder, and who may fetch a file of it.
 *
 * A browser fetches pictures and films by their address alone and sends no token with it. So the list, which is asked for with the
 * token, gives each reader addresses of its own: they carry a pass, made of the reader's id with a key that only this run of the hub
 * knows. A pass is good as long as its reader is; a pass that somebody guesses is one of 2^128.
 *
 * **Maintained invariant**: a pass leads to exactly one credential that is still good.
 */
export class MediaRoom {
  readonly #options: MediaRoomOptions;
  readonly #key = randomBytes(32);
  readonly #readers = new Map<string, MediaReader>();
  /** File version → screens that could not show it. */
  readonly #failed = new Map<string, Set<string>>();
  readonly #release: () => void;

  constructor(options: MediaRoomOptions) {
    this.#options = options;
    this.#release = options.onRevoked((id) => {
      this.#readers.delete(this.#passOf(id));
      for (const screens of this.#failed.values()) screens.delete(id);
    });
  }

  /** Idempotent. */
  close(): void {
    this.#release();
    this.#readers.clear();
  }

  /** `addressOf`: where a file is served, by pass and version. */
  manifest(reader: MediaReader, addressOf: (pass: string, version: string) => string): MediaManifest {
    const { files, skipped } = this.#options.folder;
    const pass = this.#passOf(reader.id);
    this.#readers.set(pass, { id: reader.id, hall: reader.hall });
    return {
      files: files.map(({ bytes, kind, name, type, version }) => {
        return { file: name, kind, type, bytes, version, path: addressOf(pass, version) };
      }),
      skipped: skipped.map(({ fault, name }) => ({ file: name, fault })),
      failed: files.flatMap(({ name, version }) => {
        const screens = this.#failed.get(version)?.size ?? 0;
        return screens === 0 ? [] : [{ file: name, screens }];
      }),
    };
  }

  /** Null for a pass that nobody has, and for one of another hall. */
  readerOf(hall: string, pass: string): MediaReader | null {
    const reader = this.#readers.get(pass);
    return reader?.hall === hall ? reader : null;
  }

  find(version: string): FolderFile | null {
    return this.#options.folder.find(version);
  }

  /** A screen could not show a file: remembered until the file changes, told in the log once for each screen. */
  failed(reader: MediaReader, version: string): boolean {
    const file = this.find(version);
    if (file === null) return false;
    this.#forgetGone();
    const screens = this.#failed.get(version) ?? new Set();
    this.#failed.set(version, screens);
    if (screens.has(reader.id) || screens.size >= SCREENS_REMEMBERED_MAX) return true;
    screens.add(reader.id);
    this.#options.log.warn(
      { file: file.name, screen: reader.id },
      'a screen cannot show a media file: its browser does not know the coding, or the file is damaged inside',
    );
    return true;
  }

  #forgetGone(): void {
    if (this.#failed.size < MEDIA_FILES_MAX) return;
    for (const version of this.#failed.keys()) if (this.find(version) === null) this.#failed.delete(version);
  }

  #passOf(credentialId: string): string {
    return createHmac('sha256', this.#key).update(credentialId).digest('hex').slice(0, 32);
  }
}
