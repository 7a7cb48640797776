/**
 * What of PostCSS's tree is used here.
 *
 * @typedef {{ prop: string, value: string, important?: boolean, parent?: StyleRule, cloneBefore(changes: object): void, remove(): void }} Declaration
 * @typedef {{ type: string, selector: string, source?: unknown, nodes: (Declaration & { type: string })[], cloneAfter(changes: object): StyleRule, after(node: unknown): void, clone(changes: object): StyleRule }} StyleRule
 * @typedef {{ Rule: new (of: object) => unknown, AtRule: new (of: object) => { append(node: unknown): void } }} Tools
 */

/** Where the sides of a box are, for writing from left to right: the languages of the screens. */
const LOGICAL = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  inset: ['top', 'right', 'bottom', 'left'],
  'inset-inline': ['left', 'right'],
  'inset-block': ['top', 'bottom'],
  'inset-inline-start': ['left'],
  'inset-inline-end': ['right'],
  'inset-block-start': ['top'],
  'inset-block-end': ['bottom'],
  'inline-size': ['width'],
  'block-size': ['height'],
  'min-inline-size': ['min-width'],
  'min-block-size': ['min-height'],
  'max-inline-size': ['max-width'],
  'max-block-size': ['max-height'],
  ...box('margin'),
  ...box('padding'),
  ...edges(),
});

/** @param {string} name */
function box(name) {
  return {
    [`${name}-inline`]: [`${name}-left`, `${name}-right`],
    [`${name}-block`]: [`${name}-top`, `${name}-bottom`],
    [`${name}-inline-start`]: [`${name}-left`],
    [`${name}-inline-end`]: [`${name}-right`],
    [`${name}-block-start`]: [`${name}-top`],
    [`${name}-block-end`]: [`${name}-bottom`],
  };
}

/** A border's shorthand goes to both of its sides whole. */
function edges() {
  const sides = { inline: ['left', 'right'], block: ['top', 'bottom'] };
  return Object.fromEntries(
    Object.entries(sides).flatMap(([axis, [start, end]]) =>
      ['', '-color', '-style', '-width'].flatMap((part) => [
        [`border-${axis}-start${part}`, [`border-${start}${part}`]],
        [`border-${axis}-end${part}`, [`border-${end}${part}`]],
      ]),
    ),
  );
}

/** Of one value for all, two or four: top, right, bottom, left. @param {readonly string[]} values */
function fourSides([top = '', right = top, bottom = top, left = right]) {
  return [top, right, bottom, left];
}

/** Parts of a value that spaces divide, whatever stands in brackets. @param {string} value */
export function parts(value) {
  return split(value, /\s/);
}

/** @param {string} value @param {RegExp} by */
function split(value, by) {
  const found = [''];
  let depth = 0;
  for (const character of value.trim()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && by.test(character)) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((part) => part.trim()).filter((part) => part !== '');
}

