/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ name: string, run: () => Promise<Count> }} Step
 * @typedef {{ name: string, seconds: number, count: Count }} Ran
 */

/**
 * Runs steps in order, up to `lanes` of them at once; after a failure none is begun any more, those under way end.
 *
 * @param {readonly Step[]} steps
 * @param {number} lanes
 * @returns {Promise<Ran[]>} what ran, in order of its end
 */
export async function runSteps(steps, lanes = 1) {
  const waiting = [...steps];
  /** @type {Ran[]} */
  const ran = [];
  const lane = async () => {
    while (ran.every(({ count }) => count.failed === 0)) {
      const step = waiting.shift();
      if (step === undefined) return;
      const startedAt = performance.now();
      const count = await step.run();
      ran.push({ name: step.name, seconds: (performance.now() - startedAt) / 1000, count });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return ran;
}

/** @param {readonly Ran[]} ran */
export function total(ran) {
  return ran.reduce(({ passed, failed }, { count }) => ({ passed: passed + count.passed, failed: failed + count.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** @param {readonly Ran[]} ran */
export function printTimes(ran) {
  const width = Math.max(...ran.map(({ name }) => name.length));
  for (const { name, seconds, count } of ran) {
    const outcome = count.failed === 0 ? `${count.passed} passed` : `${count.passed} passed, ${count.failed} failed`;
    console.log(`${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${outcome}`);
  }
}
