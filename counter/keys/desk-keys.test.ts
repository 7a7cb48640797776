import { describe, expect, it } from 'vitest';
import { actionsFor, clashOf, DEFAULT_KEYS, DESK_ACTIONS, readKeys, type KeyPress } from './desk-keys.ts';

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: key,
  repeat: false,
  withModifier: false,
  focus: 'none',
  ...changes,
});

describe('desk keys', () => {
  it.each([
    ['Enter', ['next']],
    ['*', ['recall']],
    ['-', ['no-show']],
    ['1', ['start']],
    ['2', ['finish']],
    ['3', ['choose']],
    ['4', ['without-ticket']],
    ['5', ['find']],
    ['6', ['reception']],
    ['+', ['hold']],
    ['/', ['transfer']],
    ['0', ['undo']],
    ['9', ['help']],
    ['7', ['open']],
    ['8', ['close']],
    ['.', ['pause', 'resume']],
    ['x', []],
  ])('[S22] %s means %j', (key, actions) => {
    expect(actionsFor(DEFAULT_KEYS, press(key))).toEqual(actions);
  });

  it('[S22] gives no key to two actions that can be asked for at one time', () => {
    for (const action of DESK_ACTIONS) {
      const key = DEFAULT_KEYS[action];
      if (key !== null) expect(clashOf(DEFAULT_KEYS, action, key), action).toBeNull();
    }
  });

  it('[S51] knows what a key means already, but for pairs of which the counter allows one only', () => {
    expect(clashOf(DEFAULT_KEYS, 'help', '+')).toBe('hold');
    expect(clashOf(DEFAULT_KEYS, 'pause', '.')).toBeNull();
    expect(clashOf(DEFAULT_KEYS, 'open', 'Enter')).toBeNull();
    expect(clashOf(DEFAULT_KEYS, 'next', '7')).toBeNull();
    expect(clashOf(DEFAULT_KEYS, 'help', 'h')).toBeNull();
  });

  it('[S23] takes own keys over the default ones and leaves nonsense alone', () => {
    const keys = readKeys(JSON.stringify({ next: 'F9', recall: null, start: 'too long', finish: 7, unknown: 'x', pause: ' ' }));
    expect(keys).toEqual({ ...DEFAULT_KEYS, next: 'F9', recall: null });
    expect(actionsFor(keys, press('Enter'))).toEqual([]);
  });

  it.each([null, '', 'no json', '[]', '3', 'null'])('[S23] falls back to the default keys for %j', (stored) => {
    expect(readKeys(stored)).toEqual(DEFAULT_KEYS);
  });

  it.each([{ repeat: true }, { withModifier: true }, { focus: 'writing' as const }])('[S24] hears nothing with %j', (changes) => {
    expect(actionsFor(DEFAULT_KEYS, press('-', changes))).toEqual([]);
  });

  it('[S25] leaves main Enter to a button that has the focus, not the numeric pad’s', () => {
    expect(actionsFor(DEFAULT_KEYS, press('Enter', { focus: 'control' }))).toEqual([]);
    expect(actionsFor(DEFAULT_KEYS, press('Enter', { focus: 'control', code: 'NumpadEnter' }))).toEqual(['next']);
    expect(actionsFor(DEFAULT_KEYS, press('*', { focus: 'control' }))).toEqual(['recall']);
  });
});
