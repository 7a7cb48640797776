import type { ClassSetup, RoutingRule } from '../hall/configuration.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Language } from './language.ts';

/** Chinese keeps a space between itself and Latin letters. */
function spaced(name: string): string {
  return /[A-Za-z0-9]$/.test(name) ? `${name} ` : name;
}

/** The classes of one factor are named together. */
function byFactor(rule: RoutingRule, classes: readonly ClassSetup[]): Map<number, ClassSetup[]> {
  const groups = new Map<number, ClassSetup[]>();
  for (const each of classes) {
    const factor = rule.factors[each.id] ?? 1;
    if (factor > 1) groups.set(factor, [...(groups.get(factor) ?? []), each]);
  }
  return groups;
}

function agingZh(rule: RoutingRule, classes: readonly ClassSetup[]): string {
  const groups = [...byFactor(rule, classes)];
  if (groups.length === 0) return '按取号先后叫号。';
  const faster = groups.map(([factor, members]) => {
    const names = members.map((each) => each.name.zh).join('、');
    return `${spaced(names)}等候时间${factor === 2 ? '加倍' : `按 ${factor} 倍`}计算`;
  });
  const first = `一般按取号先后叫号。${faster.join('，')}`;
  return rule.passedMax === null ? `${first}。` : `${first}；每位客户前最多插入 ${rule.passedMax} 位优先客户。`;
}

function agingEn(rule: RoutingRule, classes: readonly ClassSetup[]): string {
  const groups = [...byFactor(rule, classes)];
  if (groups.length === 0) return 'Numbers are called in the order of arrival.';
  const faster = groups.map(([factor, members]) => {
    const names = members.map((each) => each.name.en).join(' and ');
    return `${names} waiting time counts ${factor === 2 ? 'double' : `${factor} times`}`;
  });
  const first = `Numbers are normally called in order. ${faster.join(', ')}`;
  if (rule.passedMax === null) return `${first}.`;
  const people = rule.passedMax === 1 ? 'customer is' : 'customers are';
  return `${first}; at most ${rule.passedMax} later priority ${people} called before you.`;
}

/**
 * How this hall decides whose turn it is, in words for the people who wait. Made from the rule that the routing itself
 * reads, so that the promise on the wall is the promise that is kept.
 */
export function ruleText(rule: RoutingRule, classes: readonly ClassSetup[], language: Language): string {
  switch (rule.kind) {
    case 'aging':
      return language === 'zh' ? agingZh(rule, classes) : agingEn(rule, classes);
    default:
      return unreachable(rule.kind);
  }
}
