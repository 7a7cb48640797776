import type { Language } from './language.ts';

/** What a schema found wrong with one value: as much of its issue as words are made of. */
export interface ShapeFault {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly pattern?: unknown;
  readonly keys?: unknown;
  readonly values?: unknown;
}

type Words = { readonly [Of in Language]: string };

/** What must stand there, by the name that a schema has for it. */
const KINDS: Readonly<Record<string, Words>> = {
  string: { zh: '此处须填文字', en: 'this is a text' },
  number: { zh: '此处须填数字', en: 'this is a number' },
  int: { zh: '此处须填整数', en: 'this is a whole number' },
  boolean: { zh: '此处只能是“是”或“否”', en: 'this is yes or no' },
  array: { zh: '此处须是列表', en: 'this is a list' },
};
const NOTHING: Words = { zh: '尚未填写', en: 'nothing is filled in here' };
const OTHER: Words = { zh: '此处内容不对', en: 'this does not belong here' };

/** How something is written, by how its pattern begins. */
const WRITTEN: readonly (readonly [pattern: string, words: Words])[] = [
  ['/^(?:[01]\\d|2[0-3])', { zh: '时间请写作 08:30', en: 'a time is written 08:30' }],
  ['/^\\d{4}-', { zh: '日期请写作 2026-01-31', en: 'a date is written 2026-01-31' }],
  ['/^#[0-9a-fA-F]{6}', { zh: '颜色请写作 #1A5FB4', en: 'a colour is written #1A5FB4' }],
  ['/^[A-Z]{1,2}', { zh: '须为一至两个大写字母', en: 'one or two capital letters' }],
  ['/^[A-Za-z0-9][A-Za-z0-9_-]', { zh: '须为字母、数字、- 或 _，最多 32 个', en: 'letters, digits, - and _, at most 32' }],
  ['/^[A-Za-z0-9.:-]', { zh: '须为主机名或 IP 地址', en: 'the name or the address of a host' }],
  ['/^https?:', { zh: '网址以 http:// 或 https:// 开头', en: 'an address that begins with http:// or https://' }],
  ['/^\\d{1,12}', { zh: '工号为 1 至 12 位数字', en: 'a staff number has 1 to 12 digits' }],
  ['/^\\/dev', { zh: '设备请写作 /dev/usb/lp0', en: 'a device is written /dev/usb/lp0' }],
  ['/^[^/', { zh: '须为文件夹内的文件名，不含路径', en: 'the name of a file in the folder, without a path' }],
];
const WRITTEN_OTHERWISE: Words = { zh: '写法不对', en: 'this is not how it is written' };

/** For who fills in a form: what is missing, too long, or how it is written, and nothing of the schema. Pure. */
export function shapeFaultText(fault: ShapeFault, language: Language): string {
  return wordsOf(fault)[language];
}

function wordsOf(fault: ShapeFault): Words {
  const { code, expected, input, keys, maximum, minimum, origin, pattern, values } = fault;
  if (input === undefined || input === null || input === '') return NOTHING;
  switch (code) {
    case 'invalid_type':
      return KINDS[String(expected)] ?? OTHER;
    case 'too_small':
      return atLeast(String(minimum), origin);
    case 'too_big':
      return atMost(String(maximum), origin);
    case 'invalid_format':
      return WRITTEN.find(([begins]) => String(pattern).startsWith(begins))?.[1] ?? WRITTEN_OTHERWISE;
    case 'invalid_value':
      return { zh: `只能是：${listed(values, '、')}`, en: `one of: ${listed(values, ', ')}` };
    case 'unrecognized_keys':
      return { zh: `没有这一项：${listed(keys, '、')}`, en: `there is no such field: ${listed(keys, ', ')}` };
    default:
      return OTHER;
  }
}

function atLeast(least: string, origin: unknown): Words {
  if (origin === 'string') return { zh: `至少 ${least} 个字符`, en: `at least ${least} characters` };
  if (origin === 'array') return { zh: `至少 ${least} 项`, en: `at least ${least} of them` };
  return { zh: `不能小于 ${least}`, en: `not less than ${least}` };
}

function atMost(most: string, origin: unknown): Words {
  if (origin === 'string') return { zh: `最多 ${most} 个字符`, en: `at most ${most} characters` };
  if (origin === 'array') return { zh: `最多 ${most} 项`, en: `at most ${most} of them` };
  return { zh: `不能大于 ${most}`, en: `not more than ${most}` };
}

function listed(words: unknown, between: string): string {
  return Array.isArray(words) ? words.map(String).join(between) : '';
}
