import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, teller } from '../../test/support/played-hall.ts';
import { HALL, RunningHub, settled } from '../../test/support/running-hub.ts';

describe('the writer of a hall', () => {
  it('[J40] decides commands that wait together in order and appends them as one group', async () => {
    const running = await RunningHub.serving();
    await running.staff(1);
    const before = running.broadcast.groups.length;
    const answers = await Promise.all([
      running.issue(),
      running.done(teller(1), { type: 'call-next', counter: 1, atHand: null }),
      running.issue(),
    ]);
    const versions = answers.map(({ version }) => version);
    expect(versions).toEqual([versions[0], versions[0]! + 1, versions[0]! + 2]);
    expect(answers[1].result.number).toBe('A001');
    expect(running.broadcast.groups.length).toBe(before + 1);
    expect(running.broadcast.groups.at(-1)?.map(({ version }) => version)).toEqual(versions);
  });

  it('basic refusal', async () => {
    const running = await RunningHub.serving();
    expect(await running.refused(MANAGER, { type: 'open-day' })).toBe('day-already-open');
    await settled();
    expect(KIOSK.id).toBeTruthy();
    expect(HALL).toBe('demo');
  });
});
