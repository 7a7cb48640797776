import { must } from '../../shared/lib/assert.ts';
import type { Down } from '../../shared/protocol/down.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Broadcast, Connection } from '../../server/hub/connection.ts';

/** The hub's lines, as a test sees them: everything that went down, in order, and who is in which room. */
export class FakeBroadcast implements Broadcast {
  readonly connections = new Set<FakeConnection>();
  /** Groups published, whoever listens. */
  readonly groups: (readonly WireEntry[])[] = [];

  entries(hall: string, entries: readonly WireEntry[]): void {
    this.groups.push(entries);
    for (const connection of this.connections) {
      if (connection.rooms.has(hall)) connection.send({ name: 'entries', body: entries });
    }
  }

  connect(id = `line-${this.connections.size + 1}`): FakeConnection {
    const connection = new FakeConnection(id);
    this.connections.add(connection);
    return connection;
  }
}

type DownBodies = { readonly [Message in Down as Message['name']]: Message['body'] };

export class FakeConnection implements Connection {
  readonly id: string;
  readonly sent: Down[] = [];
  readonly rooms = new Set<string>();
  readonly #drained = new Set<() => void>();
  goodbye: ProtocolError | null = null;
  /** Messages that the peer has not taken; a test sets it. */
  waiting = 0;

  constructor(id: string) {
    this.id = id;
  }

  get names(): Down['name'][] {
    return this.sent.map((message) => message.name);
  }

  /** Versions in `entries` messages, in the order of their coming. */
  get versions(): number[] {
    return this.sent.flatMap((message) => (message.name === 'entries' ? message.body.map((entry) => entry.version) : []));
  }

  get drainListeners(): number {
    return this.#drained.size;
  }

  last<Name extends keyof DownBodies>(name: Name): DownBodies[Name] {
    const found = this.sent.findLast((message) => message.name === name);
    return must(found, `a message ${name}`).body as DownBodies[Name];
  }

  send(message: Down): void {
    if (this.goodbye === null) this.sent.push(message);
  }

  join(hall: string): void {
    this.rooms.add(hall);
  }

  leave(hall: string): void {
    this.rooms.delete(hall);
  }

  backlog(): number {
    return this.waiting;
  }

  onceDrained(run: () => void): () => void {
    if (this.waiting === 0) {
      run();
      return () => undefined;
    }
    this.#drained.add(run);
    return () => this.#drained.delete(run);
  }

  drain(): void {
    this.waiting = 0;
    for (const run of [...this.#drained]) {
      this.#drained.delete(run);
      run();
    }
  }

  close(reason: ProtocolError): void {
    this.goodbye ??= reason;
    this.rooms.clear();
  }
}
