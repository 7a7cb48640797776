import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests that start processes, servers or a browser may take their time; the rest may not. */
const SECONDS = 1_000;

function project(name: string, include: string[], testTimeout: number) {
  return { extends: true as const, test: { name, include, testTimeout, hookTimeout: Math.max(testTimeout, 30 * SECONDS) } };
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
    projects: [
      project('architecture', ['test/architecture/**/*.test.ts'], 180 * SECONDS),
      project('unit', ['{shared,server,kiosk,display,counter,phone,scripts}/**/*.test.ts'], 30 * SECONDS),
      project('contract', ['test/contract/**/*.test.ts'], 30 * SECONDS),
      project('simulation', ['test/simulation/**/*.test.ts'], 180 * SECONDS),
      project('integration', ['test/integration/**/*.test.ts'], 60 * SECONDS),
      project('chaos', ['test/chaos/**/*.test.ts'], 240 * SECONDS),
      project('browser', ['test/browser/**/*.test.ts'], 90 * SECONDS),
    ],
  },
});
