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

/** This thread's end of the writer: collects the writes of one tick into one message, and gives each its outcome. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #onOutcome: (outcome: WriteOutcome) => void;
  readonly #waiting = new Map<number, (outcome: WriteOutcome) => void>();
  readonly #ended: Promise<void>;
  #outbox: (readonly [id: number, write: Write])[] = [];
  #lastId = 0;
  #isClosing = false;
  #hasEnded = false;

  constructor({ task, onFault, onOutcome }: WriterThreadOptions) {
    this.#onOutcome = onOutcome;
    this.#worker = startJournalWorker(task);
    this.#worker.on('message', (message: FromWriter) => {
      if (message === 'closed') return;
      if ('fault' in message) onFault(message.fault);
      else for (const [id, outcome] of message.outcomes) this.#settle(id, outcome);
    });
    this.#worker.on('error', (error) => onFault(`the writer's thread broke: ${error.message}`));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#hasEnded = true;
        if (!this.#isClosing) {
          onFault('the writer’s thread has ended');
          onOutcome(GONE);
        }
        for (const id of [...this.#waiting.keys()]) this.#settle(id, GONE);
        resolve();
      });
    });
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
      this.#send({ close: how });
    }
    return this.#ended;
  }

  #flush(): void {
    const writes = this.#outbox;
    if (writes.length === 0) return;
    this.#outbox = [];
    this.#send({ writes });
  }

  #send(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  #settle(id: number, outcome: WriteOutcome): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#onOutcome(outcome);
    settle?.(outcome);
  }
}
