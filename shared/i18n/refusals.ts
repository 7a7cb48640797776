import type { HallConfiguration } from '../hall/configuration.ts';
import type { Refusal } from '../hall/refusals.ts';
import type { ProtocolError, WireRefusal } from '../protocol/errors.ts';
import { unreachable } from '../lib/unreachable.ts';
import { floorRefusalText, isFloorRefusal, type FloorRefusal } from './floor-refusals.ts';
import type { Language } from './language.ts';
import { protocolErrorText } from './protocol-errors.ts';
import { deskText } from './words.ts';

/** The parts of a sentence that come from the hall: names where the configuration knows them, ids where it does not. */
interface Naming {
  readonly language: Language;
  readonly configuration: HallConfiguration | null;
}

/** What was wanted of a ticket and is no longer possible, from where the ticket is now. */
type TicketRefusal = Exclude<Extract<Refusal, { readonly status: string }>, FloorRefusal>;

/** What a counter is not in a state for, or not for this teller. */
type DeskRefusal = Exclude<Extract<Refusal, { readonly counter: number }>, { readonly kind: 'unknown-counter' } | FloorRefusal>;

/**
 * One sentence for the person who was told no. `configuration` gives names to services and classes. Exhaustive: a new
 * refusal without a sentence does not compile.
 */
export function refusalText(refusal: WireRefusal, language: Language, configuration: HallConfiguration | null = null): string {
  return isProtocolError(refusal) ? protocolErrorText(refusal, language) : hallRefusalText(refusal, { language, configuration });
}

/** `下一位是 A013。`: told after a refusal by a desk that knows who is next. */
export function nextIsText(number: string, language: Language): string {
  return language === 'zh' ? `下一位是 ${number}。` : `Next is ${number}.`;
}

const PROTOCOL_KINDS: Readonly<Record<ProtocolError['kind'], true>> = {
  malformed: true,
  'unknown-command': true,
  'message-too-large': true,
  'too-many-commands': true,
  unauthenticated: true,
  'wrong-password': true,
  'unknown-hall': true,
  'protocol-unsupported': true,
  'origin-refused': true,
  'command-expired': true,
  'command-id-reused': true,
  'hall-read-only': true,
  'clock-unconfirmed': true,
  'hub-busy': true,
  'hub-leaving': true,
  internal: true,
};

function isProtocolError(refusal: WireRefusal): refusal is ProtocolError {
  return Object.hasOwn(PROTOCOL_KINDS, refusal.kind);
}

