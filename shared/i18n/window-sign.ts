import type { WindowSign } from '../hall/views/window-sign.ts';
import { displayTexts } from './display.ts';
import type { Language } from './language.ts';

/** What stands above a counter, in one line: `请 A012 号办理`, `Now serving`. */
export function windowPhrase({ state, ticket }: Pick<WindowSign, 'state' | 'ticket'>, language: Language): string {
  const texts = displayTexts(language).window;
  if (state === 'calling') return ticket === null ? texts.serving : texts.calling(ticket);
  return texts[state];
}
