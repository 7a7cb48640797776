import { createServer } from 'node:net';

/**
 * Below those that an operating system gives to lines that leave it (Linux: from 32768 on): nobody has one by chance before it is opened,
 * or while its owner is down. Each worker of a run has a part of its own: a hub that goes on asking for a printer that one test has stopped
 * must not find the printer of another test there. Where a process begins in it is by its id, and it takes each port once.
 */
const FIRST = 20_000;
const PARTS = 8;
const COUNT = 1_500;
const PROCESSES_APART = 97;
/** 0: no worker, but a program such as the chaos harness. */
const WORKER = Number(process.env['VITEST_POOL_ID'] ?? 0) % PARTS;
const FIRST_OWN = FIRST + WORKER * COUNT;

let place = (process.pid * PROCESSES_APART) % COUNT;

/** A loopback port that nobody has now. For what must be known before it is opened, and be the same after a restart. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST_OWN + place;
    place = (place + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${FIRST_OWN} to ${FIRST_OWN + COUNT - 1} is free`);
}

/** So many of them, no two the same. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
