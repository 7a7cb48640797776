import { randomFillSync } from 'node:crypto';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { must } from '../../shared/lib/assert.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { AdviceMaker } from './advice-maker.ts';
import type { ForecastJob } from './forecast-job.ts';
import { ForecastMaker } from './forecast-maker.ts';

/** Commands go first: where a thread has a priority of its own, this one's is low. Elsewhere it would be the whole hub's. */
const NICE = 10;
if (process.platform === 'linux') {
  try {
    setPriority(0, NICE);
  } catch {
    // A system that allows no such thing: the budget of the forecasts bounds them all the same.
  }
}

const port = must(parentPort, 'this file runs in a worker thread');
const monotonicMs = (): number => performance.now();
const advice = new AdviceMaker(
  monotonicMs,
  idsFrom((bytes) => randomFillSync(bytes)),
);
const maker = new ForecastMaker(monotonicMs, advice);
let isAdvising = false;

/** Between two messages, a what-if at a time: a forecast that is asked for meanwhile waits for one of them. */
function advise(): void {
  isAdvising = advice.step();
  if (isAdvising) setImmediate(advise);
}

port.on('message', (job: ForecastJob) => {
  port.postMessage(maker.make(job));
  if (!isAdvising) {
    isAdvising = true;
    setImmediate(advise);
  }
});
