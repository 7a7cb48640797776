import type { Actor } from '../../shared/hall/actor.ts';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import type { Command, CommandType } from '../../shared/hall/commands.ts';
import { ticketAtHand } from '../../shared/hall/counter.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { randomInteger, type Random } from '../../shared/lib/random.ts';
import { commandFrom } from '../support/any-command.ts';
import type { Draw } from '../support/draw.ts';

/** What a person at a screen can do with what the screen shows, which may be old. */
export function desire(random: Random, role: ScreenRole, state: HallState): Command | null {
  if (role.is === 'wall' || state.configuration === null) return null;
  if (random() < SENSELESS) return drawn(random, pick(random, COMMAND_TYPES), state);
  switch (role.is) {
    case 'kiosk':
      return random() < 0.9 ? issue(random) : drawn(random, 'check-in', state);
    case 'desk':
      return atDesk(random, role.counter, state);
    case 'greeter':
      return byGreeter(random, state);
    case 'manager':
      return byManager(random, state);
    case 'tablet':
      return drawn(random, 'rate-service', state, role.counter);
    case 'clock-work':
      return { type: 'carry-out-due' };
  }
}

export type ScreenRole =
  | { readonly is: 'kiosk' | 'greeter' | 'manager' | 'clock-work' | 'wall' }
  | { readonly is: 'desk' | 'tablet'; readonly counter: number };

/** Two browsers at counter 1, one at each other, a kiosk, a greeter, a manager, the hub's clock-work, a wall. */
export interface ScreenSetup {
  readonly name: string;
  readonly role: ScreenRole;
  readonly actor: Actor;
}

/** Of all wishes, those that nobody with the right screen would have. */
const SENSELESS = 0.05;

function issue(random: Random): Command {
  const service = random() < 0.97 ? pick(random, ['A', 'A', 'B', 'C']) : 'Z';
  const classId = pick(random, [undefined, undefined, 'standard', 'priority', 'vip']);
  return { type: 'issue-ticket', service, class: classId };
}

function atDesk(random: Random, counter: number, state: HallState): Command {
  const shown = state.counters.get(counter);
  const atHand = shown === undefined ? null : ticketAtHand(shown);
  if (shown?.signIn == null && random() < 0.8) return { type: 'sign-in', counter };
  if (shown?.mode.is === 'closed' && random() < 0.8) return { type: 'open-counter', counter };
  if (shown?.mode.is === 'paused' && random() < 0.7) return { type: 'resume-counter', counter };
  const wish = pick(random, DESK);
  return typeof wish === 'string' ? drawn(random, wish, state, counter) : wish(random, counter, { atHand, state });
}

type AtDesk = (random: Random, counter: number, seen: { atHand: string | null; state: HallState }) => Command;

const next: AtDesk = (_, counter, { atHand }) => ({ type: 'call-next', counter, atHand });
const start: AtDesk = (_, counter) => ({ type: 'start-service', counter });

/** The more often in the list, the more often wished for; a type alone leaves the rest to chance. */
const DESK: readonly (AtDesk | CommandType)[] = [
  ...[next, next, next, next, next, next],
  ...[start, start, start, start],
  'finish-service',
  'finish-service',
  'finish-service',
  'recall',
  'mark-no-show',
  'mark-no-show',
  'pause-counter',
  'close-counter',
  'resume-counter',
  'sign-out',
  'call-next',
  'serve-without-ticket',
  'call-ticket',
  'hold-ticket',
  'hold-ticket',
  'resume-ticket',
  'resume-ticket',
  'transfer-ticket',
  'transfer-ticket',
  (_, counter) => ({ type: 'undo', counter }),
  (_, counter) => ({ type: 'undo', counter }),
  'set-auto-call',
  'request-help',
  'confirm-notice',
];

function byGreeter(random: Random, state: HallState): Command {
  if (random() < 0.5) return issue(random);
  const hasRedirected = [...state.undo.keys()].some((key) => key.startsWith('redirect:'));
  if (hasRedirected && random() < 0.5) return drawn(random, 'undo', state);
  const noShows = [...state.tickets.values()].filter(({ status }) => status.is === 'no-show');
  if (noShows.length > 0 && random() < 0.3) return { type: 'return-ticket', ticket: pick(random, noShows).id };
  return drawn(random, pick(random, GREETER), state);
}

const GREETER: readonly CommandType[] = [
  'cancel-ticket',
  'mark-left',
  'postpone-ticket',
  'postpone-ticket',
  'return-ticket',
  'wake-ticket',
  'wake-ticket',
  'wake-ticket',
  'reclassify-ticket',
  'reclassify-ticket',
  'redirect-tickets',
  'redirect-tickets',
  'merge-tickets',
  'check-documents',
  'reprint-ticket',
  'check-in',
  'acknowledge-alert',
  'undo',
];

function byManager(random: Random, state: HallState): Command {
  if (state.day.is !== 'open') return { type: 'open-day' };
  if (random() < 0.1) return drawn(random, 'close-day', state);
  if (random() < 0.1) return configure(random, state);
  return drawn(random, pick(random, MANAGER), state);
}

const MANAGER: readonly CommandType[] = [
  'open-day',
  'pause-counter',
  'resume-counter',
  'resume-counter',
  'resume-counter',
  'open-counter',
  'open-counter',
  'move-teller',
  'serve-only',
  'serve-only',
  'stop-service',
  'resume-service',
  'resume-service',
  'post-notice',
  'withdraw-notice',
  'plan-break',
  'cancel-break',
  'book-appointments',
  'book-appointments',
  'cancel-appointment',
  'redirect-tickets',
  'acknowledge-alert',
  'accept-advice',
  'accept-advice',
  'decline-advice',
  'cancel-ticket',
  'return-ticket',
];

function configure(random: Random, state: HallState): Command {
  const configure = drawn(random, 'configure-hall', state);
  return { ...configure, ...(random() < 0.5 && { basedOn: state.configurationVersion }) };
}

/** A command of this type about something or other, which may not be there. */
function drawn(random: Random, type: CommandType, state: HallState, counter = 1 + randomInteger(random, 6)): Command {
  const draw: Draw = {
    type,
    counter,
    service: pick(random, ['A', 'A', 'B', 'B', 'C']),
    classId: pick(random, ['standard', 'priority', 'vip']),
    ticket: randomInteger(random, 1_000),
    any: randomInteger(random, 720),
  };
  return commandFrom(draw, state, state.at);
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[randomInteger(random, items.length)]!;
}
