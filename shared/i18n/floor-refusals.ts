import type { HallConfiguration } from '../hall/configuration.ts';
import type { Refusal, RefusalKind } from '../hall/refusals.ts';
import { unreachable } from '../lib/unreachable.ts';
import { adviceRefusal } from './advice-refusals.ts';
import { FEEDBACK_REFUSALS, feedbackRefusal } from './feedback-refusals.ts';
import { leaseRefusal } from './lease-refusals.ts';
import type { Language } from './language.ts';
import { timeText } from './time.ts';
import { deskText } from './words.ts';

/** What is refused about plans, holds, moves, notices and appointments: everything on the floor besides one ticket at one desk. */
const FLOOR_KINDS = [
  'ticket-not-held',
  'held-elsewhere',
  'recalls-used-up',
  'recall-too-soon',
  'nowhere-to-go',
  'teller-not-signed-in',
  'unknown-teller',
  'nothing-to-undo',
  'undo-too-late',
  'undo-overtaken',
  'nobody-matches',
  'redirect-too-large',
  'same-ticket',
  'service-stopped',
  'service-already-stopped',
  'service-not-stopped',
  'below-minimum',
  'unknown-notice',
  'unknown-alert',
  'alert-over',
  'advice-answered',
  'advice-expired',
  'unknown-break',
  'break-over',
  'bad-time',
  'list-full',
  'unknown-appointment',
  'appointment-exists',
  'appointment-over',
  'appointment-too-early',
  'appointment-too-late',
  'people-waiting',
  'unknown-series',
  'unknown-lease',
  'lent-to-another',
  'number-not-lent',
  'lease-frozen',
  'lending-not-offered',
  'postponing-not-offered',
  'postpones-used-up',
  'nobody-behind',
  ...FEEDBACK_REFUSALS,
] as const satisfies readonly RefusalKind[];

export type FloorRefusal = Extract<Refusal, { readonly kind: (typeof FLOOR_KINDS)[number] }>;

export function isFloorRefusal(refusal: Refusal): refusal is FloorRefusal {
  return FLOOR_KINDS.some((kind) => kind === refusal.kind);
}

/** One sentence, in the words of the person who was told no. */
export function floorRefusalText(refusal: FloorRefusal, language: Language, configuration: HallConfiguration | null): string {
  const text = inBoth(refusal, configuration);
  return text[language];
}

interface Both {
  readonly zh: string;
  readonly en: string;
}

function inBoth(refusal: FloorRefusal, configuration: HallConfiguration | null): Both {
  switch (refusal.kind) {
    case 'ticket-not-held':
    case 'held-elsewhere':
    case 'recalls-used-up':
    case 'recall-too-soon':
    case 'same-ticket':
      return ofTicket(refusal, configuration);
    case 'postponing-not-offered':
    case 'postpones-used-up':
    case 'nobody-behind':
      return ofPostponing(refusal);
    case 'feedback-not-offered':
    case 'service-not-finished':
    case 'already-rated':
    case 'feedback-too-late':
      return feedbackRefusal(refusal);
    case 'nothing-to-undo':
    case 'undo-too-late':
    case 'undo-overtaken':
      return ofUndo(refusal);
    case 'service-stopped':
    case 'service-already-stopped':
    case 'service-not-stopped':
    case 'nobody-matches':
    case 'below-minimum':
      return ofService(refusal, configuration);
    case 'advice-answered':
    case 'advice-expired':
      return adviceRefusal(refusal);
    case 'unknown-series':
    case 'unknown-lease':
    case 'lent-to-another':
    case 'number-not-lent':
    case 'lease-frozen':
    case 'lending-not-offered':
      return leaseRefusal(refusal);
    case 'unknown-appointment':
    case 'appointment-exists':
    case 'appointment-over':
    case 'appointment-too-early':
    case 'appointment-too-late':
      return ofAppointment(refusal, configuration);
    default:
      return ofPlan(refusal);
  }
}

