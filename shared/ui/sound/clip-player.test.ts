import { expect, it } from 'vitest';
import { shiftOf } from './clip-player.ts';

it('[V15] finds what a decoder put before the sound', () => {
  const samples = new Float32Array(4_800);
  samples[2_400] = 0.5;
  const buffer = { sampleRate: 24_000, getChannelData: () => samples };
  expect(shiftOf(buffer, 54)).toBeCloseTo(46);
  expect(shiftOf({ ...buffer, getChannelData: () => new Float32Array(10) }, 54)).toBe(0);
});
