/** Loaded into a hub before everything else: its clock can be set forwards, as if so much of the day had passed. */
const real = Date.now.bind(Date);
let movedMs = Number(process.env['MOVED_CLOCK_MS'] ?? 0);
Date.now = () => real() + movedMs;
process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'passMs' in message) movedMs += Number(message.passMs);
  process.send?.({ now: Date.now() });
});
// A hub that is told to stop must not be kept alive by this line.
process.channel?.unref();
