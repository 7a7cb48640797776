import type { MediaItem } from '../../shared/hall/setup/media-setup.ts';
import type { MediaManifest } from '../../shared/protocol/media-manifest.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';
import type { ConfigurationDraft } from './configuration-draft.ts';

/** What lies in the hub's media folder, beside the form of what is to be shown of it. */
export class MediaSheet {
  readonly #api: HallApi;
  #folder = $state.raw<MediaManifest | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);

  constructor(api: HallApi) {
    this.#api = api;
  }

  /** Null until it was looked at. */
  get folder(): MediaManifest | null {
    return this.#folder;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  async look(): Promise<void> {
    const answer = await this.#api.get<MediaManifest>('media');
    this.#failure = answer.ok ? null : answer.error;
    if (answer.ok) this.#folder = answer.value;
  }

  /** False only when the folder was seen and has it not. */
  has(file: string): boolean {
    return this.#folder === null || this.#folder.files.some((each) => each.file === file);
  }
}

/** A new line of the list for a file, with an id that no other has. */
export function newMedia(draft: ConfigurationDraft, file: string): MediaItem {
  const used = new Set((draft.media?.items ?? []).map(({ id }) => id));
  const base = /^[A-Za-z0-9][A-Za-z0-9_-]{0,23}/.exec(file)?.[0] ?? 'media';
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!used.has(id)) return { id, file };
  }
}
