import type { EpochMs } from '../../../lib/clock.ts';
import type { ClassId, ServiceId } from '../../configuration.ts';
import type { Candidate, QueueKey } from '../../routing/queue-view.ts';
import type { RatioPosition } from '../../routing/ratio-position.ts';
import { isBefore, type AddressKey, type TicketId } from '../../ticket.ts';
import type { ServeTimes } from '../hall-model.ts';
import type { Key } from './draws.ts';

/** What a ticket of a run is there for. */
export type TicketOrigin = 'waiting' | 'coming' | 'arrival' | 'at-hand' | 'newcomer';

/** A ticket in a run. Used again by the next run, so that runs make no garbage. */
export class RunTicket implements Candidate {
  readonly origin: TicketOrigin;
  /** Place in the list of its origin. */
  readonly index: number;
  ticket: TicketId;
  service: ServiceId = '';
  class: ClassId = '';
  to: AddressKey | undefined = undefined;
  readonly credit = { at: 0, order: 0 };
  passesNobody = false;
  passed = 0;
  key: Key = 0;
  line: RunLine | null = null;
  /** In line; not called, and not given up. */
  waits = false;
  /** The arrival of the visit: its credit where a service follows. */
  visitAt: EpochMs = 0;
  /** When its wait began. */
  came: EpochMs = 0;
  leavesAt: EpochMs = Number.POSITIVE_INFINITY;
  /** Waits and services behind it on this visit. */
  legs = 0;
  /** Called, or would have been had it stayed. */
  resolved = false;
  /** Of a ghost: where a ratio would stand if it were there; null until it matters. */
  ratio: RatioPosition | null = null;

  constructor(origin: TicketOrigin, index: number, ticket: TicketId = '') {
    this.origin = origin;
    this.index = index;
    this.ticket = ticket;
  }
}

/** Who waits in one queue of a run, by credit. */
export class RunLine implements QueueKey {
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly to: AddressKey | undefined;
  /** Of the figures: which service's numbers it counts for. */
  readonly serviceIndex: number;
  readonly times: ServeTimes;
  /** Chance per millisecond that somebody here gives up. */
  readonly leavesPerMs: number;
  /**
   * Tickets that are not there and would be called if they were, by credit: a newcomer who delays nobody, and who gave up. See
   * `docs/decisions/150-a-newcomer-is-a-ghost.md`.
   */
  readonly ghosts: RunTicket[] = [];
  /** One ghost, while it is asked whether it would be called. */
  guest: RunTicket | null = null;
  /** Since when nobody waits; `-Infinity`: nobody ever did. */
  emptySince: EpochMs = Number.NEGATIVE_INFINITY;
  readonly emptySinceAtStart: EpochMs;
  #items: RunTicket[] = [];
  #head = 0;
  /** Nobody here has been passed more often; perhaps nobody so often any more. */
  #passedAtMost = 0;

  constructor(of: {
    readonly key: QueueKey;
    readonly serviceIndex: number;
    readonly times: ServeTimes;
    readonly leavesPerMs: number;
    readonly emptySince: EpochMs | null;
  }) {
    this.service = of.key.service;
    this.class = of.key.class;
    this.to = of.key.to;
    this.serviceIndex = of.serviceIndex;
    this.times = of.times;
    this.leavesPerMs = of.leavesPerMs;
    this.emptySinceAtStart = of.emptySince ?? Number.NEGATIVE_INFINITY;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  clear(): void {
    this.#items.length = 0;
    this.#head = 0;
    this.#passedAtMost = 0;
    this.ghosts.length = 0;
    this.guest = null;
    this.emptySince = this.emptySinceAtStart;
  }

  /** The first of those who are there. */
  first(): RunTicket | null {
    return this.#head < this.#items.length ? this.#items[this.#head]! : null;
  }

  /** The same, the guest among them. */
  head(): RunTicket | null {
    const first = this.first();
    const { guest } = this;
    if (guest === null) return first;
    return first === null || isBefore(guest.credit, first.credit) ? guest : first;
  }

  firstPassed(times: number): RunTicket | null {
    const first = this.#firstPassed(times);
    const { guest } = this;
    if (guest === null || guest.passed < times) return first;
    return first === null || isBefore(guest.credit, first.credit) ? guest : first;
  }

  #firstPassed(times: number): RunTicket | null {
    if (this.#passedAtMost < times) return null;
    let most = 0;
    for (let index = this.#head; index < this.#items.length; index += 1) {
      const ticket = this.#items[index]!;
      if (ticket.passed >= times) return ticket;
      if (ticket.passed > most) most = ticket.passed;
    }
    this.#passedAtMost = most;
    return null;
  }

  add(ticket: RunTicket): void {
    ticket.line = this;
    ticket.waits = true;
    if (ticket.passed > this.#passedAtMost) this.#passedAtMost = ticket.passed;
    insert(this.#items, this.#head, ticket);
  }

  /** Who leaves, `at`, by a call or otherwise. */
  remove(ticket: RunTicket, at: EpochMs): void {
    ticket.waits = false;
    if (this.#items[this.#head] === ticket) this.#head += 1;
    else this.#items.splice(this.#items.indexOf(ticket, this.#head), 1);
    if (this.#head === this.#items.length) {
      this.#items.length = 0;
      this.#head = 0;
      this.emptySince = at;
    } else if (this.#head > COMPACT_FROM) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** A call passes those of earlier credit, ghosts among them. */
  pass(caller: RunTicket): void {
    for (let index = this.#head; index < this.#items.length; index += 1) {
      const ticket = this.#items[index]!;
      if (!isBefore(ticket.credit, caller.credit)) break;
      ticket.passed += 1;
      if (ticket.passed > this.#passedAtMost) this.#passedAtMost = ticket.passed;
    }
    for (const ghost of this.ghosts) {
      if (!isBefore(ghost.credit, caller.credit)) break;
      ghost.passed += 1;
    }
  }

  addGhost(ticket: RunTicket): void {
    ticket.line = this;
    insert(this.ghosts, 0, ticket);
  }

  tickets(): RunTicket[] {
    return this.#items.slice(this.#head);
  }
}

const COMPACT_FROM = 512;

/** Most come last. */
function insert(tickets: RunTicket[], from: number, ticket: RunTicket): void {
  let index = tickets.length;
  while (index > from && isBefore(ticket.credit, tickets[index - 1]!.credit)) index -= 1;
  if (index === tickets.length) tickets.push(ticket);
  else tickets.splice(index, 0, ticket);
}
