import type { Text } from '../hall/text.ts';

/** Public screens speak both; staff choose one. Chinese is what a screen starts with and returns to. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_DEFAULT: Language = 'zh';

/** For the `lang` attribute: screen readers and hyphenation need the full tag. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };

/** What the hall itself wrote, in one of the two languages. */
export function inLanguage(text: Text, language: Language): string {
  return text[language];
}

export function otherLanguage(language: Language): Language {
  return language === 'zh' ? 'en' : 'zh';
}
