import { describe, expect, it } from 'vitest';
import { freeCode } from './appointment-code.ts';

describe('a code for whoever books by telephone', () => {
  const ids = (...list: string[]) => {
    let next = 0;
    return () => list[Math.min(next++, list.length - 1)] ?? '';
  };

  it('[S110] is four signs that are not mistaken for others', () => {
    expect(freeCode(ids('00071f2aff'), () => false)).toBe('29ZC');
  });

  it('[S110] is none that the hall has', () => {
    expect(freeCode(ids('00000000', '01010101'), (code) => code === '2222')).toBe('3333');
  });

  it('[S110] ends its search where every code is taken; the hub refuses it then', () => {
    expect(freeCode(ids('00000000'), () => true)).toBe('2222');
  });
});
