import type { ClassId, ClassSetup, RatioRule, RoutingRule, StrictRule } from '../hall/configuration.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Language } from './language.ts';

/**
 * How this hall decides whose turn it is, in words for the people who wait. Made from the rule that the routing itself
 * reads, so that the promise on the wall is the promise that is kept.
 */
export function ruleText(rule: RoutingRule, classes: readonly ClassSetup[], language: Language): string {
  const zh = language === 'zh';
  const order = rule.passedMax === 0 ? null : orderText(rule, classes, zh);
  if (order === null) return zh ? '按取号先后叫号。' : 'Numbers are called in the order of arrival.';
  const clauses = [order, capText(rule, zh), waitMaxText(rule, zh)].filter((clause) => clause !== null);
  return zh ? `${clauses.join('；')}。` : `${clauses.join('; ')}.`;
}

/** Null when no class comes before another. */
function orderText(rule: RoutingRule, classes: readonly ClassSetup[], zh: boolean): string | null {
  switch (rule.kind) {
    case 'fcfs':
      return null;
    case 'strict':
      return strictText(rule, classes, zh);
    case 'aging':
      return preferredText(
        groupedBy(classes, (id) => rule.factors[id] ?? 1, 1),
        zh,
        zh ? factorZh : factorEn,
      );
    case 'head-start':
      return preferredText(
        groupedBy(classes, (id) => rule.minutes[id] ?? 0, 0),
        zh,
        zh ? headStartZh : headStartEn,
      );
    case 'ratio':
      return ratioText(rule, classes, zh);
    default:
      return unreachable(rule);
  }
}

function capText({ passedMax }: RoutingRule, zh: boolean): string | null {
  if (passedMax === null) return null;
  if (zh) return `每位客户前最多插入 ${passedMax} 位优先客户`;
  const people = passedMax === 1 ? 'customer is' : 'customers are';
  return `at most ${passedMax} later priority ${people} called before you`;
}

function waitMaxText({ waitMaxMinutes }: RoutingRule, zh: boolean): string | null {
  if (waitMaxMinutes === null || waitMaxMinutes === undefined) return null;
  return zh
    ? `有人等候超过 ${waitMaxMinutes} 分钟时，不分类别，先到先叫`
    : `once anybody has waited more than ${minutesEn(waitMaxMinutes)}, whoever came first is called next, whatever the class`;
}

/** The classes that are ahead of the others, those of one number together. */
function groupedBy(
  classes: readonly ClassSetup[],
  numberOf: (id: ClassId) => number,
  usual: number,
): Map<number, readonly ClassSetup[]> {
  const groups = new Map<number, readonly ClassSetup[]>();
  for (const each of classes) {
    const number = numberOf(each.id);
    if (number > usual) groups.set(number, [...(groups.get(number) ?? []), each]);
  }
  return groups;
}

function preferredText(
  groups: Map<number, readonly ClassSetup[]>,
  zh: boolean,
  text: (members: readonly ClassSetup[], number: number) => string,
): string | null {
  if (groups.size === 0) return null;
  const preferred = [...groups].map(([number, members]) => text(members, number));
  return zh ? `一般按取号先后叫号。${preferred.join('，')}` : `Numbers are normally called in order. ${preferred.join(', ')}`;
}

function factorZh(members: readonly ClassSetup[], factor: number): string {
  return `${spaced(namesZh(members))}等候时间${factor === 2 ? '加倍' : `按 ${factor} 倍`}计算`;
}

function factorEn(members: readonly ClassSetup[], factor: number): string {
  return `${namesEn(members)} waiting time counts ${factor === 2 ? 'double' : `${factor} times`}`;
}

function headStartZh(members: readonly ClassSetup[], minutes: number): string {
  return `${spaced(namesZh(members))}客户按提前 ${minutes} 分钟取号计算`;
}

function headStartEn(members: readonly ClassSetup[], minutes: number): string {
  return `${namesEn(members)} tickets count as if taken ${minutesEn(minutes)} earlier`;
}

function strictText(rule: StrictRule, classes: readonly ClassSetup[], zh: boolean): string | null {
  const named = rule.order.flatMap((id) => classes.filter((each) => each.id === id));
  const others = classes.filter((each) => !rule.order.includes(each.id));
  const groups = [...named.map((each) => [each]), ...(others.length > 0 ? [others] : [])];
  if (groups.length < 2) return null;
  const [first = [], ...later] = groups;
  if (!zh) {
    const rest = later.map((members) => `then ${namesEn(members)}`).join(', ');
    return `${namesEn(first)} customers are called first, ${rest}, each in the order of arrival`;
  }
  const last = later.length - 1;
  const rest = later.map((members, index) => `${index === last && last > 0 ? '最后' : '再'}叫${customersZh(members)}`).join('，');
  return `先叫${customersZh(first)}，${rest}，同类按取号先后`;
}

function ratioText(rule: RatioRule, classes: readonly ClassSetup[], zh: boolean): string | null {
  const named = new Set(rule.turns.flatMap((turn) => turn.classes));
  const groups = rule.turns
    .map(({ calls, classes: ids }, index) => ({
      calls,
      members: classes.filter(({ id }) => ids.includes(id) || (index === rule.turns.length - 1 && !named.has(id))),
    }))
    .filter(({ members }) => members.length > 0);
  if (groups.length < 2) return null;
  return zh
    ? `轮流叫号：${groups.map(({ calls, members }) => `${calls} 位${customersZh(members, '或')}`).join('，再 ')}，如此循环，无人等候的一类跳过`
    : `Customers are called in turns: ${groups.map(({ calls, members }) => `${calls} ${namesEn(members, ' or ')}`).join(', then ')}, and so on; a turn for which nobody waits is skipped`;
}

function customersZh(members: readonly ClassSetup[], joint = '、'): string {
  const names = namesZh(members, joint);
  return `${/^[A-Za-z0-9]/.test(names) ? ' ' : ''}${spaced(names)}客户`;
}

function namesZh(members: readonly ClassSetup[], joint = '、'): string {
  return members.map((each) => each.name.zh).join(joint);
}

function namesEn(members: readonly ClassSetup[], joint = ' and '): string {
  return members.map((each) => each.name.en).join(joint);
}

/** Chinese keeps a space between itself and Latin letters. */
function spaced(name: string): string {
  return /[A-Za-z0-9]$/.test(name) ? `${name} ` : name;
}

function minutesEn(minutes: number): string {
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
