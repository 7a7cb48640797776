export interface Criterion {
  readonly id: string;
  readonly name: string;
  /** `machine`: this run · `test`: a test of the repository · `person`: has to be judged by one. */
  readonly by: 'machine' | 'machine, person' | 'test' | 'test, person' | 'person' | 'does not apply';
  readonly how: string;
}

const of = (by: Criterion['by'], how: string, ...names: readonly string[]): Criterion[] =>
  names.map((each) => ({ id: each.split(' ')[0]!, name: each.slice(each.indexOf(' ') + 1), by, how }));

/** WCAG 2.2, levels A and AA (4.1.1 is gone from 2.2): who tested each, and how. */
export const CRITERIA: readonly Criterion[] = [
  ...of(
    'machine, person',
    'axe: names of pictures and controls; whether they say enough is a person’s.',
    '1.1.1 Non-text content',
  ),
  ...of(
    'person',
    'Promo films are the hall’s own; those with speech need captions or a text from the hall.',
    '1.2.1 Audio-only and video-only',
    '1.2.2 Captions',
    '1.2.3 Audio description or alternative',
    '1.2.5 Audio description',
  ),
  ...of('does not apply', 'There is nothing live but calls, which are on the wall as text.', '1.2.4 Captions, live'),
  ...of('machine, person', 'axe: lists, headings, labels, tables.', '1.3.1 Info and relationships', '1.3.2 Meaningful sequence'),
  ...of(
    'person',
    'No instruction names a shape or place alone; read by nobody but its writers.',
    '1.3.3 Sensory characteristics',
  ),
  ...of('test', 'Upright and lying walls and kiosks (D42, K11, K117).', '1.3.4 Orientation'),
  ...of('machine', 'axe: `autocomplete-valid`; only the sign-in asks for such data.', '1.3.5 Identify input purpose'),
  ...of(
    'test, person',
    'Every state has its word and its shape (D7, D14, S13); grades have a mouth and a word.',
    '1.4.1 Use of colour',
  ),
  ...of('test', 'Volume by hours (V4), private listening (K121), a mark when the browser blocks it (V9).', '1.4.2 Audio control'),
  ...of(
    'machine',
    'axe, the largest text above, and `shared/ui/tokens.test.ts` (7:1 on every ground of every theme).',
    '1.4.3 Contrast',
  ),
  ...of(
    'machine, person',
    'Phone and staff measured by reflow; big type on the kiosk; 200 % by browser zoom is a person’s.',
    '1.4.4 Resize text',
  ),
  ...of('person', 'No words in pictures but the hall’s own media.', '1.4.5 Images of text'),
  ...of(
    'machine',
    'Measured at 320 px above. Walls, windows, kiosk and tablet are screens of one size with text in proportion to it.',
    '1.4.10 Reflow',
  ),
  ...of('test, person', 'Colours of controls by `shared/ui/tokens.test.ts`; faces and marks by eye.', '1.4.11 Non-text contrast'),
  ...of('person', 'Not tried with other spacing.', '1.4.12 Text spacing'),
  ...of('does not apply', 'Nothing appears on hover or focus alone.', '1.4.13 Content on hover or focus'),
  ...of(
    'machine',
    'Reached by Tab, above; the kiosk and the desk also by keypad (`test/browser/kiosk.test.ts`, `counter/keys/desk-keys.test.ts`).',
    '2.1.1 Keyboard',
  ),
  ...of('machine', 'Tab goes on through the whole page, above.', '2.1.2 No keyboard trap'),
  ...of('test', 'Keys can be changed and turned off (`counter/keys/key-book.test.ts`).', '2.1.4 Character key shortcuts'),
  ...of(
    'test, person',
    'The kiosk warns and can be given more time (K100). The tablet’s time begins anew with each touch, and ends with the next call.',
    '2.2.1 Timing adjustable',
  ),
  ...of(
    'test, person',
    'Nothing scrolls (D8, D30); less motion is kept where it is wished for (D2); lists and notices that change in turn cannot be paused.',
    '2.2.2 Pause, stop, hide',
  ),
  ...of('test', 'A new call flashes twice, 0.9 s each: below three a second (D2).', '2.3.1 Three flashes'),
  ...of('person', 'Staff pages have one row of tabs and no link past it.', '2.4.1 Bypass blocks'),
  ...of('machine', 'axe: `document-title`.', '2.4.2 Page titled'),
  ...of(
    'machine, person',
    'Order of the page, by Tab; sense by a person.',
    '2.4.3 Focus order',
    '2.4.4 Link purpose',
    '2.4.5 Multiple ways',
    '2.4.6 Headings and labels',
  ),
  ...of(
    'person',
    'One style for the focus everywhere, 3 px; seen on pictures only.',
    '2.4.7 Focus visible',
    '2.4.11 Focus not obscured',
  ),
  ...of(
    'does not apply',
    'No gesture, no dragging, no motion of the device.',
    '2.5.1 Pointer gestures',
    '2.5.4 Motion actuation',
    '2.5.7 Dragging movements',
  ),
  ...of('machine, person', 'Actions are on `click`, which comes when the finger is lifted.', '2.5.2 Pointer cancellation'),
  ...of('machine', 'axe: `label-content-name-mismatch` is no AA rule; names are the words.', '2.5.3 Label in name'),
  ...of('machine', 'Measured above.', '2.5.8 Target size'),
  ...of(
    'machine',
    'axe: `html-has-lang`, `valid-lang`; English beside Chinese is marked.',
    '3.1.1 Language of page',
    '3.1.2 Language of parts',
  ),
  ...of(
    'person',
    'Nothing happens on focus or typing alone; read in the source.',
    '3.2.1 On focus',
    '3.2.2 On input',
    '3.2.3 Consistent navigation',
    '3.2.4 Consistent identification',
    '3.2.6 Consistent help',
  ),
  ...of(
    'test, person',
    'Refusals are sentences in both languages (`shared/i18n/refusals.test.ts`).',
    '3.3.1 Error identification',
    '3.3.3 Error suggestion',
  ),
  ...of('machine', 'axe: `label`.', '3.3.2 Labels or instructions'),
  ...of('test', 'What cannot be taken back is asked again; a desk has 30 s of undo (T130, F192).', '3.3.4 Error prevention'),
  ...of('does not apply', 'Nothing is asked twice in one visit.', '3.3.7 Redundant entry'),
  ...of(
    'person',
    'Customers sign in nowhere; staff paste passwords and use managers of them.',
    '3.3.8 Accessible authentication',
  ),
  ...of('machine', 'axe: `aria-*`, `button-name`, `label`.', '4.1.2 Name, role, value'),
  ...of(
    'machine, person',
    '`role=status` and `role=alert` are there; whether they are read out has to be heard.',
    '4.1.3 Status messages',
  ),
];
