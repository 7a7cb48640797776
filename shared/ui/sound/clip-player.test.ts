import { expect, it } from 'vitest';
import { VirtualTime } from '../../../test/support/virtual-time.ts';
import { ClipPlayer, shiftOf } from './clip-player.ts';

it('[V15] finds what a decoder put before the sound', () => {
  const samples = new Float32Array(4_800);
  samples[2_400] = 0.5;
  const buffer = { sampleRate: 24_000, getChannelData: () => samples };
  expect(shiftOf(buffer, 54)).toBeCloseTo(46);
  expect(shiftOf({ ...buffer, getChannelData: () => new Float32Array(10) }, 54)).toBe(0);
});

it('[V5] a loudspeaker that stands still gives the announcement up, and does not finish it over the next', async () => {
  const param = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
  const stopped: number[] = [];
  const node = { gain: param, connect: () => undefined, disconnect: () => undefined };
  const context = {
    state: 'running',
    currentTime: 0,
    createGain: () => node,
    createBufferSource: () => ({ ...node, start: () => undefined, stop: () => stopped.push(1) }),
  };
  const time = new VirtualTime(0);
  const player = new ClipPlayer({ makeContext: () => context as unknown as AudioContext, timers: time });
  const sound = { buffer: {} as AudioBuffer, shiftMs: 0 };
  const segments = [1, 2].map((nth) => ({ clip: `digit-${nth}`, fromMs: 0, startMs: nth * 300, ms: 300 }));
  const { ended } = player.play([{ sound, segments }], { gain: 1, totalMs: 1_000 });
  time.advance(10_000);
  expect(await ended).toBe(false);
  expect(stopped).toHaveLength(2);
});
