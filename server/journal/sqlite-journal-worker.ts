import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { must } from '../../shared/lib/assert.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import { keepBallast } from './ballast.ts';
import { checkJournal } from './sqlite-journal-check.ts';
import { SqliteJournalStore } from './sqlite-journal-store.ts';
import type { FromChecker, FromWriter, ToWriter, WorkerTask, Write, WriteOutcome } from './sqlite-journal-writes.ts';

type WaitingWrite = readonly [id: number, write: Write];

/** How long the planted fault leaves a group answered and not committed: a window that kill -9 can hit. */
const PLANTED_WINDOW_MS = 30;

const port = must(parentPort, 'this file runs in a worker thread');
const task = workerData as WorkerTask;

switch (task.do) {
  case 'write':
    runWriter(task);
    break;
  case 'check':
    runChecker(task);
    break;
  default:
    unreachable(task);
}

/** Everything that waits when a commit begins goes into one transaction: the slower the disk, the larger the group. */
function runWriter({ path, plantedFault, pagesMax, ballast }: Extract<WorkerTask, { do: 'write' }>): void {
  const tell = (message: FromWriter): void => port.postMessage(message);
  const onFault = (error: unknown): void => tell({ fault: error instanceof Error ? error.message : String(error) });
  const store = new SqliteJournalStore({ path, plantedFault, onFault, pagesMax: pagesMax && (() => Atomics.load(pagesMax, 0)) });
  const answer = (group: readonly WaitingWrite[], outcomes: readonly WriteOutcome[]): void =>
    tell({ outcomes: group.map(([id], index) => [id, outcomes[index]!] as const) });

  const commit = (group: readonly WaitingWrite[]): void => {
    const writes = group.map(([, write]) => write);
    if (plantedFault === 'ack-before-commit') {
      store.commit(writes, (outcomes) => {
        answer(group, outcomes);
        sleep(PLANTED_WINDOW_MS);
      });
    } else {
      answer(group, store.commit(writes));
    }
  };

  port.on('message', (first: ToWriter) => {
    const { waiting, close } = drain(first);
    for (const group of transactionsOf(waiting)) commit(group);
    if (close === null) return;
    store.close(close);
    tell('closed');
    port.close();
  });
  if (ballast !== null) keepBallast(ballast.path, ballast.bytes);
}

function runChecker({ path, hall }: Extract<WorkerTask, { do: 'check' }>): void {
  const damage = checkJournal(path, hall);
  const found: FromChecker = damage === null ? null : { version: damage.version, what: damage.what };
  port.postMessage(found);
  port.close();
}

function drain(first: ToWriter): { readonly waiting: WaitingWrite[]; readonly close: { readonly tidily: boolean } | null } {
  const waiting: WaitingWrite[] = [];
  for (let message: ToWriter | undefined = first; message !== undefined; message = nextMessage()) {
    if ('close' in message) return { waiting, close: message.close };
    waiting.push(...message.writes);
  }
  return { waiting, close: null };
}

function nextMessage(): ToWriter | undefined {
  return (receiveMessageOnPort(port) as { message: ToWriter } | undefined)?.message;
}

/** In order; neighbouring appends together, anything else by itself: a large snapshot keeps no command waiting for long. */
function transactionsOf(waiting: readonly WaitingWrite[]): WaitingWrite[][] {
  const groups: WaitingWrite[][] = [];
  let open: WaitingWrite[] | null = null;
  for (const each of waiting) {
    if (each[1].do !== 'append') {
      groups.push([each]);
      open = null;
    } else if (open === null) {
      open = [each];
      groups.push(open);
    } else {
      open.push(each);
    }
  }
  return groups;
}

/** Blocks this thread, which is what the planted fault wants. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
