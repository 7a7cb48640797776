import { dimmestOn, readableOn } from './brand-colour.ts';

/**
 * Puts the hall's colour onto the page, made readable on the grounds of its theme. Through CSSOM: the page's policy
 * allows no inline style. `colour` is `#rrggbb`.
 */
export function applyBrand(root: HTMLElement, colour: string): void {
  const tokens = getComputedStyle(root);
  const ground = hexToken(tokens.getPropertyValue('--ground-strong'));
  if (ground === null) return;
  const readable = readableOn(colour, ground);
  root.style.setProperty('--brand', root.dataset['night'] === 'true' ? dimmestOn(readable, ground) : readable);
}

function hexToken(value: string): string | null {
  const trimmed = value.trim();
  return /^#[0-9a-f]{6}$/i.test(trimmed) ? trimmed : null;
}
