import type { AlertKind } from '../hall/alert.ts';
import type { HallConfiguration, Weekday } from '../hall/configuration.ts';
import type { Lint } from '../hall/lint/lint.ts';
import type { PostedTime } from '../hall/lint/posted-time.ts';
import { unreachable } from '../lib/unreachable.ts';
import { plural } from './catalogue.ts';
import type { Language } from './language.ts';
import { deskText } from './words.ts';

const WEEKDAY_NAMES: { readonly [Day in Weekday]: { readonly zh: string; readonly en: string } } = {
  mon: { zh: '周一', en: 'Mon' },
  tue: { zh: '周二', en: 'Tue' },
  wed: { zh: '周三', en: 'Wed' },
  thu: { zh: '周四', en: 'Thu' },
  fri: { zh: '周五', en: 'Fri' },
  sat: { zh: '周六', en: 'Sat' },
  sun: { zh: '周日', en: 'Sun' },
};

const ALERT_NAMES: { readonly [Kind in AlertKind]: { readonly zh: string; readonly en: string } } = {
  'people-waiting': { zh: '等候人数', en: 'people waiting' },
  'longest-wait': { zh: '最长等候', en: 'longest wait' },
  'class-waiting': { zh: '客户到店', en: 'class waiting' },
  'idle-counter': { zh: '台席空闲', en: 'idle counter' },
  'long-service': { zh: '办理时间长', en: 'long service' },
  'long-pause': { zh: '暂停时间长', en: 'long pause' },
  'queue-while-paused': { zh: '排队时台席暂停', en: 'queue while paused' },
  'counter-closed-early': { zh: '提前关台', en: 'counter closed early' },
  'device-fault': { zh: '设备故障', en: 'device fault' },
  'predicted-wait': { zh: '预计等候过长', en: 'expected wait' },
  help: { zh: '请求协助', en: 'help' },
  'pause-refused': { zh: '申请暂停', en: 'pause asked for' },
  'kiosk-doubled': { zh: '取号机号码重复', en: 'kiosk doubled' },
};

