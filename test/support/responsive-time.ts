/** A machine that is busy with other tests lets this process wait; what is longer than this between two ticks is its doing. */
const TICK_MS = 5;
const GAP_COUNTED_MS_MAX = 15;

/**
 * How long something took for a process that gets the processor when it needs it, in milliseconds. Promises in seconds are
 * tested by it: exact on an idle machine, and no false alarm on a busy one.
 */
export async function responsiveMs(run: () => Promise<unknown>): Promise<number> {
  let counted = 0;
  let last = performance.now();
  const count = (): void => {
    const now = performance.now();
    counted += Math.min(now - last, GAP_COUNTED_MS_MAX);
    last = now;
  };
  const ticks = setInterval(count, TICK_MS);
  try {
    await run();
    count();
    return counted;
  } finally {
    clearInterval(ticks);
  }
}
