import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnChild } from './children.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

export type ProgramName = 'hub' | 'device' | 'hall' | 'demo' | 'region';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** One of the server's programs as a process of its own, as it was built. */
export class Program {
  readonly child: ChildProcess;
  output = '';
  errors = '';
  readonly #ended: Promise<Ended>;

  constructor(name: ProgramName, words: readonly string[], environment: Record<string, string> = {}, typed = '') {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HALLCALL_')));
    const file = join(DIST, `${name}.mjs`);
    if (!existsSync(file)) throw new Error(`dist/${name}.mjs is missing: run "npm run build" first`);
    this.child = spawnChild([process.execPath, file, ...words], {
      env: { ...inherited, HALLCALL_TEST: '1', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.child.stdin?.end(typed);
    this.#ended = once(this.child, 'close').then(([code]) => ({
      code: code as number | null,
      output: this.output,
      errors: this.errors,
    }));
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Resolves as soon as the output matches; rejects when the program ends first. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      const more = await Promise.race([once(this.child.stdout ?? this.child, 'data'), this.#ended]);
      if (!Array.isArray(more) && pattern.exec(this.output) === null)
        throw new Error(`ended without a word of ${pattern}: ${this.errors}`);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.#ended;
  }
}

export function run(name: ProgramName, words: readonly string[], typed = ''): Promise<Ended> {
  return new Program(name, words, {}, typed).ended();
}
