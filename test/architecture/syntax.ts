import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

const SCRIPT = /<script[^>]*>([\s\S]*?)<\/script>/;

/** The syntax tree of a file; of a Svelte file, that of its script. Null for style sheets. */
export function treeOf({ path, text }: SourceFile): ts.SourceFile | null {
  if (path.endsWith('.css')) return null;
  const code = path.endsWith('.svelte') ? (SCRIPT.exec(text)?.[1] ?? '') : text;
  return ts.createSourceFile(
    path,
    code,
    ts.ScriptTarget.ES2022,
    true,
    path.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS,
  );
}

/** Every node, parents first. */
export function nodesOf(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    found.push(each);
    each.forEachChild(visit);
  };
  visit(node);
  return found;
}

export function lineOf(node: ts.Node): number {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** From the first to the last line. */
export function lineCount(node: ts.Node): number {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(node);
}

/** `it` of `it(…)`, `it.each(…)(…)`, `it.concurrent(…)`: the name at the root of what is called. */
export function calledName(call: ts.CallExpression): string | null {
  let callee: ts.Expression = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (!ts.isPropertyAccessExpression(callee) && !ts.isCallExpression(callee) && !ts.isTaggedTemplateExpression(callee))
      return null;
    callee = ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression;
  }
  return callee.text;
}
