import { existsSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that start processes, servers or a browser may take their time; the rest may not. */
const SECONDS = 1_000;

/** The files that take longest, of each project the longest first. A checkout that has never run them knows no times yet. */
const LONGEST = [
  'server/printing/connect-printer.test.ts',
  'test/simulation/first-thousand.test.ts',
  'test/simulation/second-thousand.test.ts',
  'test/integration/bench.test.ts',
  'test/integration/hub-process.test.ts',
  'test/integration/journal-files.test.ts',
  'test/browser/receipts.test.ts',
  'test/browser/played-day.test.ts',
  'test/browser/voice.test.ts',
  'test/browser/stories.test.ts',
  'test/browser/kiosk.test.ts',
  'test/browser/wall.test.ts',
  'test/browser/greeter-offline.test.ts',
  'test/browser/story-four.test.ts',
  'test/browser/waits.test.ts',
  'test/browser/media.test.ts',
];
for (const path of LONGEST) if (!existsSync(path)) throw new Error(`vitest.config.ts: there is no ${path}`);

/** Else a worker would end with one long file while the other has nothing left to do. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

function project(name: string, include: string[], testTimeout: number) {
  // Files share their worker's modules: nothing of ours keeps a state in a module, and half of the time would go into loading them anew.
  const hookTimeout = Math.max(testTimeout, 30 * SECONDS);
  return { extends: true as const, test: { name, include, testTimeout, hookTimeout, isolate: false } };
}

/** Projects of another number of workers run after the others. */
function withWorkers(maxWorkers: number, of: ReturnType<typeof project>) {
  return { ...of, test: { ...of.test, maxWorkers, sequence: { groupOrder: 1 } } };
}

/** The first issue's scenes in a browser: kiosk, wall, window and desk of one hall. */
const FIRST_SCENES = [
  'counter-desk',
  'counter-everybody',
  'counter-hall',
  'counter-twice',
  'kiosk-to-wall',
  'kiosk',
  'wall',
  'window',
];
/** Those that every run plays; `HALLCALL_BALANCED=all` plays the rest, too. */
const EVERY_RUN = ['counter-twice', 'kiosk-to-wall'];

/** The same files, against three hubs behind a balancer (`test/support/balanced-hubs.ts`): eleven processes for each. */
function balancedProject() {
  const names = process.env['HALLCALL_BALANCED'] === 'all' ? FIRST_SCENES : EVERY_RUN;
  const files = names.map((name) => `test/browser/${name}.test.ts`);
  const one = withWorkers(1, project('balanced', [...files, 'test/balanced/**/*.test.ts'], 120 * SECONDS));
  return { ...one, test: { ...one.test, env: { HALLCALL_TEST_HUBS: '3' } } };
}

export default defineConfig({
  plugins: [svelte()],
  test: {
    environment: 'node',
    // Two cores is what the tests are promised to run on. No retries: a test that fails now and then is a finding.
    maxWorkers: 2,
    retry: 0,
    allowOnly: false,
    restoreMocks: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('architecture', ['test/architecture/**/*.test.ts'], 180 * SECONDS),
      project('unit', ['{shared,server,kiosk,display,counter,phone,scripts}/**/*.test.ts'], 30 * SECONDS),
      project('contract', ['test/contract/**/*.test.ts'], 30 * SECONDS),
      project('simulation', ['test/simulation/**/*.test.ts'], 180 * SECONDS),
      project('integration', ['test/integration/**/*.test.ts'], 60 * SECONDS),
      project('chaos', ['test/chaos/**/*.test.ts'], 240 * SECONDS),
      project('browser', ['test/browser/**/*.test.ts'], 90 * SECONDS),
      balancedProject(),
    ],
  },
});
