import type { Timers } from '../shared/lib/clock.ts';
import type { Duties } from './hub/duties.ts';
import type { Log } from './observability/log.ts';

/** What is done once for a hall, by one hub. */
export interface HallRoom {
  readonly name: string;
  /** Idempotent. */
  take(hall: string): Promise<void>;
  /** Resolves when nothing of it is under way any more. Idempotent. */
  release(hall: string): Promise<void>;
}

export interface HallWorkOptions {
  readonly duties: Pick<Duties, 'holds' | 'onChange'>;
  /** Taken in this order, given up in the other. */
  readonly rooms: readonly HallRoom[];
  readonly timers: Timers;
  readonly log: Log;
}

interface Hall {
  readonly name: string;
  wanted: boolean;
  /** How many of the rooms work for it: the first so many. */
  rooms: number;
  moving: Promise<void> | null;
}

/** Halls that are taken or given up at one time: a hub that comes to a thousand of them still answers. */
const MOVING_MAX = 4;
/** A room that could not take a hall (its database is away) tries again. */
export const TAKE_AGAIN_MS = 5_000;

/**
 * Brings rooms to the halls whose duty this hub has, and away from those that another has got. One hall moves in one direction at a time,
 * whatever is heard meanwhile; what counts in the end is what was heard last.
 */
export class HallWork {
  readonly #options: HallWorkOptions;
  readonly #halls = new Map<string, Hall>();
  readonly #waiting: Hall[] = [];
  #moving = 0;
  #release: (() => void) | null = null;
  #cancels = new Set<() => void>();
  #closed = false;

  constructor(options: HallWorkOptions) {
    this.#options = options;
  }

  /** For which rooms work now, all or some of them. */
  get halls(): readonly string[] {
    return [...this.#halls.values()].flatMap(({ name, rooms }) => (rooms > 0 ? [name] : []));
  }

  start(): void {
    this.#release ??= this.#options.duties.onChange((hall, held) => this.#want(hall, held));
  }

  /** There is this hall: if it is this hub's duty by now, the rooms come to it, beside the work. */
  know(hall: string): void {
    if (this.#options.duties.holds(hall)) this.#want(hall, true);
  }

  /** The rooms have come. @throws what the first of them says that cannot. */
  async begin(name: string): Promise<void> {
    const hall = this.#hall(name);
    hall.wanted = true;
    await this.#takeNext(hall);
  }

  /** Gives all up; resolves when nothing is under way. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#release?.();
    for (const cancel of this.#cancels) cancel();
    const halls = [...this.#halls.values()];
    for (const hall of halls) hall.wanted = false;
    await Promise.all(
      halls.map(async (hall) => {
        await hall.moving;
        await this.#move(hall);
      }),
    );
  }

  #want(name: string, wanted: boolean): void {
    if (this.#closed) return;
    const hall = this.#hall(name);
    hall.wanted = wanted;
    if (hall.moving !== null || this.#waiting.includes(hall)) return;
    this.#waiting.push(hall);
    this.#next();
  }

  #next(): void {
    while (this.#moving < MOVING_MAX) {
      const hall = this.#waiting.shift();
      if (hall === undefined) return;
      this.#moving += 1;
      hall.moving = this.#move(hall).finally(() => {
        hall.moving = null;
        this.#moving -= 1;
        this.#next();
      });
    }
  }

  /** Never rejects. */
  async #move(hall: Hall): Promise<void> {
    const { log, rooms } = this.#options;
    try {
      while (hall.wanted ? hall.rooms < rooms.length : hall.rooms > 0) {
        if (hall.wanted) await this.#takeNext(hall);
        else await this.#releaseLast(hall);
      }
      if (!hall.wanted) this.#halls.delete(hall.name);
    } catch (error) {
      log.error({ hall: hall.name, err: error }, 'a room could not take the hall; it tries again');
      this.#tryAgain(hall);
    }
  }

  async #takeNext(hall: Hall): Promise<void> {
    const { rooms } = this.#options;
    for (let room = rooms[hall.rooms]; room !== undefined && hall.wanted; room = rooms[hall.rooms]) {
      await room.take(hall.name);
      hall.rooms += 1;
    }
  }

  /** What a room cannot give up in order it has given up all the same: another hub goes on. */
  async #releaseLast(hall: Hall): Promise<void> {
    const room = this.#options.rooms[hall.rooms - 1];
    hall.rooms -= 1;
    try {
      await room?.release(hall.name);
    } catch (error) {
      this.#options.log.warn({ hall: hall.name, room: room?.name, err: error }, 'a room gave a hall up with a fault');
    }
  }

  #tryAgain(hall: Hall): void {
    if (this.#closed) return;
    const cancel = this.#options.timers.after(TAKE_AGAIN_MS, () => {
      this.#cancels.delete(cancel);
      this.#want(hall.name, hall.wanted);
    });
    this.#cancels.add(cancel);
  }

  #hall(name: string): Hall {
    let hall = this.#halls.get(name);
    if (hall === undefined) this.#halls.set(name, (hall = { name, wanted: false, rooms: 0, moving: null }));
    return hall;
  }
}
