import { paperText } from './receiptline-text.ts';

/** Cut where a text would need more lines than it is worth. */
export const CUT_MARK = '…';

/** Must not begin a line (避头): they stay with what stands before them. */
const CLOSING = /^[，。、；：！？）」』》〉】”’…％%,.;:!?)\]}>]$/;
/** Must not end a line (避尾). */
const OPENING = /^[（「『《〈【“‘(\[{<]$/;
const WIDE_MIN = 0x80;

/** Columns of a text on paper: a Latin character takes one, everything else in GBK two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += (character.codePointAt(0) ?? 0) < WIDE_MIN ? 1 : 2;
  return columns;
}

/**
 * Lines of at most `columns`: broken between words and between Chinese characters, never before a closing or after an
 * opening mark; a word longer than a line is broken anyhow. What is left after `linesMax` lines is cut, with `…`.
 * The text comes back as paper can show it, not escaped.
 */
export function paperLines(text: string, columns: number, linesMax: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const unit of units(paperText(text).slice(0, columns * (linesMax + 1)), columns)) {
    if (columnsOf(line + unit.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = unit.trimStart();
    } else {
      line += line === '' ? unit.trimStart() : unit;
    }
    if (lines.length > linesMax) break;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines.length <= linesMax ? lines : [...lines.slice(0, linesMax - 1), cut(lines[linesMax - 1] ?? '', columns)];
}

/** A heading: no more lines than it needs, and these of about the same length (no last character alone on a line). */
export function balancedLines(text: string, columns: number, linesMax: number): string[] {
  const lines = paperLines(text, columns, linesMax);
  if (lines.length < 2) return lines;
  let balanced = lines;
  for (let narrower = columns - 1; narrower >= columns / 2; narrower -= 1) {
    const tried = paperLines(text, narrower, linesMax + 1);
    if (tried.length !== lines.length) break;
    balanced = tried;
  }
  return balanced;
}

/** The beginning of a line, with room for the mark that says so. */
function cut(line: string, columns: number): string {
  const characters = [...line];
  while (columnsOf(characters.join('')) + columnsOf(CUT_MARK) > columns) characters.pop();
  return characters.join('').trimEnd() + CUT_MARK;
}

/** What must stay together: a word with its marks and the space after it, or a Chinese character with its marks. */
function units(text: string, columns: number): string[] {
  const found: string[] = [];
  let joinNext = false;
  for (const piece of text.match(/[\x21-\x7e]+ ?|[^\x21-\x7e] ?/gu) ?? []) {
    const bare = piece.trimEnd();
    const last = found.length - 1;
    const before = found[last];
    const stays = before !== undefined && !before.endsWith(' ') && (joinNext || CLOSING.test(bare));
    if (stays && columnsOf(before + bare) <= columns) found[last] = before + piece;
    else found.push(...pieces(piece, columns));
    joinNext = OPENING.test(bare);
  }
  return found;
}

/** A word that no line holds, in parts that one holds. */
function pieces(word: string, columns: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += columns) parts.push(word.slice(at, at + columns));
  return parts;
}
