import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server of the bench, bundled beside this one, in a process of its own, so that what it does costs the clients nothing but waiting. */
export class Program {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Resolves when the program serves. */
  static async start(name: string, ...args: string[]): Promise<Program> {
    const path = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
    const child = fork(path, args);
    const [message] = (await Promise.race([once(child, 'message'), failure(child, name)])) as [{ port: number }];
    return new Program(child, message.port);
  }

  /** One question, one answer: a program answers in order. */
  async ask<Answer>(question: unknown): Promise<Answer> {
    this.#child.send(question as object);
    const [answer] = (await once(this.#child, 'message')) as [Answer];
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}

async function failure(child: ChildProcess, name: string): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`${name} ended with ${String(code)} before it served`);
}
