import type { Language } from './language.ts';

/**
 * A screen's texts: plain strings, and functions where something is filled in. Chinese is written first and gives the
 * shape; a key or an argument that English lacks, or has too much, does not compile. No lookup by string, so a text that
 * nobody uses is found by the tools that find dead code.
 */
export function catalogue<Texts extends object>(texts: {
  readonly zh: Texts;
  readonly en: NoInfer<Texts>;
}): (language: Language) => Texts {
  return (language) => texts[language];
}

const PLURALS = new Intl.PluralRules('en');

/** English counts: `1 person`, `2 people`. Chinese needs none of it. */
export function plural(count: number, one: string, other: string): string {
  return `${count} ${PLURALS.select(count) === 'one' ? one : other}`;
}
