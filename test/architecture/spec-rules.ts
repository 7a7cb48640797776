import ts from 'typescript';
import type { SourceFile } from './source-files.ts';
import { calledName, nodesOf, treeOf } from './syntax.ts';

/**
 * Ticket, routing, forecast, journal, protocol, client, display, kiosk, staff panels, access, history, media, voice, receipts (E), offline,
 * paper (B), feedback (G), Redis journal (N), many hubs (W), their rooms (Y), PostgreSQL (Q), region (Z), operating (I), chaos on Redis (X).
 */
const LETTERS = 'TRFJPCDKSAHMVEOBGNWYQZIX';
const RULE = new RegExp(`^- \\*\\*([${LETTERS}]\\d+)\\*\\* \\S`, 'gm');
/** `[J4]`, and `[J4, P2]` for a test that shows both. */
const IN_TITLE = /\[([A-Z]\d+(?:, ?[A-Z]\d+)*)\]/g;
const BEGINS_WITH_ID = /^\[[A-Z]\d+[\],]/;
const TITLED = ['it', 'test', 'describe'];

/** Ids of the rules in a document, in its order. */
export function ruleIds({ text }: SourceFile): string[] {
  return [...text.matchAll(RULE)].map(([, id]) => id ?? '');
}

/**
 * Ids in the titles of the tests of a file. A title is a literal: one that is computed carries no id. Rows of a table of
 * tests are titles too when they begin with the id.
 */
export function titleIds(file: SourceFile): string[] {
  const tree = treeOf(file);
  if (tree === null || !/\.test\.ts$|^test\//.test(file.path)) return [];
  return nodesOf(tree).flatMap((node) => {
    if (ts.isCallExpression(node)) return idsIn(titleOf(node));
    return ts.isStringLiteralLike(node) && BEGINS_WITH_ID.test(node.text) && !isFirstArgument(node) ? idsIn(node.text) : [];
  });
}

function isFirstArgument(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.arguments[0] === node;
}

function titleOf(call: ts.CallExpression): string {
  const [first] = call.arguments;
  if (first === undefined || !TITLED.includes(calledName(call) ?? '')) return '';
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.getText() : '';
}

function idsIn(title: string): string[] {
  return [...title.matchAll(IN_TITLE)].flatMap(([, ids]) => (ids ?? '').split(/, ?/));
}

/** Both ways: a rule that no test names, a name that no rule has, a rule that is there twice. */
export function specProblems(rules: readonly string[], titles: readonly string[]): string[] {
  const known = new Set(rules);
  const tested = new Set(titles);
  return [
    ...rules.filter((id, index) => rules.indexOf(id) !== index).map((id) => `${id} is in the spec twice`),
    ...[...known].filter((id) => !tested.has(id)).map((id) => `${id} has no test`),
    ...[...tested].filter((id) => !known.has(id)).map((id) => `${id} is in a test title and not in the spec`),
  ];
}
