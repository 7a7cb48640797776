import type { Command } from '../../shared/hall/commands.ts';
import { ticketAtHand } from '../../shared/hall/counter.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { randomInteger, type Random } from '../../shared/lib/random.ts';

/** What a person at a screen can do with what the screen shows, which may be old. */
export function desire(random: Random, role: ScreenRole, state: HallState): Command | null {
  switch (role.is) {
    case 'kiosk':
      return issue(random);
    case 'desk':
      return atDesk(random, role.counter, state);
    case 'greeter':
      return random() < 0.5 ? issue(random) : withTicket(random, state);
    case 'manager':
      return byManager(random, state);
    case 'wall':
      return null;
  }
}

export type ScreenRole =
  { readonly is: 'kiosk' | 'greeter' | 'manager' | 'wall' } | { readonly is: 'desk'; readonly counter: number };

function issue(random: Random): Command {
  const service = random() < 0.97 ? pick(random, ['A', 'A', 'B']) : 'Z';
  const classId = pick(random, [undefined, undefined, 'standard', 'priority', 'vip']);
  return { type: 'issue-ticket', service, class: classId };
}

function atDesk(random: Random, counter: number, state: HallState): Command {
  const shown = state.counters.get(counter);
  const atHand = shown === undefined ? null : ticketAtHand(shown);
  if (shown?.signIn == null && random() < 0.8) return { type: 'sign-in', counter };
  if (shown?.mode.is === 'closed' && random() < 0.8) return { type: 'open-counter', counter };
  if (shown?.mode.is === 'paused' && random() < 0.7) return { type: 'resume-counter', counter };
  return pick(random, DESK)(random, counter, { atHand, state });
}

type AtDesk = (random: Random, counter: number, seen: { atHand: string | null; state: HallState }) => Command;

const next: AtDesk = (_, counter, { atHand }) => ({ type: 'call-next', counter, atHand });

/** The more often in the list, the more often wished for. */
const DESK: readonly AtDesk[] = [
  next,
  next,
  next,
  next,
  next,
  (_, counter) => ({ type: 'start-service', counter }),
  (_, counter) => ({ type: 'start-service', counter }),
  (random, counter) => ({ type: 'finish-service', counter, delivered: random() < 0.5 ? undefined : ['A', 'B'] }),
  (_, counter) => ({ type: 'finish-service', counter }),
  (_, counter) => ({ type: 'recall', counter }),
  (_, counter) => ({ type: 'mark-no-show', counter }),
  (_, counter) => ({ type: 'mark-no-show', counter }),
  (_, counter) => ({ type: 'pause-counter', counter, reason: 'meal' }),
  (_, counter) => ({ type: 'close-counter', counter }),
  (_, counter) => ({ type: 'resume-counter', counter }),
  (_, counter) => ({ type: 'sign-out', counter }),
  (_, counter) => ({ type: 'call-next', counter }),
  (_, counter) => ({ type: 'serve-without-ticket', counter, service: 'A' }),
  (random, counter, { state }) => ({ type: 'call-ticket', counter, ticket: anyTicket(random, state), reason: 'frail' }),
];

function withTicket(random: Random, state: HallState): Command {
  const noShows = [...state.tickets.values()].filter(({ status }) => status.is === 'no-show');
  if (noShows.length > 0 && random() < 0.6) return { type: 'return-ticket', ticket: pick(random, noShows).id };
  const type = pick(random, ['cancel-ticket', 'mark-left', 'return-ticket'] as const);
  return { type, ticket: anyTicket(random, state) };
}

function byManager(random: Random, state: HallState): Command {
  const counter = 1 + randomInteger(random, 3);
  if (state.day.is !== 'open') return { type: 'open-day' };
  const chance = random();
  if (chance < 0.1) return { type: 'close-day' };
  if (chance < 0.2) return { type: 'open-day' };
  if (chance < 0.3 && state.configuration !== null) {
    const basedOn = random() < 0.5 ? state.configurationVersion : undefined;
    const returns = { placesBack: randomInteger(random, 3), timesMax: randomInteger(random, 3) };
    const routing = { ...state.configuration.routing, passedMax: pick(random, [null, 0, 1, 3]) };
    return { type: 'configure-hall', configuration: { ...state.configuration, returns, routing }, basedOn };
  }
  if (chance < 0.5) return { type: 'pause-counter', counter, reason: 'meal' };
  if (chance < 0.7) return { type: 'resume-counter', counter };
  return withTicket(random, state);
}

function anyTicket(random: Random, state: HallState): string {
  const tickets = [...state.tickets.keys()];
  return tickets.length === 0 ? 'no-such-ticket' : pick(random, tickets);
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[randomInteger(random, items.length)]!;
}
