import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priorModel } from '../../shared/hall/forecast/learning/model-of.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { PlayedHall } from '../../test/support/played-hall.ts';
import { ForecastThread } from './forecast-thread.ts';
import type { ThreadPriority } from './thread-priority.ts';

const IS_LINUX = process.platform === 'linux';
const HAS_CHRT = IS_LINUX && spawnSync('chrt', ['-p', String(process.pid)]).status === 0;
const SCHED_IDLE = 5;

/** Of the threads of this process that are behind others; proc(5) counts the fields after the name from the third on. */
function threadsBehind(): { readonly nice: number; readonly policy: number }[] {
  if (!IS_LINUX) return [];
  return readdirSync('/proc/self/task')
    .map((id) => readFileSync(`/proc/self/task/${id}/stat`, 'utf8'))
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
    .map((fields) => ({ nice: Number(fields[16]), policy: Number(fields[38]) }))
    .filter(({ nice, policy }) => nice > 0 || policy === SCHED_IDLE);
}

async function behindWith(priority: ThreadPriority): Promise<ReturnType<typeof threadsBehind>> {
  const hall = new PlayedHall();
  const basis = { model: priorModel(hall.state.configuration!, hall.now), calibrations: new Map() };
  const thread = new ForecastThread(priority);
  await thread.make({ hall: 'demo', at: hall.now, snapshot: toSnapshot(hall.state), entries: [], basis, budgetMs: 100 });
  const behind = threadsBehind();
  await thread.close();
  return behind;
}

describe('the priority of a thread', () => {
  it('[F87] is behind all others where the system has it, and of that thread alone', async () => {
    expect(await behindWith('low')).toEqual(IS_LINUX ? [{ nice: 10, policy: 0 }] : []);
    expect(await behindWith('idle')).toEqual(IS_LINUX ? [{ nice: 10, policy: HAS_CHRT ? SCHED_IDLE : 0 }] : []);
    expect(threadsBehind()).toEqual([]);
  });
});
