import type { Clock } from '../../shared/lib/clock.ts';
import { failed } from '../../shared/lib/result.ts';
import { sentCommandSchema } from '../../shared/protocol/command-schema.ts';
import type { Down } from '../../shared/protocol/down.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Credential } from '../../server/access/credential.ts';
import type { GatewayDoor } from '../../server/gateway/socket/gateway-ports.ts';
import { SocketIntake } from '../../server/gateway/socket/socket-intake.ts';
import type { Broadcast, Connection } from '../../server/hub/connection.ts';
import type { Hub } from '../../server/hub/hub.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import type { HubLine, Line, LineAtHub } from './simulated-network.ts';
import type { Handshake } from '../../shared/protocol/up.ts';

export interface SimulatedGatewayOptions {
  readonly clock: Clock;
  readonly credentialFor: (token: string) => Credential;
  /** Sees everything that goes down, when the hub sends it. */
  readonly watch: (message: Down) => void;
}

/** One hub process's way to its lines: what the Socket.IO gateway is, over simulated lines. The intake is the shipping one. */
export class SimulatedGateway implements Broadcast {
  readonly #options: SimulatedGatewayOptions;
  readonly #rooms = new Map<string, Set<SimulatedConnection>>();
  #connections = 0;

  constructor(options: SimulatedGatewayOptions) {
    this.#options = options;
  }

  entries(hall: string, entries: readonly WireEntry[]): void {
    const message: Down = { name: 'entries', body: entries };
    this.#options.watch(message);
    const text = JSON.stringify(message);
    for (const connection of this.#rooms.get(hall) ?? []) connection.deliver(text);
  }

  accept(hub: Hub, line: Line, handshake: Handshake): LineAtHub {
    const { clock, credentialFor, watch } = this.#options;
    const credential = credentialFor(handshake.token);
    this.#connections += 1;
    const connection = new SimulatedConnection(`line-${this.#connections}`, line.atHub, { rooms: this.#rooms, watch });
    const session = hub.open(connection, { credential, resume: handshake.resume });
    const intake = new SocketIntake({ connection, credential, session, door: doorTo(hub), clock, log: SILENT_LOG });
    return {
      message: (message) => intake.take(message.name, message.body),
      closed: () => {
        connection.leave(credential.hall);
        session.close();
      },
    };
  }
}

/** Everybody may do everything here: rights are tested elsewhere, this is about what becomes of commands. */
function doorTo(hub: Hub): GatewayDoor {
  return {
    submit: async (credential, hall, body) => {
      const read = sentCommandSchema.safeParse(body);
      return read.success ? hub.submit(hall, credential.actor, read.data) : failed({ kind: 'malformed' });
    },
  };
}

class SimulatedConnection implements Connection {
  readonly id: string;
  readonly #line: HubLine;
  readonly #rooms: Map<string, Set<SimulatedConnection>>;
  readonly #watch: (message: Down) => void;

  constructor(
    id: string,
    line: HubLine,
    { rooms, watch }: { rooms: Map<string, Set<SimulatedConnection>>; watch: (message: Down) => void },
  ) {
    this.id = id;
    this.#line = line;
    this.#rooms = rooms;
    this.#watch = watch;
  }

  send(message: Down): void {
    this.#watch(message);
    this.#line.send(message);
  }

  /** A broadcast was watched once for all. */
  deliver(text: string): void {
    this.#line.sendText(text);
  }

  awaitAnswer(): void {
    // The real line holds its writes together until the answer is there; here every message travels alone.
  }

  join(hall: string): void {
    const room = this.#rooms.get(hall) ?? new Set<SimulatedConnection>();
    this.#rooms.set(hall, room.add(this));
  }

  leave(hall: string): void {
    this.#rooms.get(hall)?.delete(this);
  }

  backlog(): number {
    return this.#line.backlog();
  }

  onceDrained(run: () => void): () => void {
    return this.#line.onceDrained(run);
  }

  close(reason: ProtocolError): void {
    for (const room of this.#rooms.values()) room.delete(this);
    this.#line.close(reason);
  }
}
