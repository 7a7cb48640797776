/**
 * A keypad in place of fingers. What can be done on a page carries its key as `data-key`, shown on it as soon as keys are used:
 * 1 to 7 the page's choices, 8 priority, 9 more, * back, 0 hear it again. An open question takes the keys for itself.
 */
export const BACK_KEYS: ReadonlySet<string> = new Set(['*', 'Escape', 'Backspace']);
export const AGAIN_KEY = '0';

/** Presses what has this key; false: nothing has. */
export function pressKey(root: ParentNode, key: string): boolean {
  const within = root.querySelector('[role="alertdialog"]') ?? root;
  const found = [...within.querySelectorAll<HTMLButtonElement>('button[data-key]')].find(
    (button) => button.dataset['key'] === key && !button.disabled,
  );
  found?.click();
  return found !== undefined;
}
