import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A process that does not outlive this one, however this one ends by itself. */
export function spawnChild(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...words] = command;
  const child = spawn(program, words, options);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
