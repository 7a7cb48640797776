import type { Link, Transport, TransportListeners } from '../../shared/client/transport.ts';
import { randomInteger, type Random } from '../../shared/lib/random.ts';
import type { Down } from '../../shared/protocol/down.ts';
import type { Handshake, Up } from '../../shared/protocol/up.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What can go wrong, each as a probability or a length. All zero is a perfect network. */
export interface NetworkFaults {
  /** Most of the time a message takes up to this long. */
  readonly delayMsMax: number;
  /** A message that takes seconds; everything behind it waits, as in TCP. */
  readonly slow: number;
  readonly slowMsMax: number;
  /** A command that arrives twice. */
  readonly duplicate: number;
}

export const PERFECT_NETWORK: NetworkFaults = { delayMsMax: 5, slow: 0, slowMsMax: 0, duplicate: 0 };

/** Until the hub notices that a line is dead: its pings and their patience. */
const HALF_OPEN_MS_MAX = 16_000;
const CONNECT_FAILS_AFTER_MS = 2_000;

/** The hub's end of a line. */
export interface LineAtHub {
  message(message: Up): void;
  closed(): void;
}

/** One line, as the gateway uses it. */
export interface HubLine {
  send(message: Down): void;
  /** One that is encoded already. */
  sendText(text: string): void;
  /** Handed over and not yet at the screen. */
  backlog(): number;
  onceDrained(run: () => void): () => void;
  close(reason: ProtocolError): void;
}

export interface NetworkOptions {
  readonly time: SimulatedTime;
  readonly random: Random;
  readonly trace: (line: string) => void;
}

/** Messages in order, each with its delay; what is behind a slow one waits. */
class Pipe {
  readonly #network: SimulatedNetwork;
  readonly #deliver: (text: string) => void;
  #last = 0;
  #waiting = 0;
  #isCut = false;
  /** Messages still to be delivered before the cut takes effect. */
  #allowed = Infinity;
  readonly #onceDrained = new Set<() => void>();

  constructor(network: SimulatedNetwork, deliver: (text: string) => void) {
    this.#network = network;
    this.#deliver = deliver;
  }

  get waiting(): number {
    return this.#waiting;
  }

  send(text: string): void {
    if (this.#isCut) return;
    const { time } = this.#network.options;
    this.#waiting += 1;
    this.#last = Math.max(this.#last, time.elapsed + this.#network.delayMs());
    time.after(this.#last - time.elapsed, () => {
      this.#waiting -= 1;
      if (this.#allowed > 0) {
        this.#allowed -= 1;
        this.#deliver(text);
      }
      if (this.#waiting === 0) this.#drained();
    });
  }

  clog(ms: number): void {
    this.#last = Math.max(this.#last, this.#network.options.time.elapsed + ms);
  }

  /** Of what is on its way, some arrive and the rest is lost. Nothing more is taken. */
  cut(arriving: number): void {
    this.#isCut = true;
    this.#allowed = Math.min(this.#allowed, arriving);
  }

  onceDrained(run: () => void): () => void {
    if (this.#waiting === 0) {
      run();
      return () => undefined;
    }
    this.#onceDrained.add(run);
    return () => this.#onceDrained.delete(run);
  }

  #drained(): void {
    for (const run of [...this.#onceDrained]) {
      this.#onceDrained.delete(run);
      run();
    }
  }
}

/** A line between one screen and one hub process. Each end learns at its own time that the line is gone. */
export class Line {
  readonly client: string;
  readonly #network: SimulatedNetwork;
  readonly #listeners: TransportListeners;
  readonly #up: Pipe;
  readonly #down: Pipe;
  #hub: LineAtHub | null = null;
  #clientClosed = false;
  #hubClosed = false;

