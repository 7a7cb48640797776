import { describe, expect, it } from 'vitest';
import { areKept, areThere, copiesOf, masterRole, type CopiesNeed, type MasterRole } from './copies-kept.ts';

const NONE: ReadonlySet<string> = new Set();
const need = (overrides: Partial<CopiesNeed> = {}): CopiesNeed => ({
  promised: 2,
  names: new Set(['a:1', 'b:1']),
  removed: NONE,
  away: NONE,
  ...overrides,
});
const role = (replicas: Record<string, number>): MasterRole => ({ offset: 100, replicas: new Map(Object.entries(replicas)) });

describe('which copies a write needs', () => {
  it('[N18] all that may become the master, less those that an operator took out', () => {
    expect(copiesOf(need())).toEqual({ promised: 2, kept: 2 });
    expect(copiesOf(need({ names: new Set(['a:1', 'b:1', 'c:1']) }))).toEqual({ promised: 2, kept: 3 });
    expect(copiesOf(need({ removed: new Set(['b:1']) }))).toEqual({ promised: 2, kept: 1 });
    expect(copiesOf(need({ removed: new Set(['a:1', 'b:1']) }))).toEqual({ promised: 2, kept: 0 });
    expect(copiesOf(need({ names: null }))).toEqual({ promised: 2, kept: 2 });
  });

  it('[N19] relaxed, less those that a majority says are away, but never none', () => {
    expect(copiesOf(need({ away: new Set(['b:1']) }))).toEqual({ promised: 2, kept: 1 });
    expect(copiesOf(need({ away: new Set(['a:1', 'b:1']) }))).toEqual({ promised: 2, kept: 1 });
    expect(copiesOf(need({ away: new Set(['x:1']) }))).toEqual({ promised: 2, kept: 2 });
    expect(areThere(need({ away: new Set(['b:1']) }), role({ 'a:1': 100 }))).toBe(true);
    expect(areThere(need(), role({ 'a:1': 100 }))).toBe(false);
  });

  it('[N18] a copy that can never become the master does not do for one that can', () => {
    // Two have it, as WAIT counts; but one of them is a backup, and b is cut off and still in the list.
    expect(areKept(need(), 100, 2, role({ 'a:1': 100, 'b:1': 40, 'backup:1': 100 }))).toBe(false);
    // The same after b has left the list.
    expect(areKept(need(), 100, 2, role({ 'a:1': 100, 'backup:1': 100 }))).toBe(false);
    expect(areKept(need(), 100, 3, role({ 'a:1': 90, 'b:1': 90, 'backup:1': 90 }))).toBe(true);
    expect(areKept(need(), 100, 1, role({ 'a:1': 100, 'b:1': 100, 'backup:1': 3 }))).toBe(true);
    expect(areKept(need(), 100, 1, role({ 'a:1': 100, 'b:1': 99 }))).toBe(false);
  });

  it('[N18] without names any of them will do, as many as promised', () => {
    expect(areKept(need({ names: null }), 100, 2, role({ 'a:1': 1, 'x:1': 1 }))).toBe(true);
    expect(areKept(need({ names: null }), 100, 1, role({ 'a:1': 100 }))).toBe(false);
  });

  it('[N18] reads the role of a master, and takes nothing else for one', () => {
    expect(masterRole(['master', 7, [['a', '1', '5']]])).toEqual({ offset: 7, replicas: new Map([['a:1', 5]]) });
    expect(masterRole(['slave', 'a', 1, 'connected', 7])).toBeNull();
    expect(masterRole(null)).toBeNull();
  });
});
