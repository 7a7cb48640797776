import { callOf, type TicketRow } from './ticket-rows.ts';

/** Somebody who waits, as the hall sees them. */
export interface Waiting {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  readonly priority: number;
}

export interface Busy {
  readonly type: string;
  readonly since: number;
}

export interface Call {
  readonly ticket: Waiting;
  readonly at: number;
  readonly wait: number;
  /** False: came to a server who was free. */
  readonly waited: boolean;
  readonly server: string | null;
}

export interface Ending {
  readonly server: string;
  readonly type: string;
  readonly since: number;
  readonly at: number;
}

/** Who looks on: told of everything when it happens, after which `now` has it; a ticket's arrival before it waits. */
export interface Onlooker {
  dayBegins?(now: HallNow): void;
  arrival?(now: HallNow, ticket: Waiting, queued: boolean): void;
  /** Before the ticket leaves the line. */
  call?(now: HallNow, call: Call): void;
  gaveUp?(now: HallNow, ticket: Waiting, at: number): void;
  ending?(now: HallNow, ending: Ending): void;
  dayEnds?(now: HallNow): void;
}

/** A hall at one moment of a day: only what has happened. Seconds of the day. */
export class HallNow {
  readonly date: string;
  at = 0;
  /** By ticket, in order of arrival. */
  readonly waiting = new Map<number, Waiting>();
  readonly busy = new Map<string, Busy>();
  /** Taken by servers who are not recorded: since when. */
  readonly unnamed = new Map<number, Busy>();
  /** Of servers who were seen today and have nobody: since when. */
  readonly free = new Map<string, number>();

  constructor(date: string) {
    this.date = date;
  }

  get servers(): number {
    return this.busy.size + this.unnamed.size;
  }
}

const ENDS = 0;
const LEAVES = 1;
const ARRIVES = 2;

interface Happening {
  readonly at: number;
  readonly kind: number;
  readonly id: number;
  readonly row: TicketRow;
}

/**
 * Plays a day of a file in the order in which things happened, so that nobody who looks on can know what comes. In one second: services end, then
 * people leave the line, then others come.
 */
export function replayDay(date: string, rows: readonly TicketRow[], onlookers: readonly Onlooker[]): void {
  const now = new HallNow(date);
  const play = new DayPlay(now, onlookers);
  for (const each of onlookers) each.dayBegins?.(now);
  for (const happening of happeningsOf(rows)) play.happen(happening);
  for (const each of onlookers) each.dayEnds?.(now);
}

function happeningsOf(rows: readonly TicketRow[]): Happening[] {
  const all = rows.flatMap((row, id): Happening[] => {
    const end = row.service?.end ?? null;
    return [
      { at: row.arrival, kind: ARRIVES, id, row },
      ...(row.wait > 0 ? [{ at: callOf(row), kind: LEAVES, id, row }] : []),
      ...(end === null ? [] : [{ at: Math.max(end, callOf(row)), kind: ENDS, id, row }]),
    ];
  });
  const afterItsOwnCall = ({ at, kind, row }: Happening) => (kind === ENDS && at === callOf(row) ? ARRIVES + 1 : kind);
  return all.sort((left, right) => left.at - right.at || afterItsOwnCall(left) - afterItsOwnCall(right) || left.id - right.id);
}

class DayPlay {
  readonly #now: HallNow;
  readonly #onlookers: readonly Onlooker[];
  readonly #servedBy = new Map<string, number>();

  constructor(now: HallNow, onlookers: readonly Onlooker[]) {
    this.#now = now;
    this.#onlookers = onlookers;
  }

  happen({ at, kind, id, row }: Happening): void {
    this.#now.at = at;
    if (kind === ENDS) this.#end(id, row, at);
    else if (kind === LEAVES) this.#leave(id, row);
    else this.#arrive(id, row);
  }

  #arrive(id: number, row: TicketRow): void {
    const ticket: Waiting = { id, at: row.arrival, type: row.type, priority: row.priority };
    for (const each of this.#onlookers) each.arrival?.(this.#now, ticket, row.queued);
    this.#now.waiting.set(id, ticket);
    if (row.wait === 0) this.#leave(id, row);
  }

  #leave(id: number, row: TicketRow): void {
    const ticket = this.#now.waiting.get(id);
    if (ticket === undefined) return;
    const at = callOf(row);
    if (row.service === null) {
      for (const each of this.#onlookers) each.gaveUp?.(this.#now, ticket, at);
      this.#now.waiting.delete(id);
      return;
    }
    const { server } = row.service;
    if (server !== null && this.#now.busy.has(server)) this.#free(server, at);
    const call: Call = { ticket, at, wait: row.wait, waited: row.queued, server };
    for (const each of this.#onlookers) each.call?.(this.#now, call);
    this.#now.waiting.delete(id);
    if (server === null) {
      if (row.service.end !== null) this.#now.unnamed.set(id, { type: row.type, since: at });
      return;
    }
    this.#now.free.delete(server);
    this.#now.busy.set(server, { type: row.type, since: at });
    this.#servedBy.set(server, id);
  }

  #end(id: number, row: TicketRow, at: number): void {
    const server = row.service?.server ?? null;
    if (server === null) this.#now.unnamed.delete(id);
    else if (this.#servedBy.get(server) === id) this.#free(server, at);
  }

  #free(server: string, at: number): void {
    const busy = this.#now.busy.get(server);
    if (busy === undefined) return;
    this.#now.busy.delete(server);
    this.#now.free.set(server, at);
    this.#servedBy.delete(server);
    for (const each of this.#onlookers) each.ending?.(this.#now, { server, type: busy.type, since: busy.since, at });
  }
}
