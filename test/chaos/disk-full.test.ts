import { describe, expect, it } from 'vitest';
import { SmallDisk } from '../support/small-disk.ts';
import { diskFull } from './disk-full.ts';

const ROUNDS = 2;
const SEED = 20261122;

function mayMount(): boolean {
  const disk = new SmallDisk();
  disk.dispose();
  return disk.kind === 'tmpfs';
}

describe('a disk that is full', () => {
  it(`[X40, X41] ${ROUNDS} times under load loses nothing: the hub says so, shows what it has, and goes on without a restart`, async () => {
    if (!mayMount()) {
      await expect(diskFull({ rounds: ROUNDS, seed: SEED })).rejects.toThrow('run it as root');
      return;
    }
    const report = await diskFull({ rounds: ROUNDS, seed: SEED });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ rounds: ROUNDS, filled: ROUNDS, lost: 0, doubled: 0, unsureUnresolved: 0, violations: [] });
    expect(report.acknowledged).toBeGreaterThan(ROUNDS);
  });
});
