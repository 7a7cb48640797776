/**
 * What style sheets say, and since which Chromium it is understood: the part of CSS that is younger than the oldest browser that walls
 * promise, and old enough to be written without a second thought. Years of it: Chrome's release notes and MDN's compatibility data.
 */
export interface CssFeature {
  readonly name: string;
  readonly since: number;
  /** Found in the selector, the at-rule's words, the property or the value of a declaration. */
  readonly in: 'selector' | 'at-rule' | 'property' | 'value';
  readonly pattern: RegExp;
}

/** What does no harm where it is not understood: text breaks a little worse, a box has the browser's own tint. */
export const HARMLESS = [
  /^text-wrap/,
  /^accent-color$/,
  /^color-scheme$/,
  /^line-clamp$/,
  /^forced-color-adjust$/,
  /^(?:-webkit-)?text-size-adjust$/,
  /^scrollbar-/,
  /^print-color-adjust$/,
  /^hyphen/,
] as const;

const logical =
  /^(?:inset(?:-|$)|(?:margin|padding)-(?:inline|block)|border-(?:inline|block|start|end)|(?:min-|max-)?(?:inline|block)-size$)/;

export const CSS_FEATURES: readonly CssFeature[] = [
  { name: ':is(), :where()', since: 88, in: 'selector', pattern: /:(?:is|where)\(/ },
  { name: ':has()', since: 105, in: 'selector', pattern: /:has\(/ },
  { name: 'a list in :not()', since: 88, in: 'selector', pattern: /:not\([^()]*,/ },
  { name: ':focus-visible', since: 86, in: 'selector', pattern: /:focus-visible/ },
  { name: 'nesting', since: 112, in: 'selector', pattern: /(?:^|[\s,])&/ },
  { name: ':user-valid, :user-invalid', since: 119, in: 'selector', pattern: /:user-(?:in)?valid/ },
  { name: 'part of a selector that begins with a combinator', since: 105, in: 'selector', pattern: /^\s*[>+~]/ },
  { name: '@layer', since: 99, in: 'at-rule', pattern: /^@layer\b/ },
  { name: '@container', since: 105, in: 'at-rule', pattern: /^@container\b/ },
  { name: '@property', since: 85, in: 'at-rule', pattern: /^@property\b/ },
  { name: '@scope, @starting-style', since: 117, in: 'at-rule', pattern: /^@(?:scope|starting-style)\b/ },
  { name: 'ranges in media queries', since: 104, in: 'at-rule', pattern: /^@media[^{]*[<>]/ },
  { name: 'selector() in @supports', since: 83, in: 'at-rule', pattern: /^@supports[^{]*selector\(/ },
  { name: 'logical sides', since: 87, in: 'property', pattern: logical },
  { name: 'aspect-ratio', since: 88, in: 'property', pattern: /^aspect-ratio$/ },
  { name: 'appearance', since: 84, in: 'property', pattern: /^appearance$/ },
  { name: 'translate, rotate, scale', since: 104, in: 'property', pattern: /^(?:translate|rotate|scale)$/ },
  { name: 'content-visibility', since: 85, in: 'property', pattern: /^content-visibility$/ },
  { name: 'container', since: 105, in: 'property', pattern: /^container(?:-|$)/ },
  { name: 'mask', since: 120, in: 'property', pattern: /^mask(?:-|$)/ },
  { name: 'backdrop-filter', since: 76, in: 'property', pattern: /^backdrop-filter$/ },
  { name: 'min(), max(), clamp()', since: 79, in: 'value', pattern: /(?:^|[^\w-])(?:min|max|clamp)\(/ },
  {
    name: 'round(), mod(), sin() and the like',
    since: 125,
    in: 'value',
    pattern: /(?:^|[^\w-])(?:round|mod|rem|sin|cos|tan|pow|sqrt|abs|sign)\(/,
  },
  { name: 'dvh, svh, lvh', since: 108, in: 'value', pattern: /\d[dsl]v(?:h|w|i|b|min|max)\b/ },
  { name: 'container units', since: 105, in: 'value', pattern: /\dcq(?:w|h|i|b|min|max)\b/ },
  { name: 'lh, rlh, cap, ic', since: 109, in: 'value', pattern: /\d(?:r?lh|r?cap|r?ic)\b/ },
  { name: 'color-mix()', since: 111, in: 'value', pattern: /color-mix\(/ },
  {
    name: 'oklch(), lab(), color(), light-dark()',
    since: 111,
    in: 'value',
    pattern: /(?:^|[^\w-])(?:ok)?l(?:ab|ch)\(|(?:^|[^\w-])color\(|light-dark\(/,
  },
  { name: 'overflow: clip', since: 90, in: 'value', pattern: /^clip$/ },
  { name: 'overflow-wrap: anywhere', since: 80, in: 'value', pattern: /^anywhere$/ },
  { name: 'steps(…, jump-…)', since: 77, in: 'value', pattern: /jump-(?:start|end|none|both)/ },
  { name: 'conic-gradient()', since: 69, in: 'value', pattern: /conic-gradient\(/ },
  { name: 'env()', since: 69, in: 'value', pattern: /(?:^|[^\w-])env\(/ },
  { name: 'subgrid', since: 117, in: 'value', pattern: /\bsubgrid\b/ },
  { name: 'revert', since: 84, in: 'value', pattern: /^revert(?:-layer)?$/ },
];

export interface CssPart {
  readonly in: CssFeature['in'];
  readonly text: string;
  /** Of a value: its property. */
  readonly property?: string;
}

/** Selectors, at-rules and declarations of a style sheet as it was built: no strings with braces in them, no comments. */
export function cssParts(css: string): CssPart[] {
  const parts: CssPart[] = [];
  const plain = css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/url\([^)]*\)/g, 'url()');
  // Inside a bracket that holds rules, what stands before a brace is a selector; else a declaration.
  for (const [, text = '', end] of plain.matchAll(/([^{};]*)([{};])/g)) {
    const said = text.trim();
    if (said === '') continue;
    if (said.startsWith('@')) parts.push({ in: 'at-rule', text: said });
    else if (end === '{') parts.push({ in: 'selector', text: said });
    else parts.push(...declaration(said));
  }
  return parts;
}

function declaration(said: string): CssPart[] {
  const at = said.indexOf(':');
  const [property, text] = [said.slice(0, at).trim(), said.slice(at + 1).trim()];
  return [
    { in: 'property', text: property },
    { in: 'value', text, property },
  ];
}

/** What a browser of this version would not understand of it, each once. */
export function tooYoung(css: string, version: number): string[] {
  const young = CSS_FEATURES.filter(({ since }) => since > version);
  const found = cssParts(css).flatMap((part) => {
    if (HARMLESS.some((pattern) => pattern.test(part.property ?? (part.in === 'property' ? part.text : '')))) return [];
    const text = part.in === 'value' ? part.text.replaceAll(/minmax\(/g, 'mm(') : part.text;
    return young
      .filter((feature) => feature.in === part.in && feature.pattern.test(text))
      .map(
        ({ name, since }) =>
          `${name} (Chromium ${since}): ${part.property === undefined ? '' : `${part.property}: `}${part.text.slice(0, 120)}`,
      );
  });
  return [...new Set(found)];
}
