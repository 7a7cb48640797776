/** Everything a teller can do with one key. */
export const DESK_ACTIONS = [
  'next',
  'recall',
  'no-show',
  'start',
  'finish',
  'visit-ends',
  'choose',
  'without-ticket',
  'hold',
  'transfer',
  'reception',
  'undo',
  'help',
  'pause',
  'resume',
  'open',
  'close',
  'auto-call',
  'find',
  'sign-out',
] as const;
export type DeskAction = (typeof DESK_ACTIONS)[number];

/** The key of each action, as `KeyboardEvent.key` says it; null: no key. */
export type DeskKeys = { readonly [Action in DeskAction]: string | null };

/** One hand on the numeric pad. */
export const DEFAULT_KEYS: DeskKeys = {
  next: 'Enter',
  recall: '*',
  'no-show': '-',
  hold: '+',
  transfer: '/',
  start: '1',
  finish: '2',
  choose: '3',
  'without-ticket': '4',
  find: '5',
  reception: '6',
  open: '7',
  close: '8',
  help: '9',
  undo: '0',
  pause: '.',
  resume: '.',
  'visit-ends': null,
  'auto-call': null,
  'sign-out': null,
};

/** May share a key: the counter's state never allows both, or the first is what is meant. */
const NEVER_TOGETHER: readonly (readonly [DeskAction, DeskAction])[] = [
  ['pause', 'resume'],
  ['open', 'next'],
  ['open', 'close'],
  ['open', 'resume'],
];

/**
 * A hall's or a teller's own keys over the default ones: a JSON object of action → key or null. What is not understood
 * is left at its default.
 */
export function readKeys(stored: string | null): DeskKeys {
  const own = parsed(stored);
  const keys: Record<DeskAction, string | null> = { ...DEFAULT_KEYS };
  for (const action of DESK_ACTIONS) {
    const key = own[action];
    if (key === null || (typeof key === 'string' && isUsableKey(key))) keys[action] = key;
  }
  return keys;
}

/** One printed character, Enter, or a function key. */
export function isUsableKey(key: string): boolean {
  return (key.length === 1 && key !== ' ') || key === 'Enter' || /^F([1-9]|1[0-2])$/.test(key);
}

/** Another action that the key means already and that can be asked for at the same time; null: the key is free for it. */
export function clashOf(keys: DeskKeys, action: DeskAction, key: string): DeskAction | null {
  return DESK_ACTIONS.find((other) => other !== action && keys[other] === key && !mayShare(action, other)) ?? null;
}

function mayShare(left: DeskAction, right: DeskAction): boolean {
  return NEVER_TOGETHER.some((pair) => pair.includes(left) && pair.includes(right));
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
