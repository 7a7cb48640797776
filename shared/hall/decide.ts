import { assert } from '../lib/assert.ts';
import { unreachable } from '../lib/unreachable.ts';
import type {
  AcceptAdvice,
  AcknowledgeAlert,
  BookAppointments,
  CancelAppointment,
  CancelBreak,
  CarryOutDue,
  CheckIn,
  CloseDay,
  Command,
  ConfigureHall,
  DayCommand,
  DeclineAdvice,
  NoticeCommand,
  PlanBreak,
  PostNotice,
  ReportPrint,
  ReportForecast,
  ReportPrinter,
  ReportScreen,
  SetPaperChange,
  RequestHelp,
  ResumeService,
  StopService,
} from './commands.ts';
import type { Context, Decision } from './context.ts';
import { decideAcceptAdvice, decideDeclineAdvice } from './decisions/advice.ts';
import { decideAcknowledge, decideRequestHelp } from './decisions/alert.ts';
import { decideBook, decideCancelAppointment, decideCheckIn } from './decisions/appointment.ts';
import { decideCancelBreak, decidePlanBreak } from './decisions/break.ts';
import { decideCallNext, decideCallTicket, decideRecall } from './decisions/call.ts';
import { decideConfigure } from './decisions/configure.ts';
import { decideCounter, decideOpenCounter, decidePause, decideSetAutoCall } from './decisions/counter.ts';
import { decideCloseDay, decideOpenDay } from './decisions/day.ts';
import { decideCarryOutDue } from './decisions/due.ts';
import { decideHold, decideResume as decideResumeTicket, decideWake } from './decisions/hold.ts';
import { decideIssue } from './decisions/issue.ts';
import { decideIssueOffline, decideLeaseNumbers } from './decisions/lease.ts';
import { decideMoveTeller } from './decisions/move-teller.ts';
import { decideConfirmNotice, decidePostNotice, decideWithdrawNotice } from './decisions/notice.ts';
import { decidePrint, decidePrinter, decideReprint } from './decisions/print.ts';
import { decideRate } from './decisions/rate.ts';
import { decidePaperChange } from './decisions/paper-change.ts';
import { decideScreen } from './decisions/screen.ts';
import { decideReportForecast } from './decisions/forecast.ts';
import { decideRedirect } from './decisions/redirect.ts';
import { decideServeOnly } from './decisions/restriction.ts';
import { decideResumeService, decideStopService } from './decisions/service.ts';
import { decideFinish, decideNoShow, decideServeWithoutTicket, decideStart } from './decisions/serve.ts';
import { decideCheckDocuments, decideMerge, decideReclassify, decideTicket } from './decisions/ticket.ts';
import { decideTransfer } from './decisions/transfer.ts';
import { decideUndo } from './decisions/undo.ts';
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
    case 'lease-numbers':
      return decideLeaseNumbers(state, command, context);
    case 'issue-offline':
      return decideIssueOffline(state, command, context);
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
    case 'postpone-ticket':
      return decideTicket(state, { type: command.type, ticket: command.ticket }, context);
    case 'wake-ticket':
      return decideWake(state, command.ticket);
    case 'check-documents':
      return decideCheckDocuments(state, command.ticket);
    case 'hold-ticket':
      return decideHold(state, command, context);
    case 'resume-ticket':
      return decideResumeTicket(state, command, context);
    case 'transfer-ticket':
      return decideTransfer(state, command, context);
    case 'redirect-tickets':
      return decideRedirect(state, command, context);
    case 'reclassify-ticket':
      return decideReclassify(state, command);
    case 'merge-tickets':
      return decideMerge(state, command);
    case 'reprint-ticket':
      return decideReprint(state, command);
    case 'undo':
      return decideUndo(state, command, context);
    case 'rate-service':
      return decideRate(state, command, context);
    case 'serve-without-ticket':
      return decideServeWithoutTicket(state, command, context);
    case 'open-counter':
      return decideOpenCounter(state, command, context);
    case 'move-teller':
      return decideMoveTeller(state, command);
    case 'serve-only':
      return decideServeOnly(state, command, context);
    case 'set-auto-call':
      return decideSetAutoCall(state, command, context);
    case 'sign-in':
    case 'sign-out':
    case 'close-counter':
    case 'resume-counter':
      return decideCounter(state, { type: command.type, counter: command.counter }, context);
    case 'pause-counter':
      return decidePause(state, command, context);
    default:
      return decideForHall(state, command, context);
  }
}

type HallCommand =
  | StopService
  | ResumeService
  | PostNotice
  | NoticeCommand
  | PlanBreak
  | CancelBreak
  | BookAppointments
  | CancelAppointment
  | CheckIn
  | RequestHelp
  | AcknowledgeAlert
  | AcceptAdvice
  | DeclineAdvice
  | CarryOutDue
  | DayCommand
  | CloseDay
  | ConfigureHall
  | ReportPrint
  | ReportPrinter
  | SetPaperChange
  | ReportScreen
  | ReportForecast;

/** What concerns the hall as a whole, its services, its people and its printers. */
function decideForHall(state: HallState, command: HallCommand, context: Context): Decision {
  switch (command.type) {
    case 'stop-service':
      return decideStopService(state, command);
    case 'resume-service':
      return decideResumeService(state, command);
    case 'post-notice':
      return decidePostNotice(state, command, context);
    case 'withdraw-notice':
      return decideWithdrawNotice(state, command.notice);
    case 'confirm-notice':
      return decideConfirmNotice(state, command.notice, context);
    case 'plan-break':
      return decidePlanBreak(state, command, context);
    case 'cancel-break':
      return decideCancelBreak(state, command);
    case 'book-appointments':
      return decideBook(state, command, context);
    case 'cancel-appointment':
      return decideCancelAppointment(state, command);
    case 'check-in':
      return decideCheckIn(state, command, context);
    case 'request-help':
      return decideRequestHelp(state, command, context);
    case 'acknowledge-alert':
      return decideAcknowledge(state, command, context);
    case 'accept-advice':
      return decideAcceptAdvice(state, command, context);
    case 'decline-advice':
      return decideDeclineAdvice(state, command, context);
    case 'carry-out-due':
      return decideCarryOutDue(state, context);
    case 'open-day':
      return decideOpenDay(state, context);
    case 'close-day':
      return decideCloseDay(state, command, context);
    case 'configure-hall':
      return decideConfigure(state, command);
    case 'report-print':
      return decidePrint(state, command);
    case 'report-printer':
      return decidePrinter(state, command);
    case 'set-paper-change':
      return decidePaperChange(state, command);
    case 'report-screen':
      return decideScreen(state, command);
    case 'report-forecast':
      return decideReportForecast(state, command);
    default:
      return unreachable(command);
  }
}
