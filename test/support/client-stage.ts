import { HallClient } from '../../shared/client/hall-client.ts';
import { memoryOutbox, type OutboxStorage } from '../../shared/client/outbox.ts';
import type { Welcome } from '../../shared/protocol/down.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import { FakeTransport } from './fake-transport.ts';
import { VirtualTime } from './virtual-time.ts';
import { heartbeatAt, snapshotAt, wireLog } from './wire-log.ts';

export const LOG = wireLog(40);
const HUB_AHEAD_MS = 90_000;

/** A client in virtual time, and the hub's part of the play: the test says each word of it. */
export class ClientStage {
  readonly time = new VirtualTime();
  readonly transport = new FakeTransport();
  readonly storage: OutboxStorage = memoryOutbox();
  client: HallClient;
  #ids = 0;

  constructor() {
    this.client = this.newClient();
  }

  /** Another page with the same storage. */
  newClient(token = 'token-of-desk-3'): HallClient {
    const newId = (): string => {
      this.#ids += 1;
      return this.#ids.toString(16).padStart(32, '0');
    };
    const { storage, time, transport } = this;
    const options = { transport, clock: time, timers: time, newId, outboxStorage: storage, token, random: () => 0.5 };
    this.client = new HallClient(options);
    return this.client;
  }

  hubNow(): number {
    return this.time.now() + HUB_AHEAD_MS;
  }

  welcome(): void {
    const facts = { hall: 'demo', roles: ['display'], release: 'r1' } as const;
    const body: Welcome = { protocol: PROTOCOL_VERSION, serverNow: this.hubNow(), ...facts };
    this.transport.line.hub.message({ name: 'welcome', body });
  }

  heartbeat(version: number, log: readonly WireEntry[] = LOG): void {
    this.transport.line.hub.message({ name: 'heartbeat', body: heartbeatAt(log, version, this.hubNow()) });
  }

  entries(from: number, to: number, log: readonly WireEntry[] = LOG): void {
    this.transport.line.hub.message({ name: 'entries', body: log.slice(from - 1, to) });
  }

  snapshot(version: number, log: readonly WireEntry[] = LOG): void {
    this.transport.line.hub.message({ name: 'snapshot', body: snapshotAt(log, version) });
  }

  goLive(version = 10): void {
    this.client.start();
    this.welcome();
    this.snapshot(version);
    this.heartbeat(version);
  }

  accept(id: string): void {
    this.transport.line.hub.message({ name: 'answer', body: { id, version: 11, result: { ticket: 't', number: 'A007' } } });
  }
}
