import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { must } from '../../shared/lib/assert.ts';
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
const maker = new ForecastMaker(() => performance.now());
port.on('message', (job: ForecastJob) => port.postMessage(maker.make(job)));
