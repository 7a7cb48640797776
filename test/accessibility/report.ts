import { AUDITED_PAGES, type AuditedPage } from './pages.ts';
import { AXE_TAGS, type Measured } from './measure.ts';
import { CRITERIA } from './criteria.ts';

export interface ReportFacts {
  readonly date: string;
  readonly chromium: string;
  readonly axe: string;
  readonly hallcall: string;
}

/** Smallest target that is asked of a page, in CSS pixels: 20 mm at 96 dpi where customers press, 24 elsewhere (WCAG 2.2, 2.5.8). */
export function targetMin(kind: AuditedPage['kind']): number {
  return kind === 'kiosk' || kind === 'tablet' ? 76 : 24;
}

export interface Finding {
  readonly page: string;
  readonly what: string;
}

/** What a run found that is not as it should be: violations by axe first, then what was measured besides. */
export function findings(measured: readonly Measured[]): { readonly violations: Finding[]; readonly measures: Finding[] } {
  const violations = measured.flatMap(({ id, language, violations: found }) =>
    found.map((what) => ({ page: `${id} (${language})`, what })),
  );
  const measures = measured.flatMap((each) => {
    const kind = AUDITED_PAGES.find(({ id }) => id === each.id)?.kind ?? 'staff';
    const at = `${each.id} (${each.language})`;
    const found: Finding[] = [];
    const { keyboard, largestText, moving, overflowAt320, smallestIs, smallestTarget, widestAt320 } = each;
    if (smallestTarget !== null && smallestTarget < targetMin(kind))
      found.push({ page: at, what: `smallest target ${smallestTarget} px, ${targetMin(kind)} asked: ${smallestIs}` });
    if (keyboard.reached < keyboard.all) found.push({ page: at, what: `Tab reaches ${keyboard.reached} of ${keyboard.all}` });
    if (largestText !== null && largestText.contrast < 7)
      found.push({ page: at, what: `largest text ${largestText.contrast}:1, 7:1 is the house’s rule` });
    if (overflowAt320 !== null && overflowAt320 > 0)
      found.push({ page: at, what: `${overflowAt320} px wider than 320 px: ${widestAt320}` });
    if (moving > 0) found.push({ page: at, what: `${moving} animations run although less motion is wished for` });
    return found;
  });
  return { violations, measures };
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function pageRows(measured: readonly Measured[]): (string | number)[][] {
  return measured.map((each) => [
    `\`${each.id}\``,
    AUDITED_PAGES.find(({ id }) => id === each.id)?.name ?? '',
    each.language,
    each.violations.length,
    each.incomplete.join(', ') || '–',
    each.rulesPassed,
    each.smallestTarget ?? '–',
    `${each.keyboard.reached}/${each.keyboard.all}`,
    each.largestText === null ? '–' : `${each.largestText.contrast}:1`,
    each.overflowAt320 === null ? 'fixed' : each.overflowAt320,
    each.moving,
  ]);
}

export function reportText(measured: readonly Measured[], facts: ReportFacts): string {
  const { measures, violations } = findings(measured);
  const list = (found: readonly Finding[]): string =>
    found.length === 0 ? 'None.' : found.map(({ page, what }) => `- \`${page}\`: ${what}`).join('\n');
  return `# Accessibility

Written by \`npm run accessibility\` on ${facts.date}: Hallcall ${facts.hallcall}, Chromium ${facts.chromium} without a window, axe-core ${facts.axe}
(rules tagged ${AXE_TAGS.join(', ')}), a real hub with the demonstration hall, every page opened with less motion wished for. Do not edit: run it again.

**What this is and is not.** A machine finds perhaps a third of what a person would. Each criterion below says who tested it: this run, a named
test of the repository, or nobody yet — a person has to judge it. No conformance is claimed.

## Violations

Found by axe: ${violations.length}.

${list(violations)}

## Measured and not as wished

${list(measures)}

## Pages

Targets: shorter side of the smallest, CSS px (76 is 20 mm at 96 dpi). Keyboard: reached by Tab, of all that can be pressed. Largest text: its contrast
with the ground. 320 px: how much wider than 320 CSS px at that width; \`fixed\`: a screen of one size, see 1.4.10. Moving: animations that run.

${table(['page', 'what', 'language', 'violations', 'axe cannot tell', 'rules passed', 'target', 'keyboard', 'largest text', '320 px', 'moving'], pageRows(measured))}

Kiosk pages that need a paper, a PIN, a member's card or a broken printer, and dialogs of staff, are opened by the browser tests with the same axe
(\`test/browser/kiosk.test.ts\`, \`kiosk-offers.test.ts\`, \`story-four.test.ts\`, \`panels.test.ts\`, \`manager.test.ts\` and others), not by this run.

## WCAG 2.2, levels A and AA, with EN 301 549 and GB/T 41218

EN 301 549 V3.2.1 takes WCAG 2.1 A and AA over as clause 9.x.x.x with the same figures; what 2.2 added has no clause there. GB/T 41218-2022
(信息技术 互联网内容无障碍可访问性技术要求与测试方法 / its successor texts) follows WCAG's four principles; it is mapped by principle (可感知, 可操作, 可理解,
兼容性) and not by clause, because its text was not at hand when this was written: a person has to check the clauses.

${table(
  ['criterion', 'EN 301 549', 'GB/T 41218', 'by', 'how'],
  CRITERIA.map(({ by, how, id, name }) => [
    `${id} ${name}`,
    EN_ONLY_21.has(id) ? '–' : `9.${id}`,
    PRINCIPLES[id.charAt(0)] ?? '',
    by,
    how,
  ]),
)}

## EN 301 549, clause 5: closed functionality of the kiosk and the tablet

A kiosk takes no software of the customer's. What applies of 5.1 and 5.2 to 5.9:

${table(['clause', 'by', 'how'], CLOSED_FUNCTIONALITY)}

The rating tablet's words are typed with the keyboard of its system; there is none of our own, and no spoken path: whoever cannot use it has the phone
or the staff.
`;
}

const CLOSED_FUNCTIONALITY: readonly (readonly [clause: string, by: string, how: string])[] = [
  [
    '5.1.2.2 assistive technology not needed',
    'person',
    'Speech and big type are the kiosk’s own; a blind person has not tried it.',
  ],
  [
    '5.1.3.1 audio output of visual information',
    'test',
    'Spoken prompts and private listening (K120, K121), only where the hall turns `spokenPrompts` on.',
  ],
  ['5.1.3.3 auditory output correlation', 'person', 'Whether what is heard matches what is seen has to be heard.'],
  ['5.1.3.6 speech for non-text content', 'test', 'Tiles carry words (K1, K15), faces too (axe `button-name`).'],
  [
    '5.1.3.8 masked entry',
    'test',
    'All but the last signs of an identity are dots (`test/browser/kiosk.test.ts`); the PIN is dots in the source.',
  ],
  ['5.1.3.9 private access to personal data', 'test', 'The identity is neither stored nor shown (K102, K113).'],
  ['5.1.4 closed to text enlargement', 'machine', 'Big type is a button of every kiosk page; measured above as `kiosk-large`.'],
  ['5.1.5 visual output for auditory information', 'test', 'Captions of what is spoken (V6, V9).'],
  ['5.1.6.1 operation without keyboard interface', 'test', 'A ticket by keypad alone (K122, `test/browser/kiosk.test.ts`).'],
  ['5.2 activation of accessibility features', 'machine', 'Big type and high contrast are on the first page.'],
  ['5.3 biometrics', 'person', 'None is used.'],
  ['5.5 operable parts', 'person', 'Force and reach depend on the machine.'],
  ['5.6 locking or toggle controls', 'machine', '`aria-pressed` and a word, axe.'],
  ['5.7 key repeat, 5.8 double-strike', 'test', 'A double tap is one ticket and one rating (K5, G2, G12).'],
  ['5.9 simultaneous user actions', 'machine', 'None is needed: single presses only.'],
];

const PRINCIPLES: Readonly<Record<string, string>> = { 1: '可感知', 2: '可操作', 3: '可理解', 4: '兼容性' };
/** New in WCAG 2.2. */
const EN_ONLY_21: ReadonlySet<string> = new Set(['2.4.11', '2.5.7', '2.5.8', '3.2.6', '3.3.7', '3.3.8']);
