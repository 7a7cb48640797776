import type { Language } from './language.ts';

type Sentence = readonly [english: RegExp, chinese: (...parts: string[]) => string];

const THINGS: Readonly<Record<string, string>> = { series: '号段', class: '客户类别', service: '业务', counter: '台席' };

/** What `configurationProblems` says in English for whoever edits the file, in Chinese for whoever fills in the form. */
const SENTENCES: readonly Sentence[] = [
  [/^class-waiting is about a class, and none is named$/, () => '须指明客户类别'],
  [/^\S+ is not about a class$/, () => '此类提醒不分客户类别'],
  [/^\S+ is not about a service$/, () => '此类提醒不分业务'],
  [/^\S+ does not look ahead$/, () => '此类提醒不预测将来'],
  [/^\S+ is not about a service$/, () => '此类提醒不分业务'],
  [/^the first step is told after 0 seconds$/, () => '第一步须为 0 秒'],
  [/^(\d+) seconds are not later than the step before$/, (seconds) => `${seconds} 秒不晚于上一步`],
  [/^(series|class|service|counter) (\S+) is not defined$/, (what, id) => `没有${THINGS[what ?? '']} ${id}`],
  [/^(\S+) (\S+) is used twice$/, (_key, value) => `${value} 重复使用`],
  [/^the steps after service (\S+) come back to it$/, (id) => `业务 ${id} 的后续环节又回到自身`],
  [/^only a counter that is reserved for a class helps others$/, () => '只有专席台席才有协办时间'],
  [/^no counter serves service (\S+)$/, (id) => `没有台席办理业务 ${id}`],
  [/^(.+) is listed twice$/, (what) => `${what} 重复列出`],
  [/^class (\S+) is named twice$/, (id) => `客户类别 ${id} 重复`],
  [/^a ratio has at least one turn$/, () => '轮流叫号至少有一组'],
  [/^a turn is for at least one class$/, () => '每组至少有一个客户类别'],
  [/^a turn has at least one call$/, () => '每组至少叫 1 位'],
  [/^time zone (\S+) is not known$/, (zone) => `没有时区 ${zone}`],
  [/^midnight, at which a day opens, is 00:00$/, () => '零点开始请写 00:00'],
  [/^the day closes when it opens; 00:00 to 24:00 is a whole day$/, () => '开始与结束相同；全天请写 00:00 到 24:00'],
  [/^(\S+) is before the end of the range before it$/, (time) => `${time} 早于上一时段的结束`],
  [/^(\S+) to (\S+) is no time range$/, (from, to) => `${from} 到 ${to} 不是时段`],
];

/** The sentence in the reader's language; what has none stays as it is. */
export function problemText(problem: string, language: Language): string {
  if (language === 'en') return problem;
  for (const [english, chinese] of SENTENCES) {
    const found = english.exec(problem);
    if (found !== null) return chinese(...found.slice(1));
  }
  return problem;
}

/** Names of the fields of a configuration; English reads the fields' own. */
const FIELDS: Readonly<Record<string, string>> = {
  name: '名称',
  zh: '中文',
  en: '英文',
  timeZone: '时区',
  brandColour: '品牌色',
  hours: '营业时间',
  businessDay: '营业日',
  opensAt: '开始',
  closesAt: '结束',
  services: '业务',
  service: '业务',
  documents: '所需证件',
  ticketsPerDayMax: '每日限号',
  nextStep: '下一环节',
  promisedWaitMinutes: '承诺等候（分钟）',
  typicalMinutes: '通常办理（分钟）',
  otherChannel: '其他渠道',
  fromWaiting: '等候人数起',
  fromMinutes: '预计等候分钟起',
  classes: '客户类别',
  class: '客户类别',
  series: '号段',
  letter: '字母',
  counters: '台席',
  kind: '类型',
  reservedFor: '专席',
  serves: '办理业务',
  helpsAfterSeconds: '协办等待（秒）',
  silent: '静默叫号',
  routing: '叫号规则',
  factors: '等候加权',
  minutes: '提前分钟',
  order: '次序',
  turns: '轮次',
  calls: '连叫',
  passedMax: '最多被让行',
  waitMaxMinutes: '最长等候（分钟）',
  returns: '过号顺延',
  placesBack: '排后几位',
  timesMax: '最多次数',
  postpone: '客户推后',
  recalls: '重呼',
  spacingSeconds: '间隔（秒）',
  transfers: '转业务',
  place: '位置',
  chosenCallBy: '可选呼人员',
  minimumOpen: '最低开台',
  from: '从',
  to: '到',
  weekdays: '适用日',
  appointments: '预约',
  earlyMinutes: '提前签到（分钟）',
  lateMinutes: '迟到（分钟）',
  late: '更晚到时',
  endOfDay: '日终',
  lastTicketMinutes: '停止取号（分钟）',
  waiting: '等候客户',
  receptionRoom: '客户接待室',
  autoCallAfterSeconds: '自动叫号（秒）',
  alerts: '提醒',
  threshold: '阈值',
  steps: '步骤',
  afterSeconds: '秒后',
  tell: '告诉',
  sound: '声音',
  attend: '请其前往',
  repeatMinutes: '重复（分钟）',
  aheadMinutes: '提前（分钟）',
  pauseReasons: '暂停原因',
  callReasons: '选呼原因',
  outcomes: '办理结果',
  stopReasons: '停办原因',
  adviceDeclineReasons: '不采纳建议的原因',
  text: '文字',
  printers: '打印机',
  host: '地址',
  port: '端口',
  columns: '每行字符',
  outOfOrder: '故障提示',
  kiosk: '取号机',
  groups: '业务分组',
  needs: '特殊需要',
  identity: '身份识别',
  attract: '欢迎语',
  outOfService: '停用提示',
  idleSeconds: '无操作（秒）',
  mon: '星期一',
  tue: '星期二',
  wed: '星期三',
  thu: '星期四',
  fri: '星期五',
  sat: '星期六',
  sun: '星期日',
};

/** Where something stands in a configuration: `业务 › A › 承诺等候（分钟）`. Places of a list count from 1. */
export function fieldText(path: readonly (string | number)[], language: Language): string {
  return path
    .map((step) => (typeof step === 'number' ? String(step + 1) : language === 'zh' ? (FIELDS[step] ?? step) : step))
    .join(' › ');
}
