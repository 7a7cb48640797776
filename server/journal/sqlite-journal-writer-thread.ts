import type { Worker } from 'node:worker_threads';
import type { FromWriter, ToWriter, WorkerTask, Write, WriteOutcome } from './sqlite-journal-writes.ts';
import { startJournalWorker } from './sqlite-journal-threads.ts';

export interface WriterThreadOptions {
  readonly task: Extract<WorkerTask, { do: 'write' }>;
  /** In words for the operator. */
  readonly onFault: (fault: string) => void;
  /** Told of each outcome before it is returned, in the order of the writes. */
  readonly onOutcome: (outcome: WriteOutcome) => void;
}

const GONE: WriteOutcome = { is: 'read-only', reason: 'io-error' };

/**
 * This thread's end of the writer: collects the writes of one tick into one message, and gives each its outcome. The thread
 * is started by the first write, or before by whoever has nothing better to do: a start reads first, and is waited for.
 */
export class WriterThread {
  readonly #options: WriterThreadOptions;
  readonly #waiting = new Map<number, (outcome: WriteOutcome) => void>();
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #worker: Worker | null = null;
  #outbox: (readonly [id: number, write: Write])[] = [];
  #lastId = 0;
  #isClosing = false;
  #hasEnded = false;

  constructor(options: WriterThreadOptions) {
    this.#options = options;
    this.#ended = new Promise((resolve) => (this.#resolveEnded = resolve));
  }

  /** Idempotent. */
  start(): void {
    if (this.#worker !== null || this.#isClosing) return;
    const { task, onFault } = this.#options;
    const worker = startJournalWorker(task);
    this.#worker = worker;
    worker.on('message', (message: FromWriter) => {
      if (message === 'closed') return;
      if ('fault' in message) onFault(message.fault);
      else for (const [id, outcome] of message.outcomes) this.#settle(id, outcome);
    });
    worker.on('error', (error) => onFault(`the writer's thread broke: ${error.message}`));
    worker.once('exit', () => this.#exited());
  }

  write(write: Write): Promise<WriteOutcome> {
    if (this.#hasEnded || this.#isClosing) return Promise.resolve(GONE);
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#outbox.length === 0) queueMicrotask(() => this.#flush());
    this.#outbox.push([id, write]);
    return new Promise((settle) => this.#waiting.set(id, settle));
  }

  /** Finishes what is waiting. Idempotent. `tidily`: see `SqliteJournalStore.close`. */
  close(how: { readonly tidily: boolean }): Promise<void> {
    if (!this.#isClosing && !this.#hasEnded) {
      this.#flush();
      this.#isClosing = true;
      if (this.#worker === null) this.#resolveEnded();
      else this.#worker.postMessage({ close: how } satisfies ToWriter);
    }
    return this.#ended;
  }

  #flush(): void {
    const writes = this.#outbox;
    if (writes.length === 0) return;
    this.#outbox = [];
    this.start();
    this.#worker?.postMessage({ writes } satisfies ToWriter);
  }

  #exited(): void {
    const { onFault, onOutcome } = this.#options;
    this.#hasEnded = true;
    if (!this.#isClosing) {
      onFault('the writer’s thread has ended');
      onOutcome(GONE);
    }
    for (const id of [...this.#waiting.keys()]) this.#settle(id, GONE);
    this.#resolveEnded();
  }

  #settle(id: number, outcome: WriteOutcome): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#options.onOutcome(outcome);
    settle?.(outcome);
  }
}
