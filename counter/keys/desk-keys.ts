/** Everything a teller can do with one key. */
export const DESK_ACTIONS = [
  'next',
  'recall',
  'no-show',
  'start',
  'finish',
  'choose',
  'without-ticket',
  'pause',
  'resume',
  'open',
  'close',
  'find',
  'sign-out',
] as const;
export type DeskAction = (typeof DESK_ACTIONS)[number];

/** The key of each action, as `KeyboardEvent.key` says it; null: no key. */
export type DeskKeys = { readonly [Action in DeskAction]: string | null };

/**
 * One hand on the numeric pad. `+` and `/`, `0` and `9` stay free for hold and transfer, undo and help, so that fingers
 * need not learn again when these come.
 */
export const DEFAULT_KEYS: DeskKeys = {
  next: 'Enter',
  recall: '*',
  'no-show': '-',
  start: '1',
  finish: '2',
  choose: '3',
  'without-ticket': '4',
  find: '5',
  open: '7',
  close: '8',
  pause: '.',
  resume: '.',
  'sign-out': null,
};

/** Kept for later actions; nothing else may be put there. */
export const RESERVED_KEYS = ['+', '/', '0', '9'] as const;

/**
 * A hall's or a teller's own keys over the default ones: a JSON object of action → key or null. What is not understood
 * is left at its default.
 */
export function readKeys(stored: string | null): DeskKeys {
  const own = parsed(stored);
  const keys: Record<DeskAction, string | null> = { ...DEFAULT_KEYS };
  for (const action of DESK_ACTIONS) {
    const key = own[action];
    if (key === null || (typeof key === 'string' && isUsable(key))) keys[action] = key;
  }
  return keys;
}

function isUsable(key: string): boolean {
  if (RESERVED_KEYS.some((reserved) => reserved === key)) return false;
  return (key.length === 1 && key !== ' ') || key === 'Enter' || /^F([1-9]|1[0-2])$/.test(key);
}

function parsed(stored: string | null): Record<string, unknown> {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Somebody's broken note in the browser's storage must not keep a desk from working.
    return {};
  }
}

/** What a key press looks like to the desk: the facts of a `KeyboardEvent` and of the element that has the focus. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly withModifier: boolean;
  /** `writing`: a field that takes text or a choice; `control`: a button or link, which has its own Enter. */
  readonly focus: 'none' | 'writing' | 'control';
}

/**
 * The actions that a press asks for, in the order of the list: several share a key when only one of them can be done at a
 * time (pause and resume).
 *
 * A held key repeats itself and is one press. A button that was reached by keyboard keeps its own main Enter; Enter of
 * the numeric pad always means the desk's.
 */
export function actionsFor(keys: DeskKeys, press: KeyPress): DeskAction[] {
  if (press.repeat || press.withModifier || press.focus === 'writing') return [];
  if (press.focus === 'control' && press.key === 'Enter' && press.code !== 'NumpadEnter') return [];
  return DESK_ACTIONS.filter((action) => keys[action] === press.key);
}
