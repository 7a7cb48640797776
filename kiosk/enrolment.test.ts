import { expect, it } from 'vitest';
import { failed, ok, type Result } from '../shared/lib/result.ts';
import type { DeviceFault } from '../shared/ui/device-session.ts';
import { Enrolment } from './enrolment.svelte.ts';

async function enrol(fragment: string, answer: Result<string, DeviceFault>) {
  const went: string[] = [];
  const asked: string[] = [];
  const session = {
    enrol: (code: string) => {
      asked.push(code);
      return Promise.resolve(answer);
    },
  };
  const enrolment = new Enrolment({ session, go: (path) => went.push(path) });
  await enrolment.start(fragment);
  return { went, asked, phase: enrolment.phase };
}

it('[D19] goes to the screen with a good code, and says what is wrong with another', async () => {
  expect(await enrol('#abc', ok('/display/wall'))).toEqual({ went: ['/display/wall'], asked: ['abc'], phase: 'enrolling' });
  expect((await enrol('#abc', failed('not-enrolled'))).phase).toBe('failed');
  expect((await enrol('#abc', failed('hub-unreachable'))).phase).toBe('hub-unreachable');
  expect(await enrol('', ok('/kiosk'))).toEqual({ went: [], asked: [], phase: 'failed' });
});
