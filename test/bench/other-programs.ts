import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Of /proc: ticks of processor time since the machine was started. */
const TICKS_PER_SECOND = 100;

interface Ticks {
  readonly machine: number;
  /** This process and those that it started. */
  readonly own: number;
  readonly atMs: number;
}

/** What other programs take of the machine meanwhile, 0 to 1; where the system does not tell (only Linux does), 0. */
export async function shareOfOthers(work: () => Promise<void>): Promise<number> {
  const before = ticks();
  await work();
  const after = ticks();
  if (before === null || after === null) return 0;
  const others = after.machine - before.machine - (after.own - before.own);
  const most = ((after.atMs - before.atMs) / 1_000) * TICKS_PER_SECOND * availableParallelism();
  return Math.min(1, Math.max(0, others / most));
}

function ticks(): Ticks | null {
  if (process.platform !== 'linux') return null;
  // user, nice, system, idle, iowait, irq, softirq, steal (proc(5)): all but idle and iowait is somebody's work.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]!
    .split(/ +/)
    .slice(1)
    .map(Number);
  const own = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, id) => sum + ownTicks(id), 0);
  return { machine: user + nice + system + irq + softirq + steal, own, atMs: performance.now() };
}

/** 0 of a process that is not of the bench, or that has ended. */
function ownTicks(id: string): number {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isOwn = [id, fields[1]].includes(String(process.pid));
    return isOwn ? Number(fields[11]) + Number(fields[12]) : 0;
  } catch {
    return 0;
  }
}