/** Told to customers, too. */
function ofPostponing(refusal: Of<'postponing-not-offered' | 'postpones-used-up' | 'nobody-behind'>): Both {
  switch (refusal.kind) {
    case 'postponing-not-offered':
      return { zh: '本厅不提供推后。', en: 'Tickets are not put back in this hall.' };
    case 'postpones-used-up':
      return {
        zh: `${refusal.number ?? '该客户'} 已推后 ${refusal.timesMax} 次，不能再推后。`,
        en: `${refusal.number ?? 'This ticket'} was put back ${times(refusal.timesMax)} already, which is all there is.`,
      };
    case 'nobody-behind':
      return {
        zh: `${refusal.number ?? '该客户'} 后面没有人等候，推后没有作用。`,
        en: `Nobody waits behind ${refusal.number ?? 'this ticket'}: putting it back would change nothing.`,
      };
    default:
      return unreachable(refusal);
  }
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

type Of<Kind extends FloorRefusal['kind']> = Extract<FloorRefusal, { readonly kind: Kind }>;

function ofTicket(
  refusal: Of<'ticket-not-held' | 'held-elsewhere' | 'recalls-used-up' | 'recall-too-soon' | 'same-ticket'>,
  configuration: HallConfiguration | null,
): Both {
  const zh = refusal.number ?? '该客户';
  const en = refusal.number ?? 'This customer';
  switch (refusal.kind) {
    case 'ticket-not-held':
      return { zh: `${zh} 没有挂起。`, en: `${en} is not on hold.` };
    case 'held-elsewhere': {
      const counter = refusal.counter ?? null;
      if (counter === null) return { zh: `${zh} 须回原台席继续办理。`, en: `${en} goes on at the counter that put it on hold.` };
      return {
        zh: `${zh} 须回${deskText(counter, 'zh', configuration)}继续办理。`,
        en: `${en} goes on at ${deskText(counter, 'en', configuration)} only.`,
      };
    }
    case 'recalls-used-up':
      return {
        zh: `${zh} 已重呼 ${refusal.timesMax} 次，请办理或标记过号。`,
        en: `${en} was recalled ${refusal.timesMax} times. Serve the customer or mark a no-show.`,
      };
    case 'recall-too-soon':
      return {
        zh: `刚刚叫过 ${zh}，请 ${refusal.secondsLeft} 秒后再重呼。`,
        en: `${en} was called a moment ago. Recall again in ${refusal.secondsLeft} s.`,
      };
    case 'same-ticket':
      return { zh: `不能将 ${zh} 与自身合并。`, en: `${en} cannot be merged with itself.` };
    default:
      return unreachable(refusal);
  }
}

function ofUndo(refusal: Of<'nothing-to-undo' | 'undo-too-late' | 'undo-overtaken'>): Both {
  switch (refusal.kind) {
    case 'nothing-to-undo':
      return { zh: '没有可以撤销的操作。', en: 'There is nothing to undo.' };
    case 'undo-too-late':
      return {
        zh: `已超过 ${refusal.seconds} 秒，不能撤销。`,
        en: `It is more than ${refusal.seconds} s ago and cannot be undone.`,
      };
    case 'undo-overtaken':
      return {
        zh: `${refusal.number === null ? '之后' : `${refusal.number} 之后`}已有其他操作，不能撤销。`,
        en: `Something has happened${refusal.number === null ? '' : ` with ${refusal.number}`} since. It cannot be undone.`,
      };
    default:
      return unreachable(refusal);
  }
}

function ofService(
  refusal: Of<'service-stopped' | 'service-already-stopped' | 'service-not-stopped' | 'nobody-matches' | 'below-minimum'>,
  configuration: HallConfiguration | null,
): Both {
  const found = configuration?.services.find((each) => each.id === refusal.service)?.name;
  const name = { zh: found?.zh ?? refusal.service, en: found?.en ?? refusal.service };
  switch (refusal.kind) {
    case 'service-stopped': {
      const said = configuration?.stopReasons?.find((each) => each.id === refusal.reason)?.text;
      return {
        zh: `${name.zh}暂停办理：${said?.zh ?? refusal.reason}。`,
        en: `${capital(name.en)} is stopped for now: ${said?.en ?? refusal.reason}.`,
      };
    }
    case 'service-already-stopped':
      return { zh: `${name.zh}已经暂停办理。`, en: `${capital(name.en)} is stopped already.` };
    case 'service-not-stopped':
      return { zh: `${name.zh}没有暂停。`, en: `${capital(name.en)} is not stopped.` };
    case 'nobody-matches':
      return { zh: `没有可以转到${name.zh}的客户。`, en: `Nobody is waiting who could be moved to ${name.en}.` };
    case 'below-minimum':
      return {
        zh: `${name.zh}至少要开 ${refusal.minimum} 个台席，现开 ${refusal.open} 个，请值班经理决定。`,
        en: `${capital(name.en)} needs ${refusal.minimum} open counters and has ${refusal.open}. Ask the duty manager.`,
      };
    default:
      return unreachable(refusal);
  }
}

function ofAppointment(
  refusal: Of<
    'unknown-appointment' | 'appointment-exists' | 'appointment-over' | 'appointment-too-early' | 'appointment-too-late'
  >,
  configuration: HallConfiguration | null,
): Both {
  const { code } = refusal;
  const clock = (at: number, language: Language): string => timeText(at, configuration?.timeZone, language);
  switch (refusal.kind) {
    case 'unknown-appointment':
      return { zh: `没有找到预约 ${code}。`, en: `No appointment ${code} was found.` };
    case 'appointment-exists':
      return { zh: `预约 ${code} 已存在。`, en: `Appointment ${code} exists already.` };
    case 'appointment-over':
      return refusal.status === 'cancelled'
        ? { zh: `预约 ${code} 已取消。`, en: `Appointment ${code} was cancelled.` }
        : { zh: `预约 ${code} 已签到。`, en: `Appointment ${code} is checked in already.` };
    case 'appointment-too-early':
      return {
        zh: `预约 ${code} 从 ${clock(refusal.from, 'zh')} 起可以签到。`,
        en: `Check-in for ${code} starts at ${clock(refusal.from, 'en')}.`,
      };
    case 'appointment-too-late':
      return {
        zh: `预约 ${code} 的签到时间到 ${clock(refusal.until, 'zh')} 为止，请重新取号。`,
        en: `Check-in for ${code} ended at ${clock(refusal.until, 'en')}. Please take a ticket.`,
      };
    default:
      return unreachable(refusal);
  }
}

const LISTS = {
  notices: { zh: '通知', en: 'notices' },
  breaks: { zh: '计划休息', en: 'planned breaks' },
  appointments: { zh: '预约', en: 'appointments' },
  alerts: { zh: '提醒', en: 'alerts' },
  leases: { zh: '预留号码', en: 'blocks of lent numbers' },
} as const;

function ofPlan(
  refusal: Of<
    | 'nowhere-to-go'
    | 'teller-not-signed-in'
    | 'unknown-teller'
    | 'redirect-too-large'
    | 'unknown-notice'
    | 'unknown-alert'
    | 'alert-over'
    | 'unknown-break'
    | 'break-over'
    | 'bad-time'
    | 'list-full'
    | 'people-waiting'
  >,
): Both {
  switch (refusal.kind) {
    case 'nowhere-to-go':
      return { zh: '请选择另一项业务、台席或人员。', en: 'Choose another service, counter or person.' };
    case 'teller-not-signed-in':
      return { zh: `工号 ${refusal.teller} 没有登录台席。`, en: `Staff ${refusal.teller} is not signed in at a counter.` };
    case 'unknown-teller':
      return { zh: `本厅没有工号 ${refusal.teller} 的营业员。`, en: `This hall has no teller with number ${refusal.teller}.` };
    case 'redirect-too-large':
      return { zh: `一次最多转 ${refusal.ticketsMax} 人。`, en: `At most ${refusal.ticketsMax} tickets can be moved at once.` };
    case 'unknown-notice':
      return { zh: '这条通知已撤下。', en: 'This notice is gone.' };
    case 'unknown-alert':
      return { zh: '没有找到这条提醒。', en: 'This alert was not found.' };
    case 'alert-over':
      return refusal.by === null
        ? { zh: '这条提醒已解除。', en: 'This alert is over.' }
        : { zh: `工号 ${refusal.by} 已处理这条提醒。`, en: `Staff ${refusal.by} has dealt with this alert.` };
    case 'unknown-break':
      return { zh: '没有找到这次计划休息。', en: 'This break was not found.' };
    case 'break-over':
      return { zh: '这次计划休息已经开始。', en: 'This break has begun already.' };
    case 'bad-time':
      return { zh: '时间已过或太远，请重新选择。', en: 'This time is past or too far away. Choose another.' };
    case 'list-full':
      return {
        zh: `${LISTS[refusal.list].zh}已满（${refusal.max}）。`,
        en: `There are ${refusal.max} ${LISTS[refusal.list].en} already.`,
      };
    case 'people-waiting':
      return {
        zh: `还有 ${refusal.waiting} 位客户未办完，营业日没有结束。`,
        en: `There are still ${refusal.waiting} customers, so the day was not closed.`,
      };
    default:
      return unreachable(refusal);
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
