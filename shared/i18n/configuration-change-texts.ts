import type { HallConfiguration } from '../hall/configuration.ts';
import { catalogue } from './catalogue.ts';

/** Lists of the configuration whose members have an id, a name and a line of their own when they change. */
export type NamedList = Extract<
  keyof HallConfiguration,
  | 'services'
  | 'classes'
  | 'series'
  | 'counters'
  | 'printers'
  | 'displays'
  | 'publicPages'
  | 'pauseReasons'
  | 'callReasons'
  | 'outcomes'
  | 'stopReasons'
  | 'adviceDeclineReasons'
>;

/** What the forms have no words for, because there one sees it: that something came, went, or stands elsewhere. */
export const configurationChangeTexts = catalogue({
  zh: {
    none: '无',
    yes: '是',
    no: '否',
    noLimit: '不限',
    added: '新增',
    removed: '已删除',
    comma: '、',
    semicolon: '；',
    order: '排列顺序',
    named: (what: string, language: string) => `${what}（${language}）`,
    of: {
      services: (name: string) => `业务“${name}”`,
      classes: (name: string) => `客户类别“${name}”`,
      series: (name: string) => `号段 ${name}`,
      counters: (name: string) => name,
      printers: (name: string) => `打印机“${name}”`,
      displays: (name: string) => `显示屏“${name}”`,
      publicPages: (name: string) => `公示“${name}”`,
      pauseReasons: (name: string) => `暂停原因“${name}”`,
      callReasons: (name: string) => `选呼原因“${name}”`,
      outcomes: (name: string) => `办理结果“${name}”`,
      stopReasons: (name: string) => `停办原因“${name}”`,
      adviceDeclineReasons: (name: string) => `不采纳建议的原因“${name}”`,
    } satisfies Record<NamedList, (name: string) => string>,
    dayOpens: '营业日自动开始',
    dayCloses: '营业日自动结束',
    serves: '办理业务',
    ofClass: (service: string, group: string) => `${service}（${group}）`,
    tier: (number: number, services: string) => `第 ${number} 级 ${services}`,
    range: (from: string, to: string) => `${from}–${to}`,
    figure: (name: string, figure: number) => `${name} ${figure}`,
    turn: (groups: string, calls: number) => `${groups} ${calls} 位`,
    or: '或',
    minimum: (service: string, counters: number, when: string) => `${service}至少 ${counters} 个台席（${when}）`,
    alert: (kind: string, about: string) => (about === '' ? `提醒“${kind}”` : `提醒“${kind}”（${about}）`),
    after: (seconds: number) => (seconds === 0 ? '立即' : `${seconds} 秒后`),
    step: (after: string, told: string, sound: string) => `${after}告诉${told}，${sound}`,
    attend: '，请其前往',
  },
  en: {
    none: 'none',
    yes: 'yes',
    no: 'no',
    noLimit: 'no limit',
    added: 'added',
    removed: 'removed',
    comma: ', ',
    semicolon: '; ',
    order: 'order in the list',
    named: (what: string, language: string) => `${what} (${language})`,
    of: {
      services: (name: string) => `service ${name}`,
      classes: (name: string) => `class ${name}`,
      series: (name: string) => `series ${name}`,
      counters: (name: string) => name,
      printers: (name: string) => `printer ${name}`,
      displays: (name: string) => `wall ${name}`,
      publicPages: (name: string) => `public page “${name}”`,
      pauseReasons: (name: string) => `reason to pause “${name}”`,
      callReasons: (name: string) => `reason for a chosen call “${name}”`,
      outcomes: (name: string) => `outcome “${name}”`,
      stopReasons: (name: string) => `reason to stop a service “${name}”`,
      adviceDeclineReasons: (name: string) => `reason to decline advice “${name}”`,
    },
    dayOpens: 'The day opens by itself at',
    dayCloses: 'The day closes by itself at',
    serves: 'serves',
    ofClass: (service: string, group: string) => `${service} (${group})`,
    tier: (number: number, services: string) => `choice ${number}: ${services}`,
    range: (from: string, to: string) => `${from}–${to}`,
    figure: (name: string, figure: number) => `${name} ${figure}`,
    turn: (groups: string, calls: number) => `${calls} ${groups}`,
    or: ' or ',
    minimum: (service: string, counters: number, when: string) => `${service} at least ${counters} (${when})`,
    alert: (kind: string, about: string) => (about === '' ? `alert “${kind}”` : `alert “${kind}” (${about})`),
    after: (seconds: number) => (seconds === 0 ? 'at once' : `after ${seconds} seconds`),
    step: (after: string, told: string, sound: string) => `${after} tell ${told}, ${sound}`,
    attend: ', ask to go there',
  },
});

export type ConfigurationChangeTexts = ReturnType<typeof configurationChangeTexts>;
