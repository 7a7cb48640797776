import type { RatioRule, RoutingRule, ServedQueue } from '../../shared/hall/configuration.ts';
import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import type { RatioPosition } from '../../shared/hall/routing/ratio-position.ts';
import { isEarlier, setupIn, waitingIn, type Books, type NaiveCounter, type NaiveTicket } from './naive-books.ts';

const MINUTE = 60_000;

export interface NaiveNext {
  readonly ticket: NaiveTicket;
  readonly rule: CallReason['rule'];
  /** Of a ratio rule: where it stands after this call. */
  readonly ratio: RatioPosition;
}

/**
 * Who is next, by looking at everybody whom the counter may call: first the oldest at the cap, then the oldest of all when
 * somebody has waited too long, then who waits for this counter or person only, then tier by tier the rule.
 */
export function naiveNext(books: Books, counter: NaiveCounter, at: number): NaiveNext | null {
  const rule = books.configuration!.routing;
  const may = mayCall(books, counter, at);
  const { passedMax, waitMaxMinutes = null } = rule;
  const unchanged = { ratio: books.ratio };

  const capped = oldest(may.filter(({ passed }) => passedMax !== null && passed >= passedMax));
  if (capped !== null) return { ticket: capped, rule: 'cap', ...unchanged };

  const isTooLong = may.some(({ credit }) => waitMaxMinutes !== null && at - credit.at > waitMaxMinutes * MINUTE);
  const first = oldest(may);
  if (isTooLong && first !== null) return { ticket: first, rule: 'max-wait', ...unchanged };

  const own = oldest(may.filter(({ to }) => to !== null));
  if (own !== null) return { ticket: own, rule: 'own', ...unchanged };

  for (const tier of tiersOf(books, counter, at)) {
    const here = may.filter((ticket) => tier.some((served) => isServed(served, ticket)));
    if (here.length > 0) return { ...firstByRule(rule, here, books.ratio, at), rule: rule.kind };
  }
  return null;
}

/** Whom this counter may call now. */
export function mayCall(books: Books, counter: NaiveCounter, at: number): NaiveTicket[] {
  const tiers = tiersOf(books, counter, at);
  const helps = mayHelp(books, counter, at);
  const { reservedFor } = setupIn(books, counter.id)!;
  return waitingIn(books).filter((ticket) => {
    if (ticket.to !== null) return isFor(ticket, counter);
    if (!tiers.flat().some((served) => isServed(served, ticket))) return false;
    return helps || ticket.classId === reservedFor;
  });
}

function isRestricted(counter: NaiveCounter, at: number): counter is NaiveCounter & { only: NonNullable<NaiveCounter['only']> } {
  return counter.only !== null && (counter.only.until === null || at < counter.only.until);
}

/** A counter kept for a class helps others only when nobody of its class has waited there for so long. */
function mayHelp(books: Books, counter: NaiveCounter, at: number): boolean {
  const { helpsAfterSeconds, reservedFor } = setupIn(books, counter.id)!;
  if (reservedFor === undefined || helpsAfterSeconds === undefined || isRestricted(counter, at)) return true;
  const own = tiersOf(books, counter, at).flat();
  const isOwn = (ticket: { service: string; classId: string }): boolean =>
    ticket.classId === reservedFor && own.some((served) => isServed(served, ticket));
  const waits = waitingIn(books).some((ticket) => (ticket.to === null ? isOwn(ticket) : isFor(ticket, counter)));
  const isLongEmpty = books.emptyLines.every(
    (line) => !isOwn(line) || (line.since !== null && at - line.since >= helpsAfterSeconds * 1_000),
  );
  return !waits && isLongEmpty;
}

/** What it serves now: a restriction replaces what it is set up for, tier by tier, until its time is over. */
export function tiersOf(books: Books, counter: NaiveCounter, at: number): readonly (readonly ServedQueue[])[] {
  if (isRestricted(counter, at)) return counter.only.services.map((service) => [service]);
  return setupIn(books, counter.id)!.serves;
}

function isFor({ to }: NaiveTicket, counter: NaiveCounter): boolean {
  return to === `counter:${counter.id}` || to === `teller:${counter.teller}`;
}

function isServed(served: ServedQueue, { classId, service }: { service: string; classId: string }): boolean {
  return typeof served === 'string' ? served === service : served.service === service && served.class === classId;
}

function firstByRule(
  rule: RoutingRule,
  here: readonly NaiveTicket[],
  ratio: RatioPosition,
  at: number,
): { ticket: NaiveTicket; ratio: RatioPosition } {
  if (rule.kind === 'ratio') return firstByRatio(rule, here, ratio);
  const [ticket] = here.toSorted((left, right) => rank(rule, left, at) - rank(rule, right, at) || byCredit(left, right));
  return { ticket: ticket!, ratio };
}

/** The smallest is called. */
function rank(rule: Exclude<RoutingRule, RatioRule>, { classId, credit }: NaiveTicket, at: number): number {
  switch (rule.kind) {
    case 'fcfs':
      return 0;
    case 'strict':
      return rule.order.includes(classId) ? rule.order.indexOf(classId) : rule.order.length;
    case 'aging':
      return -(rule.factors[classId] ?? 1) * Math.max(0, at - credit.at);
    case 'head-start':
      return credit.at - (rule.minutes[classId] ?? 0) * MINUTE;
  }
}

/**
 * Turn by turn, each group of classes so many calls; a group of which nobody waits loses its turn. A call that was no choice
 * between groups, for only one had somebody waiting, moves nothing.
 */
function firstByRatio(
  { turns }: RatioRule,
  here: readonly NaiveTicket[],
  ratio: RatioPosition,
): { ticket: NaiveTicket; ratio: RatioPosition } {
  const present = new Set(here.map(({ classId }) => groupOf(turns, classId)));
  const now = atTurn(turns, ratio);
  let { calls, turn } = now;
  while (!present.has(turn)) {
    turn = (turn + 1) % turns.length;
    calls = 0;
  }
  const ticket = oldest(here.filter(({ classId }) => groupOf(turns, classId) === turn))!;
  return { ticket, ratio: present.size === 1 ? now : atTurn(turns, { turn, calls: calls + 1 }) };
}

/** Where the rule stands, said in one way: a turn that is used up is the next one's, one that there is not is the first. */
export function atTurn(turns: RatioRule['turns'], { calls, turn }: RatioPosition): RatioPosition {
  const current = turns[turn];
  if (current === undefined) return { turn: 0, calls: 0 };
  return calls < current.calls ? { turn, calls } : { turn: (turn + 1) % turns.length, calls: 0 };
}

function groupOf(turns: RatioRule['turns'], classId: string): number {
  const named = turns.findIndex(({ classes }) => classes.includes(classId));
  return named === -1 ? turns.length - 1 : named;
}

function oldest(tickets: readonly NaiveTicket[]): NaiveTicket | null {
  return tickets.toSorted(byCredit)[0] ?? null;
}

function byCredit(left: NaiveTicket, right: NaiveTicket): number {
  return isEarlier(left.credit, right.credit) ? -1 : 1;
}
