/**
 * A picture of a paper may hold shapes, letters and the hall's logo, and nothing else. receiptline escapes what people wrote;
 * this reads its work once more and keeps only what is on the list, so that a mistake there, or in the next version of it,
 * does not become a program in somebody's browser.
 */
const TAGS = new Set(['svg', 'defs', 'filter', 'feFlood', 'feComposite', 'g', 'text', 'tspan', 'path', 'image']);
const ATTRIBUTES = new Set([
  ...['width', 'height', 'viewBox', 'preserveAspectRatio', 'xmlns', 'id', 'x', 'y', 'lang', 'transform', 'd', 'in2', 'operator'],
  ...['flood-color', 'font-family', 'font-size', 'fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'filter', 'href'],
  ...['dominant-baseline', 'text-anchor', 'text-decoration'],
]);
const XMLNS = 'http://www.w3.org/2000/svg';
/** Every attribute's value is a figure, a word, a path; these may be more than that. */
const VALUES: Readonly<Record<string, RegExp>> = {
  href: /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/,
  filter: /^url\(#[A-Za-z0-9-]+\)$/,
  xmlns: new RegExp(`^${XMLNS}$`),
};
const PLAIN_VALUE = /^[A-Za-z0-9 .,#()%'_-]*$/;
const TAG = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z0-9:-]+="[^"<>]*")*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z0-9:-]+)="([^"<>]*)"/g;
const WORDS = /[^<>]+/y;

/** Null when it is not what receiptline draws: then nothing is shown. */
export function safeSvg(svg: string): string | null {
  let kept = '';
  for (let at = 0; at < svg.length;) {
    WORDS.lastIndex = at;
    const words = WORDS.exec(svg);
    if (words !== null) {
      kept += words[0];
      at = WORDS.lastIndex;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(svg);
    if (tag === null) return null;
    const [, end = '', name = '', attributes = '', alone = ''] = tag;
    if (!TAGS.has(name)) return null;
    kept += `<${end}${name}${keptAttributes(attributes)}${alone}>`;
    at = TAG.lastIndex;
  }
  return kept;
}

function keptAttributes(written: string): string {
  return [...written.matchAll(ATTRIBUTE)]
    .filter(([, name = '', value = '']) => ATTRIBUTES.has(name) && (VALUES[name] ?? PLAIN_VALUE).test(value))
    .map(([, name, value]) => ` ${name}="${value}"`)
    .join('');
}
