import { toGbkText } from './gbk.ts';

/**
 * Text from people (a service's name, a document) inside a receiptline document. There a backslash, a brace, a bar and
 * some signs are mark-up, a line of dashes is a rule and a line of equals signs **cuts the paper**; a control byte would
 * go to the printer as a command. So: control characters become spaces, mark-up is escaped, and pure lines of dashes or
 * equals signs are written full-width.
 */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
/** Zero-width and bidirectional marks, unpaired surrogates, private use: invisible on screen, garbage on paper. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}]/gu;
const MARKUP = /[\\|{}~_"`^]/g;
const DASHES = /^-+$/;
const EQUALS = /^=+$/;

/** The words as paper can show them, not yet escaped: one line, single spaces, GBK. */
export function paperText(text: string): string {
  const oneLine = text.normalize('NFC').replace(CONTROLS, ' ').replace(INVISIBLE, '');
  const words = toGbkText(oneLine).replace(/\s+/g, ' ').trim();
  if (DASHES.test(words)) return '－'.repeat(words.length);
  if (EQUALS.test(words)) return '＝'.repeat(words.length);
  return words;
}

/** Text to put into a line of a receiptline document: never a cut, a rule, a graphic or a command. */
export function receiptlineText(text: string): string {
  return paperText(text).replace(MARKUP, '\\$&');
}

const PROPERTY_MARKUP = /[\\|{};]/g;

/** Text to put into a property (`{code:…}`), such as an address; it reaches the symbol unchanged. */
export function receiptlineProperty(text: string): string {
  return text.replace(CONTROLS, '').replace(PROPERTY_MARKUP, '\\$&').trim();
}
