import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** With how each is ended when nobody else does it any more. */
const running = new Map<ChildProcess, NodeJS.Signals>();
process.once('exit', () => {
  for (const [child, signal] of running) child.kill(signal);
});

/** A process that does not outlive this one, however this one ends by itself; then it gets `lastSignal`. */
export function spawnChild(
  command: readonly string[],
  options: SpawnOptions,
  lastSignal: NodeJS.Signals = 'SIGKILL',
): ChildProcess {
  const [program = '', ...words] = command;
  const child = spawn(program, words, options);
  running.set(child, lastSignal);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Whether it has not ended, of itself or by a signal. */
export function isRunning(child: ChildProcess | null): child is ChildProcess {
  return child !== null && child.exitCode === null && child.signalCode === null;
}

/** Sends it a signal that ends it and resolves when it has ended; at once when it had. */
export async function ended(child: ChildProcess | null | undefined, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child === undefined || !isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  // A paused process hears any signal but SIGKILL only when it goes on.
  child.kill('SIGCONT');
  await gone;
}

/**
 * The port in the address that a program prints when it can be asked. `pattern` has it as its first group. Rejects when it ends before, with
 * what it said.
 */
export function openedPort(child: ChildProcess, pattern: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const port = pattern.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it was open: ${said}`)));
  });
}