/** One sentence for whoever edits the configuration: what it means in the hall, by the names the hall uses. */
export function lintText(lint: Lint, configuration: HallConfiguration, language: Language): string {
  const name = new Names(configuration, language);
  const sentence = language === 'zh' ? zh(lint, name) : en(lint, name);
  return language === 'zh' ? `${sentence}。` : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function zh(lint: Lint, name: Names): string {
  switch (lint.kind) {
    case 'service-without-counter':
      return `${name.services(lint.services)}${name.time(lint.time)}没有台席办理：${BECAUSE[lint.because].zh}`;
    case 'short-day':
      return `${lint.service === null ? '营业厅' : name.service(lint.service)}${name.days(lint.weekdays)}每天只开放 ${hours(lint.minutes)} 小时，不足 10 小时`;
    case 'no-last-ticket':
      return '没有设置下班前停止取号的时间，最后取号的客户可能等到下班后';
    case 'next-step-closed':
      return `${name.service(lint.service)}办结后转到${name.service(lint.next)}，而${name.service(lint.next)}${name.time(lint.time)}不办理`;
    case 'class-unserved':
      return `没有台席为${name.classes(lint.classes)}办理${name.service(lint.service)}`;
    case 'only-reserved':
      return `${name.classes(lint.classes)}的${name.service(lint.service)}只能由其他类别的专席办理（${name.counters(lint.counters)}）`;
    case 'reserved-idle':
      return `没有${name.class(lint.class)}等候时，${name.counter(lint.counter)}一直空闲，因为它只办理${name.class(lint.class)}`;
    case 'reserved-in-name-only':
      return `${name.counter(lint.counter)}标明是${name.class(lint.class)}专席，但没有设置多久无人等候后才为其他客户办理，随时叫所有客户`;
    case 'minimum-unreachable':
      return `${name.service(lint.service)}要求至少开 ${lint.minimum} 个台席，但只有 ${lint.counters} 个台席能办理`;
    case 'class-never-first':
      return `按现在的叫号规则，${name.class(lint.class)}永远不会先于${name.class(lint.standard)}${lint.hasCounters ? '，只是另有专席' : ''}`;
    case 'class-may-starve':
      return `没有设置让行上限和最长等候，忙时${name.classes(lint.classes)}可能一直叫不到`;
    case 'cap-turns-priority-off':
      return '让行上限为 0，优先类别不起作用，一律按先后叫号';
    case 'alert-told-to-nobody':
      return `提醒“${name.alert(lint)}”没有通知任何人`;
    case 'alert-hidden':
      return `提醒“${name.alert(lint)}”设置了两次，后一个不起作用`;
    case 'promise-before-alert':
      return `${name.service(lint.service)}承诺等候 ${lint.promisedMinutes} 分钟，而等候 ${lint.alertMinutes} 分钟才提醒`;
    case 'printer-address-twice':
      return `打印机${name.printers(lint.printers)}是同一台（${lint.address}）`;
    default:
      return unreachable(lint);
  }
}

function en(lint: Lint, name: Names): string {
  switch (lint.kind) {
    case 'service-without-counter': {
      const verb = lint.services.length === 1 || name.isAll(lint.services) ? 'has' : 'have';
      return `${name.services(lint.services)} ${verb} no counter ${name.time(lint.time)}: ${BECAUSE[lint.because].en}`;
    }
    case 'short-day':
      return `${lint.service === null ? 'the hall' : name.service(lint.service)} is open for only ${hours(lint.minutes)} hours a day${name.days(lint.weekdays)}, fewer than 10`;
    case 'no-last-ticket':
      return 'no time is set for the last ticket before closing: whoever takes it may still be waiting after closing time';
    case 'next-step-closed':
      return `${name.service(lint.service)} sends customers on to ${name.service(lint.next)}, which is closed ${name.time(lint.time)}`;
    case 'class-unserved':
      return `no counter serves ${name.service(lint.service)} for ${name.classes(lint.classes)}`;
    case 'only-reserved':
      return `${name.service(lint.service)} for ${name.classes(lint.classes)} is served only at counters marked for others (${name.counters(lint.counters)})`;
    case 'reserved-idle':
      return `${name.counter(lint.counter)} stands idle while nobody of ${name.class(lint.class)} waits, because it serves nobody else`;
    case 'reserved-in-name-only':
      return `${name.counter(lint.counter)} is marked for ${name.class(lint.class)} but calls everybody at any time: nothing says how long it waits before it helps others`;
    case 'minimum-unreachable':
      return `${name.service(lint.service)} needs at least ${lint.minimum} open counters, but only ${plural(lint.counters, 'counter serves', 'counters serve')} it`;
    case 'class-never-first':
      return `${name.class(lint.class)} is never served before ${name.class(lint.standard)} under this rule${lint.hasCounters ? ', though it has counters of its own' : ''}`;
    case 'class-may-starve':
      return `without a cap or a maximum wait, ${name.classes(lint.classes)} may never be called while the hall is busy`;
    case 'cap-turns-priority-off':
      return 'a cap of 0 turns priority off: everybody is called in the order of arrival';
    case 'alert-told-to-nobody':
      return `the alert “${name.alert(lint)}” goes to nobody`;
    case 'alert-hidden':
      return `the alert “${name.alert(lint)}” is set twice, and the second is never used`;
    case 'promise-before-alert':
      return `${name.service(lint.service)} promises a wait of ${lint.promisedMinutes} minutes, but nobody is alerted before ${lint.alertMinutes}`;
    case 'printer-address-twice':
      return `printers ${name.printers(lint.printers)} are one and the same (${lint.address})`;
    default:
      return unreachable(lint);
  }
}

const BECAUSE: {
  readonly [Why in Extract<Lint, { kind: 'service-without-counter' }>['because']]: { readonly zh: string; readonly en: string };
} = {
  'hall-closed': { zh: '营业厅当时不营业', en: 'the hall is closed then' },
  'day-closed': { zh: '营业日当时未开启', en: 'the business day is closed then' },
  'no-minimum': { zh: '当时没有最少开台数', en: 'no minimum of open counters is set then' },
};

function hours(minutes: number): string {
  return String(Math.round(minutes / 6) / 10);
}

/** What things are called in the configuration that is looked at; ids where it does not say. */
class Names {
  readonly #configuration: HallConfiguration;
  readonly #language: Language;

  constructor(configuration: HallConfiguration, language: Language) {
    this.#configuration = configuration;
    this.#language = language;
  }

  service(id: string): string {
    const name = this.#configuration.services.find((each) => each.id === id)?.name[this.#language] ?? id;
    return this.#language === 'zh' ? `业务“${name}”` : `service ${name}`;
  }

  isAll(ids: readonly string[]): boolean {
    return ids.length > 1 && ids.length === this.#configuration.services.length;
  }

  services(ids: readonly string[]): string {
    if (this.isAll(ids)) return this.#language === 'zh' ? '全部业务 ' : 'every service';
    return this.#list(ids.map((id) => this.service(id)));
  }

  class(id: string): string {
    const name = this.#configuration.classes.find((each) => each.id === id)?.name[this.#language] ?? id;
    return this.#language === 'zh' ? `“${name}”客户` : `class ${name}`;
  }

  classes(ids: readonly string[]): string {
    return this.#list(ids.map((id) => this.class(id)));
  }

  counter(id: number): string {
    return deskText(id, this.#language, this.#configuration);
  }

  counters(ids: readonly number[]): string {
    return this.#list(ids.map((id) => this.counter(id)));
  }

  printers(ids: readonly string[]): string {
    return this.#list(ids.map((id) => this.#configuration.printers.find((each) => each.id === id)?.name[this.#language] ?? id));
  }

  alert({ alert, service, class: classId }: Extract<Lint, { kind: 'alert-hidden' | 'alert-told-to-nobody' }>): string {
    const parts = [service === null ? [] : this.service(service), classId === null ? [] : this.class(classId)].flat();
    const name = ALERT_NAMES[alert][this.#language];
    if (parts.length === 0) return name;
    return this.#language === 'zh' ? `${name}（${this.#list(parts)}）` : `${name} (${this.#list(parts)})`;
  }

  /** `17:00 后`, `周六 12:00 后` · `after 17:00`, `from 11:00 to 13:00 (Sat)`. */
  time({ weekdays, from, to, edge }: PostedTime): string {
    const when = {
      zh: { before: `${to} 前`, after: `${from} 后`, between: `${from} 至 ${to}`, all: '全天' }[edge],
      en: { before: `before ${to}`, after: `after ${from}`, between: `from ${from} to ${to}`, all: 'all day' }[edge],
    }[this.#language];
    const days = this.days(weekdays);
    if (this.#language === 'en') return `${when}${days}`;
    return days === '' ? `${when}` : `${days} ${when}`;
  }

  days(weekdays: PostedTime['weekdays']): string {
    if (weekdays === null) return '';
    const names = weekdays.map((weekday) => WEEKDAY_NAMES[weekday][this.#language]);
    return this.#language === 'zh' ? names.join('、') : ` (${names.join(', ')})`;
  }

  #list(parts: readonly string[]): string {
    return parts.join(this.#language === 'zh' ? '、' : ', ');
  }
}
