import type { Command } from '../../shared/hall/commands.ts';
import type { CounterSign } from '../../shared/hall/views/counter-signs.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { DeskAction } from '../keys/desk-keys.ts';

/** The command that an action leads to in the end; null: none of the counter's. */
export const COMMAND_OF: { readonly [Action in DeskAction]: Command['type'] | null } = {
  next: 'call-next',
  recall: 'recall',
  'no-show': 'mark-no-show',
  start: 'start-service',
  finish: 'finish-service',
  'visit-ends': 'finish-service',
  choose: 'call-ticket',
  'without-ticket': 'serve-without-ticket',
  hold: 'hold-ticket',
  transfer: 'transfer-ticket',
  reception: 'transfer-ticket',
  undo: 'undo',
  help: 'request-help',
  pause: 'pause-counter',
  resume: 'resume-counter',
  open: 'open-counter',
  close: 'close-counter',
  'auto-call': 'set-auto-call',
  find: null,
  'sign-out': 'sign-out',
};

/** These open a dialog, which a quick hand may do while the hub is still thinking about the last command. */
const ASKS_FIRST: ReadonlySet<DeskAction> = new Set<DeskAction>([
  'choose',
  'without-ticket',
  'hold',
  'transfer',
  'help',
  'pause',
  'sign-out',
]);

export function asksFirst(action: DeskAction): boolean {
  return ASKS_FIRST.has(action);
}

/** What decides whether an action makes sense now. */
export interface ActionFacts {
  readonly sign: Pick<CounterSign, 'mode' | 'planned' | 'teller'>;
  readonly hasAtHand: boolean;
  /** A service follows on the ticket at hand. */
  readonly hasSteps: boolean;
  readonly hasUndo: boolean;
  /** The hall has a reception room, this is not it, and somebody is there. */
  readonly hasReception: boolean;
}

/** The counter's state allows it. The hub has the last word; this only keeps a teller from asking in vain. */
export function fits(action: DeskAction, { sign, hasAtHand, hasSteps, hasUndo, hasReception }: ActionFacts): boolean {
  const { mode, planned } = sign;
  const isOpen = mode === 'idle' || mode === 'calling' || mode === 'serving';
  const isBusy = mode === 'calling' || mode === 'serving';
  switch (action) {
    case 'next':
      return isOpen;
    case 'recall':
    case 'no-show':
    case 'start':
      return mode === 'calling';
    case 'finish':
    case 'hold':
    case 'transfer':
      return isBusy;
    case 'visit-ends':
      return isBusy && hasSteps;
    case 'reception':
      return isBusy && hasReception;
    case 'choose':
    case 'without-ticket':
      return mode === 'idle';
    case 'undo':
      return hasUndo;
    case 'pause':
      return isOpen && planned !== 'paused';
    case 'resume':
      return mode === 'paused' || planned !== null;
    case 'open':
      return mode === 'closed';
    case 'close':
      return mode !== 'closed' && planned !== 'closed';
    case 'help':
    case 'auto-call':
      return sign.teller !== null;
    case 'find':
      return true;
    case 'sign-out':
      return !hasAtHand;
    default:
      return unreachable(action);
  }
}
