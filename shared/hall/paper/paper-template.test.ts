import { describe, expect, it } from 'vitest';
import { wholeConfiguration } from '../../../test/support/whole-configuration.ts';
import { problemText } from '../../i18n/configuration-problem.ts';
import { configurationProblems } from '../configuration-problems.ts';
import { LOGO_HEIGHT_MAX, LOGO_WIDTH_MAX } from '../limits.ts';
import type { PaperSetup } from '../setup/paper-setup.ts';
import { DEFAULT_TEMPLATES, PAPER_KINDS } from './paper-fields.ts';
import { readTemplate, TEMPLATE_LINES_MAX } from './paper-template.ts';

const problemsOf = (paper: PaperSetup) => configurationProblems(wholeConfiguration({ paper }));

describe('the template of a paper', () => {
  it.each(PAPER_KINDS)('[B1] that comes with the hub has no problem: %s', (kind) => {
    expect(readTemplate(kind, DEFAULT_TEMPLATES[kind]).problems).toEqual([]);
    expect(problemsOf({ [kind]: DEFAULT_TEMPLATES[kind] })).toEqual([]);
  });

  it.each([
    ['{{nummer}}', 'there is no field nummer', '没有字段 nummer'],
    ['{{number.zh}}', 'there is no field number.zh', '没有字段 number.zh'],
    ['{{}}', 'there is no field {{}}', '没有字段 {{}}'],
    ['you: {{documents}}', 'field documents stands alone on its line', '字段 documents 须独占一行'],
    ['====', 'a line of = would cut the paper', '只有等号的一行会切纸'],
    ['|=|', 'a line of = would cut the paper', '只有等号的一行会切纸'],
    ['{image:AAAA}', 'property image is not allowed', '不允许属性 image'],
    ['{x:\\x1b@}', 'property x is not allowed', '不允许属性 x'],
    ['{code:1;option:code128}', 'property code is not allowed', '不允许属性 code'],
    ['{comment}', '{comment} is no property', '{comment} 不是属性'],
    ['{border:line}', 'property border cannot be line', '属性 border 不能是 line'],
    ['{width:40,40}', 'columns of 82 do not fit on paper of 48', '各栏共 82 字符，纸宽只有 48'],
    ['a { b', 'a brace is written \\{ or \\}', '花括号请写作 \\{ 或 \\}'],
    ['\\x1b@', 'a backslash stands before one of \\ | { } ~ _ " ` ^ - =', '反斜杠后只能是 \\ | { } ~ _ " ` ^ - ='],
    ['\\{{service}}', 'a brace is written \\{ or \\}', '花括号请写作 \\{ 或 \\}'],
    ['{{{service}}', 'a brace is written \\{ or \\}', '花括号请写作 \\{ 或 \\}'],
    ['{{service', 'a brace is written \\{ or \\}', '花括号请写作 \\{ 或 \\}'],
    ['x\\', 'a backslash stands before one of \\ | { } ~ _ " ` ^ - =', '反斜杠后只能是 \\ | { } ~ _ " ` ^ - ='],
    ['a\u0007b', 'there is a control character', '含有控制字符'],
    ['x'.repeat(301), 'there are more than 300 characters', '超过 300 个字符'],
    ['a|b|c|d|e|f|g|h|i|j', 'there are more than 6 columns', '超过 6 栏'],
    ['{{number}}', 'field number stands alone on two lines', '字段 number 重复'],
  ])('[B2] is refused with its line and the reason in both languages: %j', (line, english, chinese) => {
    const [problem, ...more] = problemsOf({ ticket: `{{number}}\n${line}` });
    expect(more).toEqual([]);
    expect(problem).toEqual({ path: ['paper', 'ticket'], problem: `line 2: ${english}` });
    expect(problemText(problem?.problem ?? '', 'zh')).toBe(`第 2 行：${chinese}`);
  });

  it('[B2] is refused when it is too long, or has not what the paper is for', () => {
    expect(problemsOf({ ticket: `{{number}}\n${'-\n'.repeat(TEMPLATE_LINES_MAX)}` })).toEqual([
      { path: ['paper', 'ticket'], problem: `line ${TEMPLATE_LINES_MAX + 1}: there are more than ${TEMPLATE_LINES_MAX} lines` },
    ]);
    const [missing] = problemsOf({ daySlip: '{{hall}}' });
    expect(missing).toEqual({ path: ['paper', 'daySlip'], problem: 'field totals is missing' });
    expect(problemText(missing?.problem ?? '', 'zh')).toBe('缺少字段 totals');
  });

  it('[B1] allows text with mark-up, fields in one language, rules, columns and the four harmless properties', () => {
    const template =
      '{align:left}\n"^^{{hall.zh}}"\n---\n{width:*,8}\n|{{service.en}} | {{ahead}}|\n{width:auto}\nNo \\{{{number}}\\}\n';
    expect(problemsOf({ ticket: template })).toEqual([]);
  });
});

describe('what else a hall’s paper may not be', () => {
  const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  const png = (change: (bytes: Uint8Array) => void): string => {
    const bytes = Uint8Array.from(atob(DOT), (character) => character.charCodeAt(0));
    change(bytes);
    return btoa(String.fromCharCode(...bytes));
  };

  it('[B6] a logo is a whole PNG within the limits', () => {
    expect(problemsOf({ logo: DOT })).toEqual([]);
    const refused = { path: ['paper', 'logo'], problem: 'the logo is no PNG picture' };
    expect(problemsOf({ logo: 'aGVsbG8=' })).toEqual([refused]);
    expect(problemsOf({ logo: DOT.slice(0, -12) })).toEqual([refused]);
    // One bit of its data is another: the sum says so.
    expect(problemsOf({ logo: png((bytes) => (bytes[45] = (bytes[45] ?? 0) ^ 1)) })).toEqual([refused]);
    expect(problemText(refused.problem, 'zh')).toBe('标志不是 PNG 图片');
  });

  it('[B6] says the size of a logo that is too large', () => {
    const problem = `the logo has 385 × 10 dots, not at most ${LOGO_WIDTH_MAX} × ${LOGO_HEIGHT_MAX}`;
    expect(problemText(problem, 'zh')).toBe('标志为 385 × 10 点，最大 384 × 200 点');
  });

  it('[B11] a day’s slip comes out on a printer that there is, and only a device has a speed', () => {
    expect(problemsOf({ daySlipAtClose: 'nowhere' })).toEqual([
      { path: ['paper', 'daySlipAtClose'], problem: 'printer nowhere is not defined' },
    ]);
    const configuration = wholeConfiguration();
    const [printer] = configuration.printers;
    const printers = printer === undefined ? [] : [{ ...printer, baud: 9_600 as const }];
    expect(configurationProblems({ ...configuration, printers })).toEqual([
      { path: ['printers', 0, 'baud'], problem: 'only a device has a speed' },
    ]);
  });
});
