import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from './source-files.ts';

/** The bans that no ready-made rule set brings: each is put to the proof in a file that exists, with other content. */
const BANNED: readonly (readonly [file: string, code: string, said: string])[] = [
  ['shared/hall/decide.ts', 'export const at = Date.now();', 'take a Clock'],
  ['shared/hall/decide.ts', 'export const at = new Date();', 'take a Clock'],
  ['shared/hall/decide.ts', 'export const draw = Math.random();', 'take a Random'],
  ['shared/lib/ids.ts', 'export const release = setTimeout(() => {}, 5);', 'take Timers'],
  ['shared/client/outbox.ts', 'export const page = fetch("/");', 'take a transport'],
  ['server/hub/hub.ts', 'export const release = setInterval(() => {}, 5);', 'take Timers'],
  ['server/hub/hub.ts', 'export const port = process.env["PORT"];', 'Only the main.ts files'],
  ['server/hub/hub.ts', 'export default 1;', 'Named exports only'],
  ['server/hub/hub.ts', "export * from './hall.ts';", 'No barrels'],
  ['server/hub/hub.ts', 'Promise.resolve(1).then(() => 2);', 'Promises must be awaited'],
];

describe('the lint rules of the house', () => {
  const eslint = new ESLint({ cwd: REPOSITORY });

  it.each(BANNED)('in %s: %s', async (file, code, said) => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath: file });
    expect(result?.messages.map(({ message }) => message).join('\n')).toContain(said);
  });
});