  constructor(network: SimulatedNetwork, client: string, listeners: TransportListeners) {
    this.#network = network;
    this.client = client;
    this.#listeners = listeners;
    this.#up = new Pipe(network, (text) => {
      if (this.#hubClosed) return;
      network.options.trace(`${client} up ${text}`);
      this.#hub?.message(JSON.parse(text) as Up);
    });
    this.#down = new Pipe(network, (text) => {
      if (this.#clientClosed) return;
      network.options.trace(`${client} down ${text}`);
      this.#listeners.message(JSON.parse(text) as Down);
    });
  }

  get isOver(): boolean {
    return this.#clientClosed && this.#hubClosed;
  }

  attach(hub: LineAtHub): void {
    this.#hub = hub;
  }

  /** The client's end. */
  readonly link: Link = {
    send: (message) => {
      const { random } = this.#network.options;
      const text = JSON.stringify(message);
      this.#up.send(text);
      if (message.name === 'command' && random() < this.#network.faults.duplicate) this.#up.send(text);
    },
    close: () => {
      this.#clientClosed = true;
      // Bytes that are on their way arrive, and then the end of the line.
      this.#tellHub(this.#network.delayMs());
    },
  };

  /** The hub's end. */
  readonly atHub: HubLine = {
    send: (message) => this.atHub.sendText(JSON.stringify(message)),
    sendText: (text) => {
      if (!this.#hubClosed) this.#down.send(text);
    },
    backlog: () => this.#down.waiting * this.#network.backlogWeight,
    onceDrained: (run) => this.#down.onceDrained(run),
    close: (reason) => {
      if (this.#hubClosed) return;
      this.#down.send(JSON.stringify({ name: 'goodbye', body: reason }));
      this.#hubClosed = true;
      this.#hub?.closed();
      this.#down.onceDrained(() => this.#tellClient(0));
    },
  };

  clog(ms: number): void {
    if (this.#network.options.random() < 0.5) this.#up.clog(ms);
    else this.#down.clog(ms);
  }

  /** The line breaks: of what is on its way, a part arrives; both ends learn it later. `halfOpen`: one end much later. */
  break(halfOpen: boolean): void {
    const { random } = this.#network.options;
    this.#up.cut(randomInteger(random, this.#up.waiting + 1));
    this.#down.cut(randomInteger(random, this.#down.waiting + 1));
    this.#tellHub(halfOpen ? randomInteger(random, HALF_OPEN_MS_MAX) : randomInteger(random, 100));
    // A client whose line is half-open hears nothing, and has to find out by itself.
    if (!halfOpen) this.#tellClient(randomInteger(random, 100));
  }

  /** The hub's process is gone. Its machine closes what it had open. */
  hubDied(): void {
    this.#hubClosed = true;
    this.#up.cut(0);
    this.#down.cut(randomInteger(this.#network.options.random, this.#down.waiting + 1));
    this.#tellClient(this.#network.delayMs());
  }

  #tellHub(afterMs: number): void {
    this.#network.options.time.after(afterMs, () => {
      if (this.#hubClosed) return;
      this.#hubClosed = true;
      this.#hub?.closed();
    });
  }

  #tellClient(afterMs: number): void {
    this.#network.options.time.after(afterMs, () => {
      if (this.#clientClosed) return;
      this.#clientClosed = true;
      this.#listeners.closed();
    });
  }
}

/** Takes a line at the hub; null while no hub is there. */
export type Accept = (line: Line, handshake: Handshake) => LineAtHub;

/** All lines of a world. Within a line order is kept, as a socket keeps it; across lines nothing is. */
export class SimulatedNetwork {
  readonly options: NetworkOptions;
  faults: NetworkFaults = PERFECT_NETWORK;
  /** How many messages one stands for when the hub looks at a backlog. */
  backlogWeight = 1;
  accept: Accept | null = null;
  /** Screens that reach nobody. */
  readonly cutOff = new Set<string>();
  #lines: Line[] = [];

  constructor(options: NetworkOptions) {
    this.options = options;
  }

  get lines(): readonly Line[] {
    this.#lines = this.#lines.filter((line) => !line.isOver);
    return this.#lines;
  }

  delayMs(): number {
    const { random } = this.options;
    const { delayMsMax, slow, slowMsMax } = this.faults;
    return random() < slow ? randomInteger(random, slowMsMax) : randomInteger(random, delayMsMax + 1);
  }

  transport(client: string): Transport {
    return { connect: (handshake, listeners) => this.#connect(client, handshake, listeners) };
  }

  hubDied(): void {
    this.accept = null;
    for (const line of this.#lines) line.hubDied();
  }

  #connect(client: string, handshake: Handshake, listeners: TransportListeners): Link {
    const { time } = this.options;
    const line = new Line(this, client, listeners);
    let over = false;
    time.after(this.delayMs(), () => {
      if (over) return;
      if (this.accept === null || this.cutOff.has(client)) {
        time.after(this.accept === null ? 1 : CONNECT_FAILS_AFTER_MS, () => {
          if (!over) listeners.closed();
        });
        return;
      }
      this.#lines.push(line);
      line.attach(this.accept(line, JSON.parse(JSON.stringify(handshake)) as Handshake));
    });
    return {
      send: line.link.send,
      close: () => {
        over = true;
        line.link.close();
      },
    };
  }
}
