import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** `idle`: computes on a core that nobody else wants at the moment. `low`: has a small share of one that others want. */
export type ThreadPriority = 'idle' | 'low';

const NICE = 10;
const CHRT_MS_MAX = 1_000;

/**
 * Gives the calling thread a priority behind all others, as far as the system lets it: where a thread has none of its own it would be the
 * whole hub's. Whatever is refused, or not there, leaves the thread as it was; its budget bounds it all the same.
 *
 * A low share alone does not make a thread give way: on Linux it keeps the core until its slice of some 3 ms is over, and a command waits
 * for that. A thread of the policy SCHED_IDLE gives way at once (sched(7)). Node cannot ask for it, `chrt` of util-linux can.
 */
export function takePriority(priority: ThreadPriority): void {
  if (process.platform !== 'linux') return;
  allowed(() => setPriority(0, NICE));
  if (priority === 'idle')
    allowed(() => void execFileSync('chrt', ['-i', '-p', '0', ownThread()], { stdio: 'ignore', timeout: CHRT_MS_MAX }));
}

/** Of this thread alone, as the system counts them. */
function ownThread(): string {
  return readlinkSync('/proc/thread-self').split('/').at(-1) ?? '';
}

function allowed(ask: () => void): void {
  try {
    ask();
  } catch {
    // A system that allows no such thing, or does not have it.
  }
}
