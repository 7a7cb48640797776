import type { MediaItem } from '../../shared/hall/setup/media-setup.ts';
import type { MediaFile } from '../../shared/protocol/media-manifest.ts';

/** A picture stands so long, and so does a posted page, where the hall says nothing. */
export const PICTURE_SECONDS = 10;
export const PAGE_SECONDS = 15;

/** What can stand on the stage: one of the folder's files, or one of the posted pages (公示) by its place. */
export type Turn =
  { readonly is: 'file'; readonly item: MediaItem; readonly file: MediaFile } | { readonly is: 'page'; readonly page: number };

/** The same appearance has the same key: a file that was replaced under its name has another. */
export function turnKey(turn: Turn): string {
  return turn.is === 'page' ? `page ${turn.page}` : `${turn.item.id} ${turn.file.version}`;
}

/**
 * One round of the stage: the files in the hall's order and after each one a page, so that what a hall must post is never far away;
 * pages that are left come at the end. `failed`: versions of files that this screen could not show.
 */
export function mediaRound(options: {
  readonly due: readonly MediaItem[];
  readonly files: readonly MediaFile[];
  readonly failed: ReadonlySet<string>;
  readonly pages: number;
}): readonly Turn[] {
  const { due, failed, files, pages } = options;
  const byName = new Map(files.map((file) => [file.file, file]));
  const shown = due.flatMap((item): Turn[] => {
    const file = byName.get(item.file);
    return file === undefined || failed.has(file.version) ? [] : [{ is: 'file', item, file }];
  });
  const round: Turn[] = [];
  for (let place = 0; place < Math.max(shown.length, pages); place += 1) {
    const turn = shown[place];
    if (turn !== undefined) round.push(turn);
    if (place < pages) round.push({ is: 'page', page: place });
  }
  return round;
}

/** The turn after `now` in a round that may have changed since; its first where `now` is not in it any more. */
export function nextTurn(round: readonly Turn[], now: Turn | null): Turn | null {
  const place = now === null ? -1 : round.findIndex((turn) => turnKey(turn) === turnKey(now));
  return round[(place + 1) % Math.max(1, round.length)] ?? null;
}
