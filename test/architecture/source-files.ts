import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

const ROOMS = ['shared', 'server', 'kiosk', 'display', 'counter', 'phone', 'test', 'scripts'];
const SOURCE = /\.(ts|mjs|svelte|css)$/;

export interface SourceFile {
  /** From the repository's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

function below(folder: string, pattern: RegExp): SourceFile[] {
  const full = join(REPOSITORY, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(REPOSITORY, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

/** Every source file of every room, tests and scripts included. */
export function sourceFiles(): SourceFile[] {
  return ROOMS.flatMap((room) => below(room, SOURCE));
}

export function specDocument(): SourceFile {
  return { path: 'docs/spec.md', text: readFileSync(join(REPOSITORY, 'docs/spec.md'), 'utf8') };
}
