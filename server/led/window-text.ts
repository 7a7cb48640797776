import type { WindowSign } from '../../shared/hall/views/window-sign.ts';
import { windowPhrase } from '../../shared/i18n/window-sign.ts';

/**
 * The sign of a counter as lines of `name: value`, for programs that can read lines and little else. Every line is always there, an
 * empty value where there is nothing, so a reader may count lines; no value holds a line break.
 */
export function windowText(sign: WindowSign): string {
  const { counter, name, reservedFor, services, staffNumber, state, ticket } = sign;
  const lines: readonly (readonly [name: string, value: string])[] = [
    ['counter', String(counter)],
    ['state', state],
    ['ticket', ticket ?? ''],
    ['staff', staffNumber ?? ''],
    ['text-zh', windowPhrase(sign, 'zh')],
    ['text-en', windowPhrase(sign, 'en')],
    ['name-zh', name.zh],
    ['name-en', name.en],
    ['services-zh', services.map(({ zh }) => zh).join('、')],
    ['services-en', services.map(({ en }) => en).join(', ')],
    ['reserved-zh', reservedFor?.zh ?? ''],
    ['reserved-en', reservedFor?.en ?? ''],
  ];
  return lines.map(([key, value]) => `${key}: ${inOneLine(value)}\n`).join('');
}

/** Whatever the hall wrote: control characters, and the marks that turn a line around, become a space. */
export function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
