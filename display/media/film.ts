import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type { Timers } from '../../shared/lib/clock.ts';
import { fadedVolume, wantedVolume } from './media-fade.ts';

/** How often a volume on its way is moved. */
export const FADE_STEP_MS = 50;

export interface FilmWishes {
  readonly timers: Timers;
  /** 0 to 100; absent: mute. */
  readonly volume: number | undefined;
  readonly isSpeaking: () => boolean;
}

/**
 * Starts a film as soon as it can and keeps it at its volume. A browser that lets no page sound before somebody touched it plays the
 * film mute rather than not at all.
 */
export function playFilm({ isSpeaking, timers, volume }: FilmWishes): Attachment<HTMLVideoElement> {
  // Untracked: a word that is spoken moves the volume and must not start the film anew.
  return (film) => untrack(() => start(film));

  function start(film: HTMLVideoElement): () => void {
    film.muted = volume === undefined || volume === 0;
    film.volume = wantedVolume(volume, isSpeaking());
    film.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      film.muted = true;
      // What still does not play then is told by the element's own error, or is seen to be stuck.
      film.play().catch(() => undefined);
    });
    const release = timers.every(FADE_STEP_MS, () => {
      const wanted = wantedVolume(volume, isSpeaking());
      if (film.volume !== wanted) film.volume = fadedVolume(film.volume, wanted, FADE_STEP_MS);
    });
    return () => {
      release();
      // Else the browser keeps decoder and buffer of every film that was ever shown.
      film.pause();
      film.removeAttribute('src');
      film.load();
    };
  }
}
