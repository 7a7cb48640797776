import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerTask } from './sqlite-journal-writes.ts';

/**
 * A worker thread of the journal. The built hub has it beside itself as `journal-worker.mjs`; from the sources (tests,
 * development) it is TypeScript, which a thread does not read by itself: there `tsx` is loaded first.
 */
export function startJournalWorker(workerData: WorkerTask): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./journal-worker.mjs', import.meta.url), { workerData });
  const tsx = new URL('./esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx')));
  const worker = new URL('./sqlite-journal-worker.ts', import.meta.url);
  return new Worker(`import('${tsx.href}').then((tsx) => { tsx.register(); return import('${worker.href}'); });`, {
    workerData,
    eval: true,
  });
}
