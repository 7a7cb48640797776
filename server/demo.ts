import { randomFillSync, randomInt } from 'node:crypto';
import { idsFrom } from '../shared/lib/ids.ts';
import { seededRandom } from '../shared/lib/random.ts';
import { DEMO_OPTIONS, DEMO_USAGE, type DemoOptions } from './config/demo-options.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { EXIT_FAILED, EXIT_USAGE } from './config/start-error.ts';
import { Demonstration } from './demo/demonstration.ts';
import { HubApi } from './demo/hub-api.ts';
import { Sleep } from './demo/sleep.ts';

const SEED_MAX = 2 ** 31;

async function demonstrate(options: DemoOptions): Promise<number> {
  const timers = {
    after: (delayMs: number, run: () => void) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    every: (intervalMs: number, run: () => void) => {
      const timer = setInterval(run, intervalMs);
      return () => clearInterval(timer);
    },
  };
  const sleep = new Sleep(timers, options.speed);
  const newId = idsFrom((bytes) => randomFillSync(bytes));
  const url = options.url ?? `http://127.0.0.1:${options.port}`;
  const seed = options.seed ?? randomInt(SEED_MAX);
  const demonstration = new Demonstration({
    api: new HubApi({ url, hall: options.hall, fetch, newId, sleep }),
    password: options.password,
    counters: options.counters,
    perHour: options.perHour,
    visitorsMax: options.visitors === 0 ? null : options.visitors,
    random: (stream) => seededRandom(seed + stream),
    sleep,
    print: (line) => console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`),
  });
  process.once('SIGINT', () => sleep.stop());
  process.once('SIGTERM', () => sleep.stop());
  console.log(
    `${options.perHour} visitors an hour at ${url}, ${options.speed} times as fast as life, seed ${seed}. Stop with Ctrl+C.`,
  );
  const done = await demonstration.run();
  if (done.ok) console.log(`done: ${done.value.line(0)}`);
  else console.error(`demo: ${done.error.title} (${done.error.kind})`);
  return done.ok ? 0 : EXIT_FAILED;
}

const read = readOptions(DEMO_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
if (!read.ok) {
  console.error(`demo: ${read.error.join('\n')}`);
  process.exitCode = EXIT_USAGE;
} else if (read.value.is === 'help') {
  process.stdout.write(helpText(DEMO_USAGE, DEMO_OPTIONS));
} else {
  process.exitCode = await demonstrate(read.value.values);
}
