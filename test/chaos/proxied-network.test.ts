import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { freePort } from '../support/free-port.ts';
import type { Network } from './network.ts';
import { insideOf, proxiedMachines } from './proxied-network.ts';

/** So long nothing may arrive; what does arrive is waited for. */
const SILENCE_MS = 60;

let network: Network;
let server: Server;
let port: number;
const held: Socket[] = [];

/** A machine `there` says back what it is told; a line to it from `here`. */
async function lineBetween(): Promise<Socket> {
  network = proxiedMachines(['here', 'there']);
  const [here, there] = network.places.map((place) => must(place, 'a place'));
  server = createServer((socket) => {
    held.push(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => socket.write(chunk));
  });
  port = await freePort();
  server.listen(port, insideOf(must(there, 'a place')));
  await once(server, 'listening');
  await network.opened(must(there, 'a place'), port);
  return lineFrom(insideOf(must(here, 'a place')));
}

function lineFrom(localAddress?: string): Socket {
  const [, there] = network.places;
  const socket = connect({ host: must(there, 'a place').host, port, ...(localAddress === undefined ? {} : { localAddress }) });
  held.push(socket);
  socket.on('error', () => socket.destroy());
  return socket;
}

/** What arrives; null for nothing in a while. */
async function arrives(socket: Socket, withinMs = SILENCE_MS): Promise<string | null> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
    return chunk.toString();
  } catch {
    return null;
  }
}

const answer = (socket: Socket): Promise<string | null> => arrives(socket, 10_000);

afterEach(async () => {
  for (const socket of held.splice(0)) socket.destroy();
  await network.remove();
  await new Promise((resolve) => server.close(resolve));
});

describe('machines behind proxies', () => {
  it.each(['there', 'back'])('hold back what is sent %s, and bring it when the line is whole', async (direction) => {
    const line = await lineBetween();
    line.write('before');
    expect(await answer(line)).toBe('before');
    const [here, there] = network.places.map((place) => [place]);
    const [from, to] = direction === 'there' ? [here, there] : [there, here];
    await network.cut(must(from, 'a side'), must(to, 'a side'));
    line.write('meanwhile');
    expect(await arrives(line)).toBeNull();
    // Whoever is on none of the machines, as the harness itself, is not cut off.
    const other = lineFrom();
    other.write('other');
    expect(await answer(other)).toBe('other');
    const heard = answer(line);
    await network.heal();
    expect(await heard).toBe('meanwhile');
  });

  it('make no new line while one direction is cut, and tell no end', async () => {
    const line = await lineBetween();
    line.write('before');
    expect(await answer(line)).toBe('before');
    const [here, there] = network.places.map((place) => [place]);
    await network.cut(must(there, 'a side'), must(here, 'a side'));
    const fresh = lineFrom(insideOf(must(network.places[0], 'a place')));
    fresh.write('fresh');
    server.close();
    const ended = once(line, 'close').then(() => 'ended');
    for (const socket of held) if (socket.localPort === port) socket.destroy();
    expect(await Promise.race([ended, arrives(fresh)])).toBeNull();
    await network.heal();
    expect(await ended).toBe('ended');
  });
});