function hallRefusalText(refusal: Refusal, naming: Naming): string {
  const zh = naming.language === 'zh';
  if (isFloorRefusal(refusal)) return floorRefusalText(refusal, naming.language, naming.configuration);
  switch (refusal.kind) {
    case 'not-allowed':
      return zh ? '您没有此项操作的权限，请联系值班经理。' : 'You may not do this here. Please ask the duty manager.';
    case 'day-not-open':
      return zh ? '今日营业尚未开始。' : 'The business day is not open.';
    case 'day-already-open':
      return zh ? `营业日 ${refusal.day} 已开启。` : `The business day ${refusal.day} is already open.`;
    case 'day-in-the-past':
      return zh
        ? `系统日期早于上一营业日 ${refusal.day}，请检查时钟。`
        : `The clock shows a date before the last business day (${refusal.day}). Check the clock.`;
    case 'unknown-service':
      return zh ? `本厅没有业务 ${refusal.service}。` : `This hall has no service ${refusal.service}.`;
    case 'unknown-class':
      return zh ? `本厅没有客户类别 ${refusal.class}。` : `This hall has no customer class ${refusal.class}.`;
    case 'unknown-counter':
      return zh ? `本厅没有 ${refusal.counter} 号台席。` : `This hall has no counter ${refusal.counter}.`;
    case 'unknown-ticket':
      return zh ? '没有找到这张号票。' : 'This ticket was not found.';
    case 'unknown-printer':
      if (refusal.printer === '') return zh ? '本厅没有打印机。' : 'This hall has no printer.';
      return zh ? `没有打印机 ${refusal.printer}。` : `There is no printer ${refusal.printer}.`;
    case 'service-closed':
      return zh
        ? `${serviceName(refusal.service, naming)}现在不在办理时间内。`
        : `${serviceName(refusal.service, naming)} is outside its hours now.`;
    case 'service-full':
      return zh
        ? `${serviceName(refusal.service, naming)}今日 ${refusal.ticketsPerDayMax} 个号已取完。`
        : `All ${refusal.ticketsPerDayMax} tickets for ${serviceName(refusal.service, naming)} are taken today.`;
    case 'hall-full':
      return zh ? '本厅今日号票已满。' : 'This hall can take no more tickets today.';
    case 'numbers-exhausted':
      return zh ? `号段 ${refusal.series} 的号码已用完。` : `The numbers of series ${refusal.series} are used up.`;
    case 'ticket-not-waiting':
    case 'ticket-not-called':
    case 'ticket-not-no-show':
    case 'returns-used-up':
    case 'print-not-pending':
    case 'print-pending':
      return ticketRefusalText(refusal, naming);
    case 'configuration-invalid':
      return zh
        ? `配置有 ${refusal.problems.length} 处错误，未作更改。`
        : `The configuration has ${refusal.problems.length} faults; nothing was changed.`;
    case 'configuration-in-use':
      return zh
        ? `正在使用、不能删除：${refusal.inUse.map((each) => inUseText(each, naming)).join('、')}。`
        : `In use now and cannot be taken out: ${refusal.inUse.map((each) => inUseText(each, naming)).join(', ')}.`;
    case 'configuration-changed':
      return zh
        ? `配置已被他人更改（现为第 ${refusal.now} 版），请重新打开后再改。`
        : `Somebody else changed the configuration (now version ${refusal.now}). Open it again first.`;
    default:
      return deskRefusalText(refusal, naming);
  }
}

function deskRefusalText(refusal: DeskRefusal, naming: Naming): string {
  const zh = naming.language === 'zh';
  const desk = deskText(refusal.counter, naming.language, naming.configuration);
  switch (refusal.kind) {
    case 'nobody-waiting':
      return zh ? `${desk}现在没有等候的客户。` : `Nobody is waiting for ${desk}.`;
    case 'nobody-at-hand':
      return zh ? `${desk}没有正在办理的客户。` : `There is no customer at ${desk}.`;
    case 'ticket-at-hand':
      return zh
        ? `${desk}正在办理 ${refusal.number ?? '无号客户'}，请先办结。`
        : `Finish ${refusal.number ?? 'the customer without a ticket'} at ${desk} first.`;
    case 'counter-moved-on':
      return movedOnText(refusal, naming);
    case 'counter-closed':
      return zh ? `${desk}未开台。` : `${sentence(desk)} is closed.`;
    case 'counter-paused':
      return zh ? `${desk}已暂停服务，请先恢复。` : `${sentence(desk)} is paused. Resume it first.`;
    case 'counter-not-paused':
      return zh ? `${desk}没有暂停。` : `${sentence(desk)} is not paused.`;
    case 'counter-already-open':
      return zh ? `${desk}已经开台。` : `${sentence(desk)} is already open.`;
    case 'counter-already-closed':
      return zh ? `${desk}已经关台。` : `${sentence(desk)} is already closed.`;
    case 'counter-already-paused':
      return zh ? `${desk}已经暂停。` : `${sentence(desk)} is already paused.`;
    case 'not-signed-in':
      return notSignedInText(refusal, naming);
    case 'counter-taken':
      return zh ? `${desk}已由工号 ${refusal.teller} 登录。` : `Staff ${refusal.teller} is signed in at ${desk}.`;
    case 'already-signed-in':
      return zh
        ? `工号 ${refusal.teller} 已在${desk}登录，请先退出。`
        : `Staff ${refusal.teller} is signed in at ${desk}. Sign out there first.`;
    default:
      return unreachable(refusal);
  }
}

