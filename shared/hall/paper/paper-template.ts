import { PAPER_FIELDS, type PaperKind } from './paper-fields.ts';

/** Of one template. Longer papers are no papers. */
export const TEMPLATE_LINES_MAX = 80;
export const TEMPLATE_LINE_LENGTH_MAX = 300;
const COLUMNS_IN_LINE_MAX = 6;

export interface FieldPart {
  readonly field: string;
  /** Null: both. */
  readonly language: 'zh' | 'en' | null;
}

export type TemplateLine =
  | { readonly is: 'blank' }
  | { readonly is: 'rule' }
  /** A property that holds for the lines after it, such as `{align:left}`. */
  | { readonly is: 'setting'; readonly name: SettingName; readonly value: string }
  | { readonly is: 'block'; readonly field: string }
  /** What the hall wrote, with its mark-up, and fields between. */
  | { readonly is: 'text'; readonly parts: readonly (string | FieldPart)[] };

export const SETTING_NAMES = ['width', 'align', 'border', 'text'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

/** A sentence about a line; `line` counts from 1, 0 is the template as a whole. */
export interface TemplateProblem {
  readonly line: number;
  readonly problem: string;
}

export interface PaperTemplate {
  readonly lines: readonly TemplateLine[];
  readonly problems: readonly TemplateProblem[];
}

/**
 * Reads a template and allows only what is known to be harmless: text, fields, rules, and four properties with bounded values.
 * receiptline itself has properties that print a picture, send raw bytes or cut the paper, and leaves a line that it does not
 * understand out without a word; here each of these is a problem with its line.
 *
 * Pure. Lines with a problem are left out of `lines`: a template is used only when it has none.
 */
export function readTemplate(kind: PaperKind, template: string): PaperTemplate {
  const written = template.split('\n');
  const problems: TemplateProblem[] = [];
  if (written.length > TEMPLATE_LINES_MAX)
    problems.push({ line: TEMPLATE_LINES_MAX + 1, problem: `there are more than ${TEMPLATE_LINES_MAX} lines` });
  const lines: TemplateLine[] = [];
  const seen = new Set<string>();
  for (const [index, text] of written.slice(0, TEMPLATE_LINES_MAX).entries()) {
    const read = readLine(kind, text);
    if (typeof read === 'string') {
      problems.push({ line: index + 1, problem: read });
      continue;
    }
    if (read.is === 'block') {
      if (seen.has(read.field)) problems.push({ line: index + 1, problem: `field ${read.field} stands alone on two lines` });
      seen.add(read.field);
    }
    lines.push(read);
  }
  const { needs } = PAPER_FIELDS[kind];
  const isThere = (line: TemplateLine): boolean =>
    (line.is === 'block' && line.field === needs) ||
    (line.is === 'text' && line.parts.some((part) => typeof part !== 'string' && part.field === needs));
  if (problems.length === 0 && !lines.some(isThere)) problems.push({ line: 0, problem: `field ${needs} is missing` });
  return { lines, problems };
}

/** A line, or what is wrong with it. */
function readLine(kind: PaperKind, written: string): TemplateLine | string {
  if ([...written].length > TEMPLATE_LINE_LENGTH_MAX) return `there are more than ${TEMPLATE_LINE_LENGTH_MAX} characters`;
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(written.replace(/\t/g, ' ').replace(/\r$/, ''))) return 'there is a control character';
  const line = written.trim();
  if (line === '') return { is: 'blank' };
  // Bars at the edges are no columns: receiptline takes them off before it looks for a rule or a cut.
  const bare = line.replace(/^\|/, '').replace(/\|$/, '').trim();
  if (/^=+$/.test(bare)) return 'a line of = would cut the paper';
  if (/^-+$/.test(bare)) return { is: 'rule' };
  const alone = /^\{\{([^{}]*)\}\}$/.exec(line);
  if (alone !== null && PAPER_FIELDS[kind].blocks.includes(alone[1] ?? '')) return { is: 'block', field: alone[1] ?? '' };
  const property = /^\{([^{}]*)\}$/.exec(line);
  if (property !== null) return readSetting(property[1] ?? '');
  return readText(kind, line);
}

function readSetting(inner: string): TemplateLine | string {
  const [, name = '', value = ''] = /^\s*([A-Za-z_]\w*)\s*:\s*(.*?)\s*$/.exec(inner) ?? [];
  if (name === '') return `{${inner}} is no property`;
  if (!isSetting(name)) return `property ${name} is not allowed`;
  return VALUES[name].test(value) ? { is: 'setting', name, value } : `property ${name} cannot be ${value}`;
}

function isSetting(name: string): name is SettingName {
  return SETTING_NAMES.some((each) => each === name);
}

const VALUES: { readonly [Name in SettingName]: RegExp } = {
  width: /^(?:auto|(?:\*|[1-9]\d?)(?:\s*,\s*(?:\*|[1-9]\d?)){0,5})$/,
  align: /^(?:left|center|right)$/,
  border: /^(?:space|none|[0-2])$/,
  text: /^(?:wrap|nowrap)$/,
};

function readText(kind: PaperKind, line: string): TemplateLine | string {
  const parts: (string | FieldPart)[] = [];
  let columns = 1;
  for (const [piece] of line.matchAll(/\{\{[^{}]*\}\}|(?:\\[^]|(?!\{\{)[^\\])+|[^]/g)) {
    const field = /^\{\{([^{}]*)\}\}$/.exec(piece);
    if (field !== null) {
      const read = readField(kind, field[1] ?? '');
      if (typeof read === 'string') return read;
      parts.push(read);
      continue;
    }
    const wrong = wordsProblem(piece);
    if (wrong !== null) return wrong;
    columns += barsIn(piece);
    parts.push(piece);
  }
  return columns > COLUMNS_IN_LINE_MAX + 2 ? `there are more than ${COLUMNS_IN_LINE_MAX} columns` : { is: 'text', parts };
}

function readField(kind: PaperKind, inner: string): FieldPart | string {
  const { blocks, figures, texts } = PAPER_FIELDS[kind];
  const [, name = '', language = null] = /^([A-Za-z]+)(?:\.(zh|en))?$/.exec(inner) ?? [];
  if (texts.includes(name)) return { field: name, language: language as FieldPart['language'] };
  if (figures.includes(name) && language === null) return { field: name, language };
  if (blocks.includes(name) && language === null) return `field ${name} stands alone on its line`;
  return `there is no field ${inner === '' ? '{{}}' : inner}`;
}

/** An escape is finished within the hall's own words: a field's text must never become the end of one. */
function wordsProblem(words: string): string | null {
  const rest = words.replace(/\\[\\|{}~_"`^=-]/g, '');
  if (rest.includes('\\')) return 'a backslash stands before one of \\ | { } ~ _ " ` ^ - =';
  return /[{}]/.test(rest) ? 'a brace is written \\{ or \\}' : null;
}

function barsIn(words: string): number {
  return words.replace(/\\./g, '').split('|').length - 1;
}
