import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/lib/random.ts';
import { FaultProxy, type LineFault } from './fault-proxy.ts';

const SEED = 20261122;
const SENT = 'abcdefghijklmnopqrstuvwxyz'.repeat(8);

let server: Server;
let proxy: FaultProxy;
const accepted: Socket[] = [];
/** What reached the server over each line. */
const arrived: string[] = [];

beforeEach(async () => {
  // Sends back what it gets.
  server = createServer((socket) => {
    const line = accepted.push(socket) - 1;
    socket.on('data', (chunk: Buffer) => (arrived[line] = (arrived[line] ?? '') + chunk.toString()));
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await FaultProxy.to({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, seededRandom(SEED));
});

afterEach(async () => {
  await proxy.close();
  for (const socket of accepted.splice(0)) socket.destroy();
  arrived.length = 0;
  server.close();
});

/** What came back by the time the line ended, or all was there. */
async function echoed(fault: LineFault, sent = SENT): Promise<{ received: string; ended: boolean }> {
  proxy.fault = fault;
  const socket = connect(proxy.port, '127.0.0.1');
  let received = '';
  let ended = false;
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  const over = new Promise<void>((resolve) => {
    socket.on('close', () => {
      ended = true;
      resolve();
    });
    socket.on('data', () => received.length >= sent.length && resolve());
    if (fault.is === 'half-open') setTimeout(resolve, 300);
  });
  socket.write(sent);
  await over;
  const told = { received, ended };
  socket.destroy();
  return told;
}

describe('a line that can be bad', () => {
  it.each<LineFault>([
    { is: 'none' },
    { is: 'dribble', everyMs: 0 },
    { is: 'late', delayMs: 20 },
    { is: 'slow', bytesPerSecond: 40_000 },
  ])('[X12] brings all of it in order when it is $is', async (fault) => {
    expect(await echoed(fault)).toEqual({ received: SENT, ended: false });
  });

  it('[X12] is cut in the middle of what is sent, at another byte each time', async () => {
    for (let line = 0; line < 8; line += 1) {
      const { ended, received } = await echoed({ is: 'cut', bytesMax: SENT.length });
      expect(ended).toBe(true);
      expect(received.length).toBeLessThan(SENT.length);
    }
    expect(proxy.made).toBe(8);
    for (const text of arrived) expect(SENT.startsWith(text)).toBe(true);
    expect(new Set(arrived.map((text) => text.length)).size).toBeGreaterThan(1);
  });

  it('[X12] goes silent when it is half-open: nothing more comes, and nobody is told', async () => {
    const { ended, received } = await echoed({ is: 'half-open', bytesMax: SENT.length });
    expect(ended).toBe(false);
    expect(received.length).toBeLessThan(SENT.length);
    expect(proxy.open).toBeGreaterThan(0);
  });
});
