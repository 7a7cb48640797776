import type { BrowserParts } from '../../shared/ui/browser-parts.ts';
import type { HallLine } from '../../shared/ui/hall-line.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { LentNumbers } from '../../shared/offline/lent-numbers.ts';
import { HubDesk } from '../ticket-desk.ts';
import { AgentLent, isServedByAgent } from './agent-lent.ts';
import { indexedDbStore } from './indexed-db-store.ts';
import { LentDesk } from './lent-desk.svelte.ts';
import { rememberedHall } from './remembered-hall.ts';

/** The hall and the desk of a kiosk's page: with the agent of its machine where there is one, else by itself. */
export function openLentDesk(
  window: Window & typeof globalThis,
  line: HallLine,
  parts: BrowserParts,
): { readonly hall: LiveHall; readonly desk: LentDesk } {
  const { clock, newId, timers } = parts;
  const lent = isServedByAgent(window.document)
    ? new AgentLent({ fetch: (input, init) => window.fetch(input, init), timers })
    : new LentNumbers({ hall: line.client, store: indexedDbStore(), clock, timers, newId });
  const hall = new LiveHall(rememberedHall(line.client, lent));
  const desk = new LentDesk({ hall, hub: new HubDesk(hall), lent, now: () => clock.now(), timers, newId });
  return { hall, desk };
}
