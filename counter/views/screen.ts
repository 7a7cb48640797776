import { createContext } from 'svelte';
import type { TickingClock } from '../../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { FloatingDesk } from '../compact/floating-desk.svelte.ts';
import type { StaffPanel } from '../staff-panel.svelte.ts';
import type { StaffWords } from '../staff-words.svelte.ts';

/** What every view of a signed-in person's screen reads. */
export interface Screen {
  readonly hall: LiveHall;
  readonly clock: TickingClock;
  readonly panel: StaffPanel;
  readonly words: StaffWords;
  readonly floating: FloatingDesk;
  readonly logOff: () => void;
  /** The browser's own print dialog. */
  readonly print: () => void;
}

export const [screen, setScreen] = createContext<Screen>();
