import ts from 'typescript';
import type { SourceFile } from './source-files.ts';
import { calledName, lineCount, lineOf, nodesOf, treeOf } from './syntax.ts';

export const FILE_LINES_MAX = 400;
export const FUNCTION_LINES_MAX = 70;

/** One letter in brackets each, so that this file does not accuse itself. */
const LEFT_OVER: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['work left for later', /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/],
  ['a way around the types', /@ts-(ignor[e]|nochec[k]|expect-erro[r])/],
  ['a test that hides others or itself', /\b(it|test|describe|suite)\.(onl[y]|ski[p]|tod[o]|fail[s])\b/],
  ['a lint rule turned off without a reason', /eslint-disabl[e](?!.* -- )/],
];

const NAMELESS = /(^|[-/.])(utils?|helpers?|common|misc)([-/.]|$)/;
/** The role may name a folder or a panel; what manages things may not. */
const MANAGES = /-manager\.[a-z.]+$/;

const OUTSIDE_GLOBALS = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'crypto',
  'performance',
  'process',
  'globalThis',
]);

/** What is wrong with one file, as `path:line what`. */
export function tidinessProblems(file: SourceFile): string[] {
  const tree = treeOf(file);
  return [
    ...sizeProblems(file),
    ...nameProblems(file),
    ...textProblems(file),
    ...(tree === null
      ? []
      : [
          ...functionProblems(file, tree),
          ...barrelProblems(file, tree),
          ...anyProblems(file, tree),
          ...purityProblems(file, tree),
        ]),
  ];
}

function sizeProblems({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > FILE_LINES_MAX ? [`${path}: ${lines} lines hold two ideas (at most ${FILE_LINES_MAX})`] : [];
}

function nameProblems({ path }: SourceFile): string[] {
  return NAMELESS.test(path) || MANAGES.test(path) ? [`${path}: the name says nothing of what is inside`] : [];
}

function textProblems({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      LEFT_OVER.filter(([, pattern]) => pattern.test(line)).map(([what]) => `${path}:${index + 1} ${what}: ${line.trim()}`),
    );
}

function functionProblems({ path }: SourceFile, tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter((node) => ts.isFunctionLike(node) && lineCount(node) > FUNCTION_LINES_MAX && !holdsTests(node))
    .map((node) => `${path}:${lineOf(node)} a function of ${lineCount(node)} lines (at most ${FUNCTION_LINES_MAX})`);
}

/** A `describe` block and a contract suite are lists of tests; each test is measured by itself. */
function holdsTests(node: ts.Node): boolean {
  return nodesOf(node).some(
    (inner) => ts.isCallExpression(inner) && ['it', 'test', 'describe'].includes(calledName(inner) ?? ''),
  );
}

function anyProblems({ path }: SourceFile, tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
    .map((node) => `${path}:${lineOf(node)} a way around the types: ${node.parent.getText(tree)}`);
}

function barrelProblems({ path }: SourceFile, tree: ts.SourceFile): string[] {
  const { statements } = tree;
  const passesOn =
    statements.length > 0 && statements.every((line) => ts.isExportDeclaration(line) && line.moduleSpecifier !== undefined);
  const isBarrel = /(^|\/)index\.[a-z]+$/.test(path) || passesOn;
  return isBarrel ? [`${path}: a barrel; import from the file that has the thing`] : [];
}

/** `shared/hall` and `shared/lib` know no clock, no chance, no outside (tests beside them do not either). */
function purityProblems({ path }: SourceFile, tree: ts.SourceFile): string[] {
  if (!/^shared\/(hall|lib)\//.test(path)) return [];
  return nodesOf(tree)
    .filter(reachesOutside)
    .map((node) => `${path}:${lineOf(node)} not pure: ${node.getText(tree)}`);
}

function reachesOutside(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  if (ts.isPropertyAccessExpression(node)) return ['Date.now', 'Math.random'].includes(node.getText());
  if (!ts.isIdentifier(node) || !OUTSIDE_GLOBALS.has(node.text)) return false;
  return ts.isCallExpression(node.parent) || (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node);
}
