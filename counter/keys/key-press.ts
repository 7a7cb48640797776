import type { KeyPress } from './desk-keys.ts';

const WRITING = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const CONTROL = 'button, a[href], summary, [role="button"]';

/** A `keydown` as the desk looks at it. While a word is being composed (中文输入法), keys belong to the composition. */
export function keyPressOf(event: KeyboardEvent): KeyPress {
  return {
    key: padKeyOf(event) ?? event.key,
    code: event.code,
    repeat: event.repeat,
    withModifier: event.ctrlKey || event.altKey || event.metaKey || event.isComposing,
    focus: focusOf(event.target),
  };
}

/** With its lock off, or on a keyboard that puts a comma there, the numeric pad says something else than what is printed on it. */
function padKeyOf({ code }: KeyboardEvent): string | undefined {
  return code === 'NumpadDecimal' ? '.' : /^Numpad([0-9])$/.exec(code)?.[1];
}

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof Element)) return 'none';
  if (target.closest(WRITING) !== null) return 'writing';
  return target.closest(CONTROL) === null ? 'none' : 'control';
}
