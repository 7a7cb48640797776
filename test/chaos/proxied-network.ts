import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { must } from '../../shared/lib/assert.ts';
import type { Network, Place } from './network.ts';

const LEAVE_FROM = fileURLToPath(new URL('leave-from-program.mjs', import.meta.url));
/** Loopback addresses that nobody asks for by chance: where machines are reached, and where their processes really are. */
const [OUTSIDE, INSIDE] = ['127.77', '127.78'];
const MACHINES_MAX = 16;
let networksMade = 0;

/**
 * Machines without the rights of root: each has a loopback address of its own, its processes leave from there, and whatever goes to
 * another machine goes through a proxy that may hold it back, each direction by itself. As with a cable that is out nobody is told; what
 * was sent meanwhile arrives when the line is whole again. Needs Linux, where all of 127.0.0.0/8 is this machine.
 */
export function proxiedMachines(names: readonly string[]): Network {
  networksMade += 1;
  const block = (process.pid % 250) + 1;
  const at = (side: string, index: number): string => `${side}.${block}.${(networksMade - 1) * MACHINES_MAX + index + 1}`;
  const places = names.map((name, index) => {
    const inside = at(INSIDE, index);
    const leaving = [`NODE_OPTIONS=--import=${LEAVE_FROM}`, `LEAVE_FROM=${inside}`, `LEAVE_TO=${OUTSIDE}.`];
    return { name, host: at(OUTSIDE, index), inside, entering: ['env', ...leaving] };
  });
  const cuts = new Set<string>();
  const lines = new Set<Line>();
  const servers: Server[] = [];
  const isCut = (from: Place | null, to: Place | null): boolean => cuts.has(`${from?.name} ${to?.name}`);
  const lookAgain = (): void => {
    for (const line of lines) line.look();
  };
  return {
    places,
    opened: async (place, port) => {
      const server = createServer((near) => {
        const from = places.find(({ inside }) => inside === near.remoteAddress) ?? null;
        const line = new Line(near, { host: insideOf(place), port }, [() => isCut(from, place), () => isCut(place, from)]);
        lines.add(line);
        line.look();
        near.on('close', () => lines.delete(line));
      });
      servers.push(server);
      server.listen(port, place.host);
      await once(server, 'listening');
    },
    cut: (from, to) => {
      for (const sender of from) for (const receiver of to) cuts.add(`${sender.name} ${receiver.name}`);
      lookAgain();
      return Promise.resolve();
    },
    heal: () => {
      cuts.clear();
      lookAgain();
      return Promise.resolve();
    },
    remove: async () => {
      for (const line of lines) line.end();
      await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

export function insideOf({ inside }: Place): string {
  return must(inside, 'a machine behind proxies has an inside');
}

/** One connection between two machines. */
class Line {
  readonly #near: Socket;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #isThereCut: () => boolean;
  readonly #isBackCut: () => boolean;
  #far: Socket | null = null;

  constructor(
    near: Socket,
    target: { readonly host: string; readonly port: number },
    cut: readonly [() => boolean, () => boolean],
  ) {
    this.#near = near;
    this.#target = target;
    [this.#isThereCut, this.#isBackCut] = cut;
    near.pause();
    near.on('error', ignored);
    near.on('close', () => this.look());
    near.on('data', (chunk) => this.#far?.write(chunk));
  }

  /** After every change of what is cut. An end travels as everything else does: not over a line that is cut. */
  look(): void {
    const [isThereCut, isBackCut] = [this.#isThereCut(), this.#isBackCut()];
    // To be connected takes both directions.
    if (this.#far === null && !isThereCut && !isBackCut && !this.#near.destroyed) this.#connect();
    const far = this.#far;
    if (far === null) return;
    hold(this.#near, isThereCut || far.connecting);
    hold(far, isBackCut);
    if (this.#near.destroyed && !isThereCut) far.destroy();
    if (far.destroyed && !isBackCut) this.#near.destroy();
  }

  end(): void {
    this.#near.destroy();
    this.#far?.destroy();
  }

  #connect(): void {
    const far = connect(this.#target);
    this.#far = far;
    far.on('error', ignored);
    far.on('connect', () => this.look());
    far.on('close', () => this.look());
    far.on('data', (chunk) => this.#near.write(chunk));
  }
}

function hold(socket: Socket, isHeld: boolean): void {
  if (isHeld) socket.pause();
  else if (socket.isPaused()) socket.resume();
}

function ignored(): void {
  // The end that follows is what counts.
}
