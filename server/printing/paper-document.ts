import type { PaperKind } from '../../shared/hall/paper/paper-fields.ts';
import { readTemplate, type FieldPart, type SettingName, type TemplateLine } from '../../shared/hall/paper/paper-template.ts';
import type { Text } from '../../shared/hall/text.ts';
import { paperLines } from './paper-lines.ts';
import { toGbkText } from './gbk.ts';
import { receiptlineText } from './receiptline-text.ts';

/** How everything without a size of its own is printed. receiptline: `^^^` is twice as wide and as high. */
export interface Print {
  readonly mark: '' | '^^^';
  /** Latin characters per line at this size. */
  readonly columns: number;
}

export function printOf(columns: number, isLarge: boolean): Print {
  return isLarge ? { mark: '^^^', columns: Math.floor(columns / 2) } : { mark: '', columns };
}

/** What the fields of one paper say. */
export interface PaperContent {
  /** Lines of receiptline, laid out for the paper. */
  readonly blocks: Readonly<Record<string, () => readonly string[]>>;
  readonly texts: Readonly<Record<string, Text | null>>;
}

/** A text within a line is worth so many lines; more is cut, with `…`. */
const INLINE_LINES_MAX = 2;
/** What receiptline begins with, and every block counts on. */
const PLAIN: { readonly [Name in SettingName]: string } = { width: 'auto', align: 'center', border: '1', text: 'wrap' };

/**
 * A receiptline document from a template without problems. What a field says is escaped where it stands, so that no text can
 * become a cut, a rule, a column or a property, whatever the hall wrote around it.
 */
export function paperDocument(kind: PaperKind, template: string, content: PaperContent, print: Print): string {
  const { lines } = readTemplate(kind, template);
  const held = new Map<SettingName, string>();
  const written: string[] = [];
  for (const line of lines) written.push(...documentLines(line, { content, held, print }));
  return withoutEmptyStretches(written).join('\n');
}

interface Setting {
  readonly content: PaperContent;
  /** What the template has set otherwise than `PLAIN`. */
  readonly held: Map<SettingName, string>;
  readonly print: Print;
}

function documentLines(line: TemplateLine, { content, held, print }: Setting): string[] {
  switch (line.is) {
    case 'blank':
      return [''];
    case 'rule':
      return ['-'];
    case 'setting':
      held.set(line.name, line.value);
      return [`{${line.name}:${line.value}}`];
    case 'block': {
      const block = content.blocks[line.field]?.() ?? [];
      return block.length === 0 || held.size === 0 ? [...block] : [...plain(held), ...block, ...again(held)];
    }
    case 'text':
      return textLine(line.parts, content, print);
  }
}

function plain(held: ReadonlyMap<SettingName, string>): string[] {
  return [...held.keys()].map((name) => `{${name}:${PLAIN[name]}}`);
}

function again(held: ReadonlyMap<SettingName, string>): string[] {
  return [...held].map(([name, value]) => `{${name}:${value}}`);
}

/** A line of which nothing is left but empty fields is none. */
function textLine(parts: readonly (string | FieldPart)[], { texts }: PaperContent, print: Print): string[] {
  const fields = parts.filter((part) => typeof part !== 'string');
  const said = parts.map((part) =>
    typeof part === 'string' ? toGbkText(wordsOf(part)) : fieldText(texts[part.field], part, print),
  );
  const isBare = parts.every((part, at) => (typeof part === 'string' ? /^[\s|"^_`~]*$/.test(part) : said[at] === ''));
  if (fields.length > 0 && isBare) return [];
  const line = said.join('');
  // What the fields left of it must not become a rule or a cut.
  if (/^\|?\s*(?:-+|=+)\s*\|?$/.test(line.trim())) return [line.replaceAll('-', '－').replaceAll('=', '＝')];
  return [print.mark === '' || line.includes('^') ? line : enlarged(line, print.mark)];
}

/** What cannot be seen on a screen is not printed either. */
function wordsOf(part: string): string {
  return part
    .normalize('NFC')
    .replace(/\t/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '');
}

function fieldText(text: Text | null | undefined, { language }: FieldPart, { columns }: Print): string {
  if (text === null || text === undefined) return '';
  const both = text.zh === text.en ? text.zh : `${text.zh} ${text.en}`;
  const [line = ''] = paperLines(language === null ? both : text[language], columns * INLINE_LINES_MAX, 1);
  return receiptlineText(line);
}

/** Each column of a line in the larger type; a size holds within its column only. */
function enlarged(line: string, mark: Print['mark']): string {
  return (line.match(/(?:\\.|[^\\|])+|\|/gs) ?? [])
    .map((piece) => (piece === '|' || piece.trim() === '' ? piece : piece.replace(/^\s*/, (space) => space + mark)))
    .join('');
}

/** No two blank lines one after the other and none at the edges: what a ticket has nothing to say of leaves no hole. */
function withoutEmptyStretches(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    const last = kept.at(-1);
    if (line === '' && (last === undefined || last === '')) continue;
    if (line === '-' && last === '-') continue;
    kept.push(line);
  }
  while (kept.at(-1) === '' || kept.at(-1) === '-') kept.pop();
  return kept;
}
