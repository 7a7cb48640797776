import type { Snippet } from 'svelte';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { DisplaySetup } from '../../shared/hall/setup/display-setup.ts';
import type { TickingClock } from '../../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export interface MediaStageProps {
  hall: LiveHall;
  clock: TickingClock;
  configuration: HallConfiguration;
  /** Null: a wall that nobody set up shows everything that is due. */
  display: DisplaySetup | null | undefined;
  /** Films are ducked while it speaks. */
  speaker?: { readonly isSpeaking: boolean } | null | undefined;
  /** How many posted pages (公示) there are to turn between the media, and how one is drawn. */
  pages?: number;
  page?: Snippet<[index: number]>;
  /** What stands here when nothing is due. */
  empty?: Snippet;
}
