import { expect, it } from 'vitest';
import { problemText } from '../i18n/configuration-problem.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { configurationProblems } from './configuration-problems.ts';
import type { MediaItem } from './setup/media-setup.ts';

function problems(...items: MediaItem[]): readonly { readonly path: string; readonly problem: string }[] {
  return configurationProblems(testConfiguration({ media: { items } })).map(({ path, problem }) => ({
    path: path.join('.'),
    problem,
  }));
}

it('[M13] tells two media of one id, days in the wrong order and hours without length, in both languages', () => {
  const good = { id: 'a', file: 'a.png', from: '2026-01-01', until: '2026-01-01', hours: { from: '22:00', to: '02:00' } };
  expect(problems(good, { ...good, id: 'b' })).toEqual([]);
  const found = problems(
    good,
    good,
    { ...good, id: 'c', until: '2025-12-31' },
    { ...good, id: 'd', hours: { from: '09:00', to: '09:00' } },
  );
  expect(found).toEqual([
    { path: 'media.items.1.id', problem: 'id a is used twice' },
    { path: 'media.items.2.until', problem: '2025-12-31 is before 2026-01-01' },
    { path: 'media.items.3.hours', problem: '09:00 to 09:00 is no time range' },
  ]);
  for (const { problem } of found) expect(problemText(problem, 'zh')).toMatch(/\p{Script=Han}/u);
});
