import type { TimeRange } from '../hall/configuration.ts';
import { catalogue, plural } from './catalogue.ts';
import type { Language } from './language.ts';

/** The kiosk's texts. */
export const kioskTexts = catalogue({
  zh: {
    choose: '请选择要办理的业务',
    waiting: (count: number) => `等候 ${count} 人`,
    offers: {
      open: '',
      'day-not-open': '现在不营业',
      stopped: '暂停办理',
      'outside-hours': '现在不在办理时间',
      full: '今日号已取完',
    },
    hoursToday: (ranges: string) => `今日办理 ${ranges}`,
    closedToday: '今日不办理',
    lastTicketGiven: '今日取号已截止',
    priority: '优先服务',
    priorityWho: '老、弱、病、残、孕及抱婴者',
    priorityChosen: '已选择优先服务，请选择业务',
    documentsTitle: '请确认已带好以下证件和资料',
    take: '取号',
    back: '返回',
    asking: '正在取号，请稍候…',
    askingSlow: '正在确认，请稍候，取到号后会显示在这里。如急需办理，请到咨询台取号。',
    yourNumber: '您的号码',
    ahead: (count: number) => (count === 0 ? '您前面没有人等候' : `您前面有 ${count} 人等候`),
    seat: '请到休息区等候，留意显示屏和语音通知。',
    calledNow: (place: string) => `请到 ${place}`,
    prints: {
      unprinted: '本机不打印号票，请记住您的号码',
      requested: '正在打印号票…',
      printed: '请取走号票',
      failed: '号票没有打印出来，请记住您的号码',
    },
    done: '完成',
    refusedTitle: '没有取到号',
    rule: '叫号规则',
    bigType: '大字版',
    morePages: (page: number, pages: number) => `更多业务（${page}/${pages}）`,
    noPaper: '本机现在不能打印号票，取号后请记住屏幕上的号码。',
    outOfService: '本机暂停使用，请到咨询台取号，敬请谅解。',
    connecting: '正在连接，请稍候…',
  },
  en: {
    choose: 'Please choose a service',
    waiting: (count: number) => `${count} waiting`,
    offers: {
      open: '',
      'day-not-open': 'Not open now',
      stopped: 'Suspended for now',
      'outside-hours': 'Outside opening hours',
      full: 'All tickets are taken today',
    },
    hoursToday: (ranges: string) => `Today ${ranges}`,
    closedToday: 'Closed today',
    lastTicketGiven: 'No more tickets today',
    priority: 'Priority assistance',
    priorityWho: 'Elderly, ill, disabled, pregnant or with an infant',
    priorityChosen: 'Priority assistance chosen. Now choose a service',
    documentsTitle: 'Please make sure that you have these with you',
    take: 'Take a ticket',
    back: 'Back',
    asking: 'Getting your number…',
    askingSlow:
      'Confirming, please wait: your number is shown here as soon as it is certain. You can also get one at the information desk.',
    yourNumber: 'Your number',
    ahead: (count: number) =>
      count === 0 ? 'Nobody is waiting ahead of you' : `${plural(count, 'person', 'people')} ahead of you`,
    seat: 'Please take a seat; watch the screen and listen for your number.',
    calledNow: (place: string) => `Please go to ${place}`,
    prints: {
      unprinted: 'This machine prints no tickets. Please remember your number',
      requested: 'Printing your ticket…',
      printed: 'Please take your ticket',
      failed: 'Your ticket could not be printed. Please remember your number',
    },
    done: 'Done',
    refusedTitle: 'No ticket was issued',
    rule: 'How numbers are called',
    bigType: 'Large type',
    morePages: (page: number, pages: number) => `More services (${page}/${pages})`,
    noPaper: 'This machine cannot print now. Please remember the number that the screen shows you.',
    outOfService: 'This machine is out of service. Please get your ticket at the information desk. We apologise.',
    connecting: 'Connecting, please wait…',
  },
});

/** Today's hours of a service at the hall: `今日办理 08:30–12:00、13:30–17:30`. */
export function hoursTodayText(ranges: readonly TimeRange[], language: Language): string {
  const texts = kioskTexts(language);
  if (ranges.length === 0) return texts.closedToday;
  return texts.hoursToday(ranges.map((range) => `${range.from}–${range.to}`).join(language === 'zh' ? '、' : ', '));
}
