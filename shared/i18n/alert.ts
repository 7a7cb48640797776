import type { Alert, AlertSubject } from '../hall/alert.ts';
import type { HallConfiguration } from '../hall/configuration.ts';
import { unreachable } from '../lib/unreachable.ts';
import { plural } from './catalogue.ts';
import type { Language } from './language.ts';
import { screenTexts } from './screens.ts';
import { timeText } from './time.ts';
import { deskText, reservedText, words } from './words.ts';

interface Naming {
  readonly configuration: HallConfiguration;
  readonly language: Language;
}

/**
 * One sentence for whoever is told: what, where, how much, and since when on the hall's clock. What was measured is what
 * it was when the alert was raised; how long ago that is, a screen shows beside it.
 */
export function alertText(alert: Alert, configuration: HallConfiguration, language: Language): string {
  const since = timeText(alert.raisedAt, configuration.timeZone, language);
  const what = whatText(alert, { configuration, language });
  return language === 'zh' ? `${what}（${since} 起）。` : `${what.charAt(0).toUpperCase()}${what.slice(1)} (since ${since}).`;
}

function whatText(alert: Alert, naming: Naming): string {
  const { kind, subject, measured = 0 } = alert;
  const zh = naming.language === 'zh';
  const minutes = zh ? `${measured} 分钟` : plural(measured, 'minute', 'minutes');
  const service = serviceName(subject, naming);
  const place = counterName(subject, naming);
  switch (kind) {
    case 'people-waiting':
      return zh ? `${service}有 ${measured} 人等候` : `${plural(measured, 'person waits', 'people wait')} for ${service}`;
    case 'longest-wait':
      return zh ? `${service}有客户已等候 ${minutes}` : `a customer has waited ${minutes} for ${service}`;
    case 'queue-while-paused':
      return zh
        ? `${service}有 ${measured} 人等候，而办理此业务的台席暂停服务`
        : `${plural(measured, 'person waits', 'people wait')} for ${service} while a counter that serves it is paused`;
    case 'class-waiting':
      return classWaitingText(alert, naming);
    case 'idle-counter':
      return zh ? `${place}已空闲 ${minutes}` : `${place} has been free for ${minutes}`;
    case 'long-service':
      return longServiceText(alert, naming);
    case 'long-pause':
      return zh ? `${place}已暂停 ${minutes}` : `${place} has been paused for ${minutes}`;
    case 'counter-closed-early':
      return zh ? `${place}比公示的营业时间提前 ${minutes}关台` : `${place} closed ${minutes} before the end of the posted hours`;
    case 'predicted-wait':
      return predictedText(alert, naming);
    case 'device-fault':
      return deviceText(subject, naming);
    case 'kiosk-doubled':
      return doubledText(subject, naming);
    case 'help':
    case 'pause-refused':
      return askedText(alert, naming);
    default:
      return unreachable(kind);
  }
}

/** Nine in ten wait less: said as the one in ten who does not. */
function predictedText({ subject, measured = 0 }: Alert, naming: Naming): string {
  const service = serviceName(subject, naming);
  const inMinutes = subject.inMinutes ?? 0;
  if (naming.language === 'zh') return `预计 ${inMinutes} 分钟后，${service}每十位客户将有一位等候 ${measured} 分钟以上`;
  const ahead = plural(inMinutes, 'minute', 'minutes');
  return `in ${ahead}, one customer in ten for ${service} is expected to wait ${plural(measured, 'minute', 'minutes')} or more`;
}

function classWaitingText({ subject, attend }: Alert, naming: Naming): string {
  const { configuration, language } = naming;
  const setup = subject.class === undefined ? undefined : configuration.classes.find(({ id }) => id === subject.class);
  const group = setup?.name[language] ?? subject.class ?? '';
  const counter = setup === undefined ? '' : reservedText(setup, language);
  const number = subject.number ?? '';
  const service = serviceName(subject, naming);
  if (language === 'zh')
    return `${attend ? '请前往接待：' : ''}${/\w$/.test(group) ? `${group} ` : group}客户 ${number}（${service}）在等候，${counter}均不空闲`;
  return `${attend ? 'please attend: ' : ''}${group} customer ${number} waits for ${service}, and no ${counter} is free`;
}