/** What stands in the brackets that open at `open`. @param {string} text @param {number} open */
function inBrackets(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/**
 * A selector without `:where()`, `:is()`, `:focus-visible` and lists in `:not()`. `:where()` counts nothing towards what wins and what
 * takes its place does: the legacy style sheet is looked at on its own (test/browser/legacy.test.ts).
 *
 * @param {string} selector
 * @returns {string}
 */
export function legacySelector(selector) {
  const seen = selector.replaceAll(':focus-visible', ':focus');
  const found = /:(where|is|not)\(/.exec(seen.replaceAll(/:not\((?![^()]*,)/g, ':n_t('));
  if (found === null) return seen;
  const open = found.index + found[0].length - 1;
  const inside = inBrackets(seen, open);
  const [before, after] = [seen.slice(0, found.index), seen.slice(open + inside.length + 2)];
  const choices = split(inside, /,/);
  if (found[1] === 'not') return legacySelector(`${before}${choices.map((each) => `:not(${each})`).join('')}${after}`);
  return choices.map((choice) => legacySelector(joined(before, choice, after))).join(', ');
}

/** An element's name comes first in its compound. @param {string} before @param {string} choice @param {string} after */
function joined(before, choice, after) {
  const compound = /[^\s>+~,]*$/.exec(before)?.[0] ?? '';
  const isName = /^[a-z]/i.test(choice);
  return isName && compound !== ''
    ? `${before.slice(0, before.length - compound.length)}${choice}${compound}${after}`
    : `${before}${choice}${after}`;
}

/** `clamp(a, b, c)` without its bounds: b, which is what holds on the glass that screens are made for. @param {string} value */
function unclamped(value) {
  const at = value.indexOf('clamp(');
  if (at === -1) return value;
  const inside = inBrackets(value, at + 5);
  const [, usual = ''] = split(inside, /,/);
  return unclamped(`${value.slice(0, at)}calc(${usual})${value.slice(at + 7 + inside.length)}`);
}

const MIN_OF_VIEWPORT = /^min\(([\d.]+)vh, ?([\d.]+)vw\)$/;

/**
 * `min(A vh, B vw)` said by the shape of the glass: the first where it is wide, the second where it is narrow. The very same length.
 *
 * @param {string} value
 */
export function byShape(value) {
  const plain = value
    .replaceAll(/calc\(100(v[hw]) ?\/ ?([\d.]+)\)/g, (_all, unit, by) => `${+(100 / Number(by)).toFixed(5)}${unit}`)
    .replace(/^min\(([\d.]+vw), ?([\d.]+vh)\)$/, 'min($2, $1)');
  const [, height, width] = MIN_OF_VIEWPORT.exec(plain) ?? [];
  if (height === undefined || width === undefined) return null;
  const narrow = `${Math.round((Number(height) / Number(width)) * 10_000)}/10000`;
  return { wide: `${height}vh`, narrow: `${width}vw`, media: `(max-aspect-ratio: ${narrow})` };
}

const FLOOR = /^max\((?:([\d.]+)px, ?([\d.]+)(v(?:min|h|w))|([\d.]+)(v(?:min|h|w)), ?([\d.]+)px)\)$/;

/**
 * `max(A px, B vmin)` said by the size of the glass: the second, and the first where that is smaller. The very same length.
 *
 * @param {string} value
 */
export function withFloor(value) {
  const found = FLOOR.exec(value);
  if (found === null) return null;
  const floor = found[1] ?? found[6] ?? '0';
  const part = found[2] ?? found[4] ?? '1';
  const unit = found[3] ?? found[5];
  const below = `${Math.floor((Number(floor) * 100) / Number(part))}px`;
  const sides = unit === 'vh' ? ['height'] : unit === 'vw' ? ['width'] : ['width', 'height'];
  const media = sides.map((side) => `(max-${side}: ${below})`).join(', ');
  return { usual: `${part}${unit}`, small: `${floor}px`, media };
}

/** Came with the gap of a flex box, in Chromium 84; the gap itself cannot be asked for, as grids have had it for long. */
const HAS_FLEX_GAP = '(appearance: none)';

/** @param {StyleRule} rule @param {Tools} tools */
function gapByMargins(rule, { AtRule, Rule }) {
  /** @param {string} prop */
  const last = (prop) => rule.nodes.findLast((node) => node.type === 'decl' && node.prop === prop)?.value;
  if (!/^(inline-)?flex$/.test(last('display') ?? '')) return;
  const gap = last('gap');
  if (gap === undefined || gap === '0') return;
  const [row = '0', column = row] = parts(gap);
  const flow = `${last('flex-direction') ?? ''} ${last('flex-flow') ?? ''}`;
  const nodes = flow.includes('column') ? [{ prop: 'margin-top', value: row }] : [{ prop: 'margin-left', value: column }];
  const selector = split(rule.selector, /,/)
    .map((each) => `${each} > * + *`)
    .join(', ');
  // What is added says where it comes from: the builder asks it of every declaration, for the addresses in it.
  const { source } = rule;
  const inside = new AtRule({ name: 'supports', params: `not ${HAS_FLEX_GAP}`, source });
  inside.append(new Rule({ selector, source, nodes: nodes.map((each) => ({ ...each, type: 'decl', source })) }));
  rule.after(inside);
}

/** The places that a flex box has under other names since Chromium 93. @param {StyleRule} rule */
function flexPlaces(rule) {
  const isFlex = rule.nodes.some((node) => node.type === 'decl' && node.prop === 'display' && /flex$/.test(node.value));
  if (!isFlex) return;
  for (const node of rule.nodes) {
    if (node.type === 'decl' && /^(align|justify)-(items|content)$/.test(node.prop)) {
      node.value = node.value.replace(/^(start|end)$/, 'flex-$1');
    }
  }
}

/** @param {Declaration} declaration */
function declarationFor68(declaration) {
  const { prop, value } = declaration;
  const sides = LOGICAL[prop];
  if (sides !== undefined) {
    const values = sides.length === 4 ? fourSides(parts(value)) : parts(value);
    const whole = prop.startsWith('border');
    sides.forEach((side, place) => {
      declaration.cloneBefore({ prop: side, value: whole ? value : (values[place] ?? values[0] ?? value) });
    });
    declaration.remove();
  } else if (/\d[dsl]v(h|w|min|max)\b/.test(value)) {
    declaration.value = value.replaceAll(/(\d)[dsl]v(h|w|min|max)\b/g, '$1v$2');
  } else if (value.includes('clamp(')) {
    declaration.value = unclamped(value);
  } else if (prop === 'translate') {
    const [across = '0', down = '0'] = parts(value);
    declaration.cloneBefore({ prop: 'transform', value: `translate(${across}, ${down})` });
    declaration.remove();
  } else if (prop === 'width' && /^min\(.*\)$/.test(value)) {
    // The smaller of two widths is one, and not more than the other.
    const [one = '', other = ''] = split(inBrackets(value, 3), /,/);
    declaration.cloneBefore({ prop, value: one });
    declaration.cloneBefore({ prop: 'max-width', value: other });
    declaration.remove();
  } else if (prop === 'min-height' && /^max\(.*\)$/.test(value)) {
    // The larger of two has no such way: the first has to do.
    declaration.value = split(inBrackets(value, 3), /,/)[0] ?? value;
  } else if (prop === 'overflow-wrap' && value === 'anywhere') {
    declaration.cloneBefore({ prop: 'word-break', value: 'break-word' });
    declaration.value = 'break-word';
  }
}

/** @param {Declaration} declaration @param {Tools} tools */
function byTheGlass(declaration, { AtRule, Rule }) {
  const shape = byShape(declaration.value);
  const floor = withFloor(declaration.value);
  const rule = declaration.parent;
  if ((shape === null && floor === null) || rule === undefined || rule.type !== 'rule') return;
  const { prop } = declaration;
  const [value, other, media] =
    shape === null ? [floor?.usual, floor?.small, floor?.media] : [shape.wide, shape.narrow, shape.media];
  declaration.value = value ?? declaration.value;
  const { source } = rule;
  const inside = new AtRule({ name: 'media', params: media, source });
  inside.append(new Rule({ selector: rule.selector, source, nodes: [{ type: 'decl', prop, value: other, source }] }));
  rule.after(inside);
}

/**
 * A PostCSS plugin that says in the words of Chromium 68 what newer style sheets say shorter. Whatever it does not know is found by
 * test/integration/legacy-build.test.ts in what was built.
 */
export function legacyStyle() {
  const done = new WeakSet();
  return {
    postcssPlugin: 'hallcall-legacy-style',
    /** @param {Declaration} declaration @param {Tools} tools */
    Declaration(declaration, tools) {
      declarationFor68(declaration);
      byTheGlass(declaration, tools);
    },
    /** @param {StyleRule} rule @param {Tools} tools */
    RuleExit(rule, tools) {
      const selector = legacySelector(rule.selector);
      if (selector !== rule.selector) rule.selector = selector;
      if (done.has(rule)) return;
      done.add(rule);
      flexPlaces(rule);
      gapByMargins(rule, tools);
    },
  };
}
