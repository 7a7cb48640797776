import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { idsFrom } from '../../shared/lib/ids.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { Door } from '../../server/gateway/door.ts';
import { SocketGateway, type SocketGatewayOptions } from '../../server/gateway/socket/socket-gateway.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { Hub } from '../../server/hub/hub.ts';
import type { HubAnswer } from '../../server/hub/hub-answer.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from './system-timers.ts';
import { testConfiguration } from './test-configuration.ts';
import { TokenAccess } from './token-access.ts';

export const newId = idsFrom((bytes) => randomFillSync(bytes));

export interface ServedHubOptions extends Partial<SocketGatewayOptions> {
  readonly journal?: Journal;
  readonly configuration?: HallConfiguration;
}

/** The real hub behind the real gateway and door, on a loopback port, with the hall `demo` and its day open. */
export class ServedHub {
  readonly access = new TokenAccess();
  readonly server: Server;
  readonly gateway: SocketGateway;
  readonly hub: Hub;
  readonly journal: Journal;
  /** Open ones, so that a test can cut them. */
  readonly sockets = new Set<Socket>();

  private constructor(options: ServedHubOptions) {
    this.server = createServer((_request, response) => response.writeHead(404).end());
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    const basics = { clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
    this.journal = options.journal ?? new MemoryJournal();
    this.gateway = new SocketGateway({ ...basics, server: this.server, ...options });
    this.hub = new Hub({
      ...basics,
      journal: this.journal,
      broadcast: this.gateway,
      monotonic: () => performance.now(),
      newId,
      release: 'test',
    });
    const door = new Door({ ...basics, access: this.access, hub: this.hub });
    this.gateway.start({ access: this.access, door, hub: this.hub });
  }

  static async start(options: ServedHubOptions = {}): Promise<ServedHub> {
    const running = new ServedHub(options);
    await running.hub.start();
    await running.hub.seed('demo', options.configuration ?? testConfiguration());
    const { state } = await running.hub.read('demo');
    if (state.day.is !== 'open') await running.command({ type: 'open-day' });
    running.server.listen(0, '127.0.0.1');
    await once(running.server, 'listening');
    return running;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From inside, as the hub's own rooms do it. */
  command(command: Command): Promise<HubAnswer> {
    return this.hub.submit('demo', { id: 'system:test', roles: ['system'] }, { ...command, id: newId() });
  }

  async close(): Promise<void> {
    this.gateway.close();
    await this.hub.close();
    await this.journal.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