function longServiceText({ subject, measured = 0 }: Alert, naming: Naming): string {
  const place = counterName(subject, naming);
  if (naming.language === 'zh') return `${place}办理 ${subject.number ?? '无号客户'} 已 ${measured} 分钟`;
  const who = subject.number ?? 'a customer without a number';
  return `${place} has been serving ${who} for ${plural(measured, 'minute', 'minutes')}`;
}

function deviceText(subject: AlertSubject, { configuration, language }: Naming): string {
  const { about, number, printer, screen } = subject;
  if (screen !== undefined) return screenText(subject, language);
  const name = configuration.printers.find(({ id }) => id === printer)?.name[language] ?? printer ?? '';
  if (about === undefined) {
    return language === 'zh' ? `${name}：${number ?? ''} 未打印` : `${name}: ${number ?? ''} was not printed`;
  }
  const conditions: Readonly<Record<string, string>> = words(language).printerConditions;
  return language === 'zh' ? `${name}：${conditions[about] ?? about}` : `${name}: ${conditions[about] ?? about}`;
}

/** A screen by the name that its label gives it. */
function screenText({ about = '', name, screen = '' }: AlertSubject, language: Language): string {
  const conditions: Readonly<Record<string, string>> = screenTexts(language).conditions;
  return language === 'zh'
    ? `${name ?? screen}：${conditions[about] ?? about}`
    : `${name ?? screen}: ${conditions[about] ?? about}`;
}

/** Two machines with one kiosk's lent numbers; the number is the one that two people hold. */
function doubledText({ number }: AlertSubject, { language }: Naming): string {
  if (language === 'zh') {
    const twice = number == null ? '' : `，${number} 号打印了两张，请为后到的客户重新取号`;
    return `一台取号机的断网号码在两台机器上使用，已停止预留${twice}`;
  }
  const twice = number == null ? '' : `; ${number} was printed twice, please give the second customer another number`;
  return `the offline numbers of one kiosk are used on two machines, and no more are lent to it${twice}`;
}

/** What the teller said is a reason of the hall's list, or the teller's own words. */
function askedText(alert: Alert, naming: Naming): string {
  const { kind, subject, by, told } = alert;
  const { configuration, language } = naming;
  const place = counterName(subject, naming);
  if (subject.counter === undefined && subject.service !== undefined) return handsText(alert, naming);
  const said = configuration.pauseReasons.find(({ id }) => id === subject.about)?.text[language] ?? subject.about;
  const wish = {
    zh: kind === 'pause-refused' ? '申请暂停服务' : told[0] === 'guard' ? '请求保安协助' : '请求协助',
    en: kind === 'pause-refused' ? 'asks to pause' : told[0] === 'guard' ? 'asks for a guard' : 'asks for help',
  }[language];
  const who = by === undefined ? place : language === 'zh' ? `${place}（工号 ${by}）` : `${place} (staff ${by})`;
  if (said === undefined) return language === 'zh' ? `${who}${wish}` : `${who} ${wish}`;
  return language === 'zh' ? `${who}${wish}：${said}` : `${who} ${wish}: ${said}`;
}

/** 请求支援: not at one counter but for a service. */
function handsText({ subject, by }: Alert, naming: Naming): string {
  const service = serviceName(subject, naming);
  if (naming.language === 'zh') return `${service}需要支援${by === undefined ? '' : `（工号 ${by} 请求）`}`;
  return `more hands are needed for ${service}${by === undefined ? '' : ` (asked by staff ${by})`}`;
}

function serviceName({ service }: AlertSubject, { configuration, language }: Naming): string {
  return configuration.services.find(({ id }) => id === service)?.name[language] ?? service ?? '';
}

function counterName({ counter }: AlertSubject, { configuration, language }: Naming): string {
  return counter === undefined ? '' : deskText(counter, language, configuration);
}
