import { randomFillSync } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../shared/lib/assert.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { AdviceMaker } from './advice-maker.ts';
import { EffectMaker } from './effect-maker.ts';
import type { ForecastJob } from './forecast-job.ts';
import { ForecastMaker } from './forecast-maker.ts';
import { takePriority, type ThreadPriority } from './thread-priority.ts';

takePriority(workerData as ThreadPriority);
const port = must(parentPort, 'this file runs in a worker thread');
const monotonicMs = (): number => performance.now();
const advice = new AdviceMaker(
  monotonicMs,
  idsFrom((bytes) => randomFillSync(bytes)),
);
const effects = new EffectMaker();
const maker = new ForecastMaker(monotonicMs, advice, effects);
let isAdvising = false;
let failure: string | undefined;

/** Between two messages, a what-if at a time: a forecast that is asked for meanwhile waits for one of them. */
function advise(): void {
  try {
    isAdvising = effects.step() || advice.step();
  } catch (error) {
    // What was begun is dropped: forecasts go on, and the hub's log hears of it.
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    isAdvising = false;
  }
  if (isAdvising) setImmediate(advise);
}

port.on('message', (job: ForecastJob) => {
  const outcome = maker.make(job);
  const isTold = outcome.is === 'made' && failure !== undefined;
  port.postMessage(isTold ? { ...outcome, adviceFailed: failure } : outcome);
  if (isTold) failure = undefined;
  if (!isAdvising) {
    isAdvising = true;
    setImmediate(advise);
  }
});
