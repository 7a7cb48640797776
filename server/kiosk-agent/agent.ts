import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { HallClient } from '../../shared/client/hall-client.ts';
import { memoryOutbox } from '../../shared/client/outbox.ts';
import { socketTransport } from '../../shared/client/socket-transport.ts';
import type { PrinterSetup } from '../../shared/hall/configuration.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { LentNumbers } from '../../shared/offline/lent-numbers.ts';
import type { LastHall, LentTicket } from '../../shared/offline/number-book.ts';
import type { AgentOptions } from '../config/agent-options.ts';
import { connectPrinter, placeOf, wireTo } from '../printing/connect-printer.ts';
import { PrinterQueue } from '../printing/printer-queue.ts';
import type { PrinterPlace } from '../printing/printer-address.ts';
import { agentApp, isOwnPage } from './agent-server.ts';
import { BOOK_FILE } from './device-token.ts';
import { fileBookStore } from './file-book-store.ts';
import { HubProxy } from './hub-proxy.ts';
import { lentPaperBytes } from './lent-paper.ts';
import { PrinterRelay } from './printer-relay.ts';

export interface AgentParts {
  readonly options: Omit<AgentOptions, 'relay'> & Partial<Pick<AgentOptions, 'relay'>> & { readonly hub: string };
  readonly token: string | null;
  /** Built screens. */
  readonly screens: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly log: { info(what: object, words: string): void; error(what: object, words: string): void };
}

interface Attached {
  readonly place: PrinterPlace;
  readonly form: Pick<PrinterSetup, 'columns' | 'language' | 'qr'>;
}

/**
 * A kiosk's own half of the hall. While the hub is there it hands everything on and keeps numbers ahead; while it is away it gives them out,
 * prints them and tells the hub afterwards. Nothing of it needs the browser: what was given out outlives page, browser and power cut.
 */
export class Agent {
  readonly #parts: AgentParts;
  readonly #lent: LentNumbers;
  readonly #client: HallClient | null;
  readonly #proxy: HubProxy;
  readonly #relay: PrinterRelay | null;
  #server: Server | null = null;
  #queue: { readonly key: string; readonly queue: PrinterQueue } | null = null;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    const { clock, log, newId, options, timers, token } = parts;
    mkdirSync(options.data, { recursive: true, mode: 0o700 });
    this.#proxy = new HubProxy(options.hub);
    const { hub, printer } = options;
    this.#relay = printer === null ? null : new PrinterRelay({ openWire: wireTo(printer, timers), hub });
    // Commands are kept as papers, not as commands: a second list of the same would only be told twice.
    this.#client =
      token === null
        ? null
        : new HallClient({
            transport: socketTransport({ url: options.hub }),
            ...{ clock, timers, newId, token },
            outboxStorage: memoryOutbox(),
          });
    this.#lent = new LentNumbers({
      hall: this.#client ?? {
        connection: { is: 'connecting' },
        state: null,
        readOnly: null,
        welcome: null,
        now: () => clock.now(),
        send: neverSent,
      },
      store: fileBookStore(join(options.data, BOOK_FILE), (aside) =>
        log.error({ aside }, 'the numbers could not be read and were put aside'),
      ),
      ...{ clock, timers, newId },
      print: (ticket, hall) => this.#print(ticket, hall),
      onFault: (error) => log.error({ error: String(error) }, 'a step of the offline numbers failed'),
    });
  }

  /** Resolves with the address of the page. */
  async start(): Promise<string> {
    const { options, screens, token } = this.#parts;
    const server = createServer(agentApp({ lent: this.#lent, proxy: this.#proxy, screens, token }));
    server.on('upgrade', (request, socket, head) => {
      if (isOwnPage(request)) this.#proxy.upgrade(request, socket, head);
      else socket.destroy();
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', resolve);
    });
    if (options.relay != null) await this.#relay?.start(options.relay);
    // Only now: a second agent that was started by mistake has found the port taken and touched nothing.
    this.#client?.start();
    this.#lent.start();
    const bound = server.address();
    return `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : options.port}/kiosk`;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#lent.close();
    this.#client?.close();
    await this.#queue?.queue.close();
    await this.#relay?.close();
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #print(ticket: LentTicket, hall: LastHall): Promise<boolean> {
    const attached = this.#attached(hall);
    if (attached === null) return false;
    const outcome = await this.#queueOf(attached.place).print(lentPaperBytes(ticket, hall, attached.form));
    if (outcome.is === 'printed') return true;
    this.#parts.log.error({ number: ticket.number, outcome }, 'a ticket was not printed');
    return false;
  }

  /** The one of this machine, else what the hall says for this kiosk. */
  #attached({ configuration, printer: own }: LastHall): Attached | null {
    const { columns, language, printer } = this.#parts.options;
    if (printer !== null) return { place: { address: printer, language }, form: { columns, language } };
    const setup = configuration.printers.find(({ id }) => id === own) ?? configuration.printers[0];
    return setup === undefined ? null : { place: placeOf(setup), form: setup };
  }

  #queueOf(place: PrinterPlace): PrinterQueue {
    const key = JSON.stringify(place);
    if (this.#queue?.key !== key) {
      void this.#queue?.queue.close();
      this.#queue = { key, queue: new PrinterQueue(connectPrinter(place, this.#parts.timers)) };
    }
    return this.#queue.queue;
  }
}

function neverSent(): never {
  throw new Error('a kiosk that is not enrolled sends nothing');
}
