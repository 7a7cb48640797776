import type { AppliedEntry } from '../../applied-entry.ts';
import type { HallEvent } from '../../events.ts';
import { SERVE_LOG_SD } from './figures.ts';
import { learnAll } from './learn.ts';
import { nothingLearned, ownOf, type Learned } from './learned.ts';
import { seeEntry } from './see-entry.ts';
import { noVisits, type ClosedLeg, type Visits } from './visits.ts';

/** What a hall has lived through: what is under way, and what it has learned. Followed from entries alone. */
export interface Experience {
  readonly visits: Visits;
  learned: Learned;
}

export function noExperience(): Experience {
  return { visits: noVisits(), learned: nothingLearned() };
}

/**
 * Lives through one entry more, in the order of the journal, and gives the legs that are over by now. Entry by entry: so the same journal
 * gives the same history, however it was cut into batches. Changes `experience`.
 */
export function liveThrough(experience: Experience, entry: Pick<AppliedEntry, 'at' | 'events'>): readonly ClosedLeg[] {
  const { legs, observations } = seeEntry(experience.visits, entry);
  experience.learned = learnAll(experience.learned, observations);
  for (const event of entry.events) if (event.type === 'ticket-issued') keepSimpleEstimate(experience, event);
  return legs;
}

/** Only what was known when the ticket was issued. */
function keepSimpleEstimate({ learned, visits }: Experience, event: Extract<HallEvent, { type: 'ticket-issued' }>): void {
  const visit = visits.open.get(event.ticket);
  const service = visits.services.get(event.service);
  const meanMs = meanServeMs(learned, event.service, service?.typicalMs ?? null);
  if (visit === undefined || service === undefined || meanMs === null) return;
  const servers = service.counters.filter((counter) => visits.openCounters.has(counter)).length;
  if (servers > 0) visits.open.set(event.ticket, { ...visit, simpleMs: (event.ahead * meanMs) / servers });
}

/** Of a lognormal: exp(mean + variance / 2). */
function meanServeMs({ served }: Learned, service: string, typicalMs: number | null): number | null {
  const all = ownOf(served, service)?.all;
  if (all === undefined || all.n === 0) return typicalMs === null ? null : typicalMs * Math.exp(SERVE_LOG_SD ** 2 / 2);
  return Math.exp(all.mean + all.squares / all.n / 2);
}