function ticketRefusalText(refusal: TicketRefusal, { language, configuration }: Naming): string {
  const number = refusal.number ?? (language === 'zh' ? '该客户' : 'This customer');
  if (refusal.kind === 'returns-used-up') {
    return language === 'zh'
      ? `${number} 已顺延 ${refusal.timesMax} 次，不能再顺延，请重新取号。`
      : `${number} was returned ${refusal.timesMax} times already. A new ticket is needed.`;
  }
  if (refusal.kind === 'print-not-pending') {
    return language === 'zh' ? `${number} 没有待打印的号票。` : `No paper is waiting to be printed for ${number}.`;
  }
  if (refusal.kind === 'print-pending') {
    return language === 'zh' ? `${number} 正在打印，请稍候。` : `${number} is being printed. Please wait a moment.`;
  }
  const at = refusal.counter === undefined ? null : deskText(refusal.counter, language, configuration);
  switch (refusal.status) {
    case 'waiting':
      return language === 'zh' ? `${number} 正在等候，尚未叫号。` : `${number} is waiting and has not been called.`;
    case 'called':
      if (language === 'zh') return `${number} 刚刚已由${at === null ? '其他台席' : ` ${at}`}叫号。`;
      return `${number} has just been called to ${at ?? 'another counter'}.`;
    case 'serving':
      return language === 'zh'
        ? `${number} 正在${at ?? '其他台席'}办理。`
        : `${number} is being served at ${at ?? 'another counter'}.`;
    case 'held':
      return language === 'zh' ? `${number} 已挂起。` : `${number} is on hold.`;
    case 'no-show':
      return language === 'zh' ? `${number} 已过号。` : `${number} did not come when called.`;
    case 'ended':
      return language === 'zh' ? `${number} 已结束。` : `${number} has ended.`;
    default:
      return unreachable(refusal.status);
  }
}

function movedOnText(refusal: Extract<Refusal, { kind: 'counter-moved-on' }>, { language, configuration }: Naming): string {
  const desk = deskText(refusal.counter, language, configuration);
  if (refusal.atHand === null) {
    return language === 'zh' ? `${desk}上一位客户已办结。` : `The customer at ${desk} was finished already.`;
  }
  if (refusal.number === null) {
    return language === 'zh' ? `${desk}已在办理无号客户。` : `${sentence(desk)} already has a customer without a ticket.`;
  }
  return language === 'zh' ? `${desk}刚刚已叫 ${refusal.number}。` : `${sentence(desk)} has just called ${refusal.number}.`;
}

function notSignedInText(refusal: Extract<Refusal, { kind: 'not-signed-in' }>, { language, configuration }: Naming): string {
  const desk = deskText(refusal.counter, language, configuration);
  if (refusal.teller === null) {
    return language === 'zh' ? `${desk}没有人登录。` : `Nobody is signed in at ${desk}.`;
  }
  return language === 'zh'
    ? `${desk}由工号 ${refusal.teller} 登录，您不能在此操作。`
    : `Staff ${refusal.teller} is signed in at ${desk}, not you.`;
}

/** `service A`, `class vip`, `counter 3`, by the names that people know. */
function inUseText(inUse: string, naming: Naming): string {
  const { configuration, language } = naming;
  const [kind, id = ''] = inUse.split(' ');
  if (kind === 'service') return serviceName(id, naming);
  if (kind === 'class') return configuration?.classes.find((each) => each.id === id)?.name[language] ?? id;
  return kind === 'counter' ? deskText(Number(id), language, configuration) : inUse;
}

function serviceName(id: string, { language, configuration }: Naming): string {
  return configuration?.services.find((each) => each.id === id)?.name[language] ?? id;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
