import { assert } from '../lib/assert.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Command } from './commands.ts';
import type { Context, Decision } from './context.ts';
import { decideCallNext, decideCallTicket, decideRecall } from './decisions/call.ts';
import { decideConfigure } from './decisions/configure.ts';
import { decideCounter, decidePause } from './decisions/counter.ts';
import { decideCloseDay, decideOpenDay } from './decisions/day.ts';
import { decideIssue } from './decisions/issue.ts';
import { decidePrint, decidePrinter } from './decisions/print.ts';
import { decideFinish, decideNoShow, decideServeWithoutTicket, decideStart } from './decisions/serve.ts';
import { decideTicket } from './decisions/ticket.ts';
import type { HallState } from './state.ts';

/**
 * What a command means to this hall now: the facts that follow from it, or why there are none. Changes nothing, reads no
 * clock, knows no network: the same arguments always give the same answer.
 *
 * Whether the sender's role may send such a command at all is decided before (`server/access`); here are only the rights
 * that depend on the state, such as that a counter is acted on by the teller signed in at it.
 */
export function decide(state: HallState, command: Command, context: Context): Decision {
  assert(context.at >= state.at, 'time does not go back within a hall');
  assert(state.configuration !== null || command.type === 'configure-hall', 'a hall is configured before it gets commands');
  switch (command.type) {
    case 'issue-ticket':
      return decideIssue(state, command, context);
    case 'call-next':
      return decideCallNext(state, command, context);
    case 'call-ticket':
      return decideCallTicket(state, command, context);
    case 'recall':
      return decideRecall(state, command.counter, context);
    case 'start-service':
      return decideStart(state, command.counter, context);
    case 'finish-service':
      return decideFinish(state, command, context);
    case 'mark-no-show':
      return decideNoShow(state, command.counter, context);
    case 'return-ticket':
    case 'cancel-ticket':
    case 'mark-left':
      return decideTicket(state, command, context);
    case 'serve-without-ticket':
      return decideServeWithoutTicket(state, command, context);
    case 'sign-in':
    case 'sign-out':
    case 'open-counter':
    case 'close-counter':
    case 'resume-counter':
      return decideCounter(state, { type: command.type, counter: command.counter }, context);
    case 'pause-counter':
      return decidePause(state, command, context);
    case 'open-day':
      return decideOpenDay(state, context);
    case 'close-day':
      return decideCloseDay(state, context);
    case 'configure-hall':
      return decideConfigure(state, command);
    case 'report-print':
      return decidePrint(state, command);
    case 'report-printer':
      return decidePrinter(state, command);
    default:
      return unreachable(command);
  }
}
