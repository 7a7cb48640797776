import type { Role } from '../../shared/hall/actor.ts';
import type { ClassId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { promisesNext, waitingTickets, type PromisedWait, type TicketView } from '../../shared/hall/views/ticket-view.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';

export const GREETER_VIEWS = ['issue', 'tickets', 'due', 'redirect', 'check-in'] as const;
export type GreeterView = (typeof GREETER_VIEWS)[number];

/** A guard issues and guides: whom to move is a greeter's to say. */
const VIEW_ROLES: { readonly [View in GreeterView]: readonly Role[] } = {
  issue: ['greeter', 'guard', 'manager'],
  tickets: ['greeter', 'guard', 'manager'],
  due: ['greeter', 'manager'],
  redirect: ['greeter', 'manager'],
  'check-in': ['greeter', 'guard', 'manager'],
};

/** Rows of either list. */
export const DUE_MAX = 40;

/** What a greeter sees on the way through the hall: one thing at a time on a telephone. */
export class GreeterDesk {
  readonly #hall: LiveHall;
  #view = $state.raw<GreeterView>('issue');

  constructor(hall: LiveHall) {
    this.#hall = hall;
  }

  get views(): GreeterView[] {
    const roles = this.#hall.welcome?.roles ?? [];
    return GREETER_VIEWS.filter((view) => VIEW_ROLES[view].some((role) => roles.includes(role)));
  }

  get view(): GreeterView {
    return this.views.includes(this.#view) ? this.#view : 'issue';
  }

  show(view: GreeterView): void {
    this.#view = view;
  }

  /** Who waits for something that is promised within a time, the likeliest to be let down first. */
  get due(): PromisedWait[] {
    const { ticketForecasts } = this.#hall;
    return this.#hall.view((state) => promisesNext(state, this.#hall.now(), DUE_MAX, ticketForecasts)) ?? [];
  }

  /** Promises that are broken by now. `now`: a clock that ticks. */
  overdue(now: EpochMs): number {
    return this.due.filter(({ until }) => until < now).length;
  }

  /** Who waits although counters are reserved for their class, the longest wait first. */
  get reserved(): TicketView[] {
    return this.#hall.view((state) => reservedOf(state, reservedClasses(state))) ?? [];
  }
}

/** VIP 接待室, VIP 专席: the classes that somebody was promised a place of their own. */
function reservedClasses(state: HallState): Set<ClassId> {
  const rooms = (state.configuration?.counters ?? []).filter(({ kind }) => kind === 'room');
  return new Set(rooms.flatMap(({ reservedFor }) => reservedFor ?? []));
}

function reservedOf(state: HallState, classes: ReadonlySet<ClassId>): TicketView[] {
  if (classes.size === 0) return [];
  return waitingTickets(state, {}, Infinity)
    .filter(({ classId }) => classes.has(classId))
    .sort((left, right) => left.waitingSince - right.waitingSince)
    .slice(0, DUE_MAX);
}
