import type { CounterSetup, HallConfiguration } from '../../shared/hall/configuration.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { RatioPosition } from '../../shared/hall/routing/ratio-position.ts';
import type { Credit, HoldKind, Step } from '../../shared/hall/ticket.ts';

export type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;

export interface NaiveHold {
  readonly kind: HoldKind;
  readonly counter: number;
  readonly until: number | null;
}

export interface NaiveTicket {
  readonly id: string;
  readonly number: string | null;
  service: string;
  classId: string;
  status: 'waiting' | 'called' | 'serving' | 'held' | 'no-show' | 'ended';
  /** Its place in line; while it is not in line, the last one. */
  credit: Credit;
  /** The arrival that counts for the visit. */
  creditAt: number;
  /** `counter:5` or `teller:1003`: it waits there only. */
  to: string | null;
  counter: number | null;
  hold: NaiveHold | null;
  steps: readonly Step[];
  returns: number;
  passed: number;
  /** It came back from hold, or after a no-show: its call passes nobody. */
  woken: boolean;
  recalls: number;
  /** Of the call or of the last recall. */
  announcedAt: number;
}

/** One wait and service that is over, and whether the customer has said something of it. */
export interface NaiveLeg {
  readonly ticket: string;
  readonly leg: number;
  counter: number;
  teller: string | null;
  endedAt: number;
  rated: boolean;
  /** Its end was taken back: it goes on. */
  goesOn: boolean;
}

export interface NaiveCounter {
  readonly id: number;
  teller: string | null;
  mode: 'closed' | 'open' | 'paused';
  atHand: string | null;
  plan: 'paused' | 'closed' | null;
  only: { readonly services: readonly string[]; readonly until: number | null } | null;
  autoCall: boolean;
}

/** Since when nobody waits for a service in a class, once somebody has. */
export interface EmptyLine {
  readonly service: string;
  readonly classId: string;
  since: number | null;
}

/** A block of numbers that a kiosk has. */
export interface NaiveLease {
  readonly id: string;
  readonly kiosk: string;
  readonly letter: string;
  readonly day: string;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  used: number[];
  isFrozen: boolean;
  isVoid: boolean;
}

/** A hall's books in lists, searched from end to end. */
export interface Books {
  configuration: HallConfiguration | null;
  day: { readonly id: string; readonly isOpen: boolean } | null;
  at: number;
  tickets: NaiveTicket[];
  counters: NaiveCounter[];
  /** Those that are over, of today. */
  legs: NaiveLeg[];
  serials: { letter: string; last: number }[];
  /** Of all days. */
  leases: NaiveLease[];
  ratio: RatioPosition;
  emptyLines: EmptyLine[];
  stopped: string[];
  notices: { readonly id: string; confirmedBy: string[] }[];
  breaks: { readonly id: string; readonly teller: string; readonly from: number; isOver: boolean }[];
  appointments: { readonly code: string; readonly service: string; readonly at: number; status: string }[];
  answeredAdvice: string[];
  alerts: { readonly id: string; readonly what: string; acknowledged: boolean; cleared: boolean }[];
}

export function newBooks(): Books {
  return {
    configuration: null,
    day: null,
    at: 0,
    tickets: [],
    counters: [],
    legs: [],
    serials: [],
    leases: [],
    ratio: { turn: 0, calls: 0 },
    emptyLines: [],
    stopped: [],
    notices: [],
    breaks: [],
    appointments: [],
    answeredAdvice: [],
    alerts: [],
  };
}

export function newCounter(id: number): NaiveCounter {
  return { id, teller: null, mode: 'closed', atHand: null, plan: null, only: null, autoCall: false };
}

/** What the auditor writes down: a sentence for whatever could not have happened. */
export type Expect = (condition: boolean, otherwise: string) => void;

export function ticketIn(books: Books, id: string): NaiveTicket | undefined {
  return books.tickets.find((ticket) => ticket.id === id);
}

export function counterIn(books: Books, id: number): NaiveCounter | undefined {
  return books.counters.find((counter) => counter.id === id);
}

export function setupIn(books: Books, id: number): CounterSetup | undefined {
  return books.configuration?.counters.find((counter) => counter.id === id);
}

export function isEarlier(left: Credit, right: Credit): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

export function waitingIn(books: Books): NaiveTicket[] {
  return books.tickets.filter(({ status }) => status === 'waiting');
}

export function addressOf(to: { readonly counter: number } | { readonly teller: string } | null | undefined): string | null {
  if (to === null || to === undefined) return null;
  return 'counter' in to ? `counter:${to.counter}` : `teller:${to.teller}`;
}
