import type { JournalEntry } from '../entry.ts';

export const HALLS_KEY = 'hallcall:halls';
export const GROWN_CHANNEL = 'hallcall:grown';

/** All of a hall is in one slot. A brace in its name would end the tag early; what stands for it is no letter of a hall's name. */
export interface HallKeys {
  readonly log: string;
  readonly head: string;
  readonly snapshots: string;
  readonly command: (day: string) => string;
}

export function hallKeys(hall: string): HallKeys {
  const tag = `q:{${encodeURIComponent(hall)}}`;
  return { log: `${tag}:log`, head: `${tag}:head`, snapshots: `${tag}:snap`, command: (day) => `${tag}:cmd:${day}` };
}

/** The business day that the last of the entries belongs to: the one opened in them, else `present`, else that of its own date. */
export function dayOf(entries: readonly JournalEntry[], present: string | null): string {
  const opened = entries.flatMap(({ events }) => events).findLast((event) => event.type === 'day-opened');
  if (opened !== undefined) return opened.day;
  return present ?? new Date(entries.at(-1)?.at ?? 0).toISOString().slice(0, 10);
}
