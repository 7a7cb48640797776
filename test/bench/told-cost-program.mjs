/** Loaded into a hub before everything else (with --expose-gc): tells what it costs when it is asked, after what nobody holds is gone. */
process.on('message', () => {
  globalThis.gc?.();
  const { arrayBuffers, external, heapUsed, rss } = process.memoryUsage();
  const { system, user } = process.cpuUsage();
  process.send?.({ heldBytes: heapUsed + external + arrayBuffers, residentBytes: rss, cpuMs: (user + system) / 1_000 });
});
// A hub that is told to stop must not be kept alive by this line.
process.channel?.unref();
