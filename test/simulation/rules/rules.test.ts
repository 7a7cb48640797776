import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoutingRule } from '../../../shared/hall/configuration.ts';
import { ArrayQueueView, type ArrayTicket } from '../../../shared/hall/routing/array-queue-view.ts';
import type { CallReason } from '../../../shared/hall/routing/call-reason.ts';
import { must } from '../../../shared/lib/assert.ts';
import { checkCall } from './call-promises.ts';
import { simulateRules } from './rules-command.ts';
import { COMPARED_RULES, RHOS, type RuleFigures } from './rules-table.ts';

const MINUTE_MS = 60_000;

describe('simulate rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-rules-'));
  const printed: string[] = [];
  let figures: RuleFigures[] = [];

  beforeAll(() => {
    const json = join(folder, 'rules.json');
    simulateRules(['--tickets', '10000', '--seed', '3', '--json', json], (text) => printed.push(text));
    figures = JSON.parse(readFileSync(json, 'utf8')) as RuleFigures[];
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function of(rule: string, rho: number): RuleFigures {
    return must(
      figures.find((each) => each.rule === rule && each.rho === rho),
      'a rule of the table',
    );
  }

  it('[T86] writes seven rules at two loads, and prints a line of each', () => {
    const names = ['fcfs', 'strict', 'aging-2', 'aging-3', 'head-start-10', 'ratio-2-1', 'strict-cap-3'];
    expect(COMPARED_RULES.map(([name]) => name)).toEqual(names);
    expect(figures.map(({ rule, rho }) => [rule, rho])).toEqual(RHOS.flatMap((rho) => names.map((name) => [name, rho])));
    expect(printed).toHaveLength(1 + figures.length);
    for (const each of figures) {
      expect(Object.keys(each)).toEqual(['rule', 'rho', 'vipMean', 'regularMean', 'regularP99', 'overtakesMean', 'overtakesMax']);
    }
  });

  it('[T86] shows what the rules do to whom, on the same customers', () => {
    for (const rho of RHOS) {
      expect(of('fcfs', rho)).toMatchObject({ overtakesMean: 0, overtakesMax: 0 });
      expect(of('strict-cap-3', rho).overtakesMax).toBe(3);
      const byVip = ['strict', 'ratio-2-1', 'aging-3', 'aging-2', 'fcfs'].map((name) => of(name, rho).vipMean);
      expect(byVip).toEqual(byVip.toSorted((left, right) => left - right));
      const byOthers = ['fcfs', 'aging-2', 'aging-3', 'ratio-2-1', 'strict'].map((name) => of(name, rho).regularMean);
      expect(byOthers).toEqual(byOthers.toSorted((left, right) => left - right));
      // In the mean nobody loses more by a head start than the head start.
      expect(of('head-start-10', rho).regularMean - of('head-start-10', rho).vipMean).toBeLessThan(10);
    }
  });

  it('[T86] gives the same figures for the same seed', () => {
    const files = ['one', 'again', 'other'].map((name) => join(folder, `${name}.json`));
    for (const [index, json] of files.entries()) {
      simulateRules(['--tickets', '1000', '--seed', index === 2 ? '8' : '7', '--json', json], () => undefined);
    }
    const [one, again, other] = files.map((json) => readFileSync(json, 'utf8'));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

/** A call of the wrong one of two who wait, as each rule would have to notice it. */
describe('the promises at every call', () => {
  const standard: ArrayTicket = ticket('standard', 1);
  const vip: ArrayTicket = ticket('vip', 12);

  function ticket(classId: string, minute: number, passed = 0): ArrayTicket {
    const credit = { at: minute * MINUTE_MS, order: minute };
    return { ticket: classId, service: 'A', class: classId, credit, passesNobody: false, passed };
  }

  function calling(called: ArrayTicket, waiting: ArrayTicket[], rule: RoutingRule, by: CallReason['rule'] = rule.kind) {
    const tier = ['standard', 'vip'].map((id) => ({ service: 'A', class: id }));
    const view = new ArrayQueueView({ at: 20 * MINUTE_MS, tiers: [tier], tickets: [...waiting] });
    return () => checkCall(view, rule, { candidate: called, reason: { rule: by, passed: [], capLeft: null } });
  }

  it.each<[string, ArrayTicket, RoutingRule]>([
    ['came earlier', vip, { kind: 'fcfs', passedMax: null }],
    ['better class', standard, { kind: 'strict', order: ['vip'], passedMax: null }],
    ['wait counts more', vip, { kind: 'aging', factors: { vip: 2 }, passedMax: null }],
    ['more than the head start', vip, { kind: 'head-start', minutes: { vip: 10 }, passedMax: null }],
    ['maximum wait', vip, { kind: 'strict', order: ['vip'], passedMax: null, waitMaxMinutes: 15 }],
  ])('[T86] would notice: %s', (broken, called, rule) => {
    expect(calling(called, [standard, vip], rule)).toThrow(broken);
    const other = called === vip ? standard : vip;
    const right = rule.waitMaxMinutes === undefined ? rule.kind : 'max-wait';
    expect(calling(other, [standard, vip], rule, right)).not.toThrow();
  });

  it('[T86] would notice that somebody at the cap is passed, and that nobody is called while somebody waits', () => {
    const rule: RoutingRule = { kind: 'strict', order: ['vip'], passedMax: 2 };
    const capped = ticket('standard', 1, 2);
    expect(calling(vip, [capped, vip], rule)).toThrow('at the cap');
    expect(calling(capped, [capped, vip], rule, 'cap')).not.toThrow();
    const view = new ArrayQueueView({ at: 0, tiers: [[{ service: 'A', class: 'vip' }]], tickets: [vip] });
    expect(() => checkCall(view, rule, null)).toThrow('nobody waits');
  });
});
