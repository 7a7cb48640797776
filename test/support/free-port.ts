import { createServer } from 'node:net';

/**
 * Below those that an operating system gives to lines that leave it (Linux: from 32768 on): nobody has one by chance before it is opened,
 * or while its owner is down. Every process that tests begins at another place, and takes each once.
 */
const FIRST = 20_000;
const COUNT = 12_000;
const PROCESSES_APART = 2_741;

let place = (process.pid * PROCESSES_APART) % COUNT;

/** A loopback port that nobody has now. For what must be known before it is opened, and be the same after a restart. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + place;
    place = (place + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${FIRST} to ${FIRST + COUNT - 1} is free`);
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
