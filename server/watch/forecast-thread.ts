import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assert } from '../../shared/lib/assert.ts';
import type { ForecastEngine, ForecastJob, ForecastOutcome } from './forecast-job.ts';
import type { ThreadPriority } from './thread-priority.ts';

/**
 * The forecasts' thread, for one life. The built hub has it beside itself as `forecast-worker.mjs`; from the sources (tests, development) it is
 * TypeScript, which a thread does not read by itself: there `tsx` is loaded first.
 */
export class ForecastThread implements ForecastEngine {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #waiting: { readonly resolve: (outcome: ForecastOutcome) => void; readonly reject: (reason: Error) => void } | null = null;
  #gone: Error | null = null;

  constructor(priority: ThreadPriority = 'idle') {
    this.#worker = startWorker(priority);
    // What it computes is made again by the next one: a hub that is stopping does not wait for it.
    this.#worker.unref();
    this.#worker.on('message', (outcome: ForecastOutcome) => {
      this.#waiting?.resolve(outcome);
      this.#waiting = null;
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#end(new Error(`the thread ended with ${code}`));
        resolve();
      });
    });
  }

  make(job: ForecastJob): Promise<ForecastOutcome> {
    assert(this.#waiting === null, 'one forecast at a time');
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(job);
    });
  }

  async close(): Promise<void> {
    this.#end(new Error('the forecasts were closed'));
    await this.#worker.terminate();
    await this.#ended;
  }

  #end(reason: Error): void {
    this.#gone ??= reason;
    this.#waiting?.reject(reason);
    this.#waiting = null;
  }
}

function startWorker(workerData: ThreadPriority): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./forecast-worker.mjs', import.meta.url), { workerData });
  const tsx = new URL('./esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx')));
  const worker = new URL('./forecast-worker.ts', import.meta.url);
  const loading = `import('${tsx.href}').then((tsx) => { tsx.register(); return import('${worker.href}'); });`;
  return new Worker(loading, { eval: true, workerData });
}
