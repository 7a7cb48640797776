import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Clock, Timers } from '../../../shared/lib/clock.ts';
import type { WireEntry } from '../../../shared/protocol/entry.ts';
import type { ProtocolError } from '../../../shared/protocol/errors.ts';
import { CONFIGURATION_BYTES_MAX } from '../../../shared/protocol/limits.ts';
import type { Position } from '../../../shared/protocol/position.ts';
import type { Credential } from '../../access/credential.ts';
import { allows } from '../../access/rights.ts';
import { databaseTrouble } from '../../database/database-trouble.ts';
import type { Broadcast } from '../../hub/connection.ts';
import type { HubLog } from '../../hub/hub-log.ts';
import type { ScreenSession } from '../../hub/screen.ts';
import { clientAddress } from '../http/client-address.ts';
import { commandsOnly } from './commands-only.ts';
import {
  EXPIRY_CHECK_MS,
  HANDSHAKE_MS_MAX,
  PING_ANSWER_MS_MAX,
  PING_EVERY_MS,
  SOCKETS_MAX,
  SOCKETS_PER_ADDRESS_MAX,
} from './gateway-limits.ts';
import type { GatewayAccess, GatewayDoor, GatewayHub } from './gateway-ports.ts';
import { HallRooms } from './hall-rooms.ts';
import { isTooLarge } from './message-size.ts';
import { isOriginAllowed } from './origin-rule.ts';
import { wishedHall, type GatewayPlantedFault } from './planted-fault.ts';
import { readHandshake } from './read-handshake.ts';
import { SocketConnection } from './socket-connection.ts';
import { SocketCount } from './socket-count.ts';
import type { Rate } from './rate-limit.ts';
import { SocketIntake } from './socket-intake.ts';

export interface SocketGatewayOptions {
  readonly server: HttpServer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  /** Origins besides the hub's own, exactly as browsers send them: `https://hall.example`. */
  readonly origins?: readonly string[] | undefined;
  /** Balancers whose `X-Forwarded-For` is believed. */
  readonly proxies?: ReadonlySet<string> | undefined;
  readonly socketsMax?: number | undefined;
  readonly socketsPerAddressMax?: number | undefined;
  /** What one socket may send; absent: what both ends of the wire know. */
  readonly rate?: Rate | undefined;
  readonly plantedFault?: GatewayPlantedFault | null | undefined;
}

export interface GatewayRooms {
  readonly access: GatewayAccess;
  readonly door: GatewayDoor;
  readonly hub: GatewayHub;
}

/** What the handshake found out, kept on the socket until the connection is made. */
interface Admission {
  readonly token: string;
  readonly credential: Credential;
  readonly resume: Position | null;
  readonly follow: boolean;
}

/**
 * Socket.IO at the hub's HTTP server: turns sockets into the hub's connections, and lets in only who may come.
 *
 * Made before the hub, because the hub publishes through it; lets nobody in until `start` has told it the rooms behind.
 *
 * **Maintained invariants**: no message of a socket is looked at before its credential is known; a socket whose credential
 * is revoked or expired is closed within two seconds.
 */
export class SocketGateway implements Broadcast {
  readonly #options: SocketGatewayOptions;
  readonly #io: Server;
  readonly #origins: ReadonlySet<string>;
  readonly #count: SocketCount;
  /** Lines of people who may set a configuration, the one thing that may be large. */
  readonly #configuring = new WeakSet<object>();
  readonly #members = new HallRooms();
  /** Open connections by credential id. */
  readonly #byCredential = new Map<string, Map<SocketConnection, Credential>>();
  #behind: GatewayRooms | null = null;
  #releases: (() => void)[] = [];
  #closed = false;

  constructor(options: SocketGatewayOptions) {
    this.#options = options;
    this.#origins = new Set(options.origins);
    this.#count = new SocketCount({
      allMax: options.socketsMax ?? SOCKETS_MAX,
      perAddressMax: options.socketsPerAddressMax ?? SOCKETS_PER_ADDRESS_MAX,
    });
    this.#io = new Server(options.server, {
      transports: ['websocket'],
      allowUpgrades: false,
      allowEIO3: false,
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: CONFIGURATION_BYTES_MAX,
      connectTimeout: HANDSHAKE_MS_MAX,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PING_ANSWER_MS_MAX,
      allowRequest: (request, decide) => this.#judge(request, decide),
      ...(options.plantedFault === 'cors-only-origin' ? { cors: { origin: [...this.#origins] } } : {}),
    });
  }

  get sockets(): number {
    return this.#count.all;
  }

  /** Sockets that follow a hall now: all of its screens but those that lag or are being welcomed. */
  screensIn(hall: string): number {
    return this.#members.size(hall);
  }

  /** Opens the gate. */
  start(rooms: GatewayRooms): void {
    this.#behind = rooms;
    this.#io.engine.on('connection', (line: EngineSocket) => this.#counted(line));
    this.#io.use((socket, next) => {
      this.#admit(socket.handshake, rooms).then(
        (admission) => {
          if ('kind' in admission) return next(refusal(admission));
          (socket.data as { admission?: Admission }).admission = admission;
          next();
        },
        (error: unknown) => {
          this.#options.log.error({ error }, 'a handshake failed inside the hub');
          next(refusal({ kind: databaseTrouble(error) === null ? 'internal' : 'hub-busy' }));
        },
      );
    });
    this.#io.on('connection', (socket) => this.#welcome(socket, rooms));
    this.#releases = [
      rooms.access.onRevoked((credentialId) => this.#revoked(credentialId)),
      this.#options.timers.every(EXPIRY_CHECK_MS, () => this.#closeExpired()),
    ];
  }

  /** Encoded once for all screens of the hall. */
  entries(hall: string, entries: readonly WireEntry[]): void {
    this.#members.publish(hall, entries);
  }

  /** Says goodbye to everybody, so that screens come back by themselves, and lets nobody in. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const release of this.#releases) release();
    for (const connections of [...this.#byCredential.values()]) {
      for (const connection of [...connections.keys()]) connection.close({ kind: 'hub-leaving', detail: 'the hub is stopping' });
    }
    this.#io.engine.close();
  }

  #judge(request: IncomingMessage, decide: (error: string | null, success: boolean) => void): void {
    if (this.#closed || this.#behind === null) return decide('hub-busy', false);
    const isOriginJudged = this.#options.plantedFault !== 'cors-only-origin';
    if (isOriginJudged && !isOriginAllowed(request.headers, this.#origins)) {
      this.#options.log.warn({ origin: request.headers.origin, host: request.headers.host }, 'a foreign origin was refused');
      return decide('origin-refused', false);
    }
    if (!this.#count.hasRoomFor(this.#addressOf(request))) {
      this.#options.log.warn({ address: this.#addressOf(request), sockets: this.#count.all }, 'too many sockets');
      return decide('hub-busy', false);
    }
    decide(null, true);
  }

  #addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.#options.proxies ?? new Set());
  }

  #counted(line: EngineSocket): void {
    const leave = this.#count.enter(this.#addressOf(line.request));
    line.on('close', leave);
    line.on('packet', ({ data }) => {
      if (isTooLarge(data, this.#configuring.has(line))) line.close(true);
    });
  }

  async #admit(
    { auth, query }: Pick<Socket['handshake'], 'auth' | 'query'>,
    rooms: GatewayRooms,
  ): Promise<Admission | ProtocolError> {
    const handshake = readHandshake(auth);
    if (!handshake.ok) return handshake.error;
    const { follow = true, resume, token } = handshake.value;
    const credential = await rooms.access.credentialOf(token);
    if (credential === null) return { kind: 'unauthenticated' };
    const wished = this.#options.plantedFault === 'room-without-scope' ? wishedHall(query) : {};
    return { token, credential: { ...credential, ...wished }, resume, follow };
  }

  #welcome(socket: Socket, rooms: GatewayRooms): void {
    const { admission } = socket.data as { admission: Admission };
    const { credential, follow, resume } = admission;
    const { clock, log, timers } = this.#options;
    const connection = new SocketConnection(socket, this.#members, timers);
    this.#keep(connection, credential);
    if (allows(credential.actor.roles, 'configure-hall')) this.#configuring.add(socket.conn);
    void this.#checkAgain(connection, admission, rooms);
    const session: ScreenSession = rooms.hub.open(
      follow ? connection : commandsOnly(connection, (version) => session.seen(version)),
      { credential, resume },
    );
    const intake = new SocketIntake({ connection, credential, session, door: rooms.door, clock, log, rate: this.#options.rate });
    socket.onAny((name: unknown, body: unknown) => {
      if (!connection.isClosed) intake.take(name, body);
    });
    socket.on('disconnect', () => {
      this.#forget(connection, credential);
      session.close();
    });
  }

  /** Between the handshake and this moment nobody would have found the socket to close it. */
  async #checkAgain(connection: SocketConnection, admission: Admission, rooms: GatewayRooms): Promise<void> {
    try {
      const credential = await rooms.access.credentialOf(admission.token);
      if (credential === null) connection.close({ kind: 'unauthenticated', detail: 'the credential was revoked' });
    } catch (error) {
      this.#options.log.error({ error }, 'a credential could not be looked up');
      connection.close({ kind: databaseTrouble(error) === null ? 'internal' : 'hub-busy' });
    }
  }

  #keep(connection: SocketConnection, credential: Credential): void {
    const connections = this.#byCredential.get(credential.id) ?? new Map<SocketConnection, Credential>();
    connections.set(connection, credential);
    this.#byCredential.set(credential.id, connections);
  }

  #forget(connection: SocketConnection, credential: Credential): void {
    const connections = this.#byCredential.get(credential.id);
    connections?.delete(connection);
    if (connections?.size === 0) this.#byCredential.delete(credential.id);
  }

  #revoked(credentialId: string): void {
    const connections = this.#byCredential.get(credentialId);
    for (const connection of [...(connections?.keys() ?? [])]) {
      connection.close({ kind: 'unauthenticated', detail: 'the credential was revoked' });
    }
  }

  #closeExpired(): void {
    const now = this.#options.clock.now();
    for (const connections of [...this.#byCredential.values()]) {
      for (const [connection, { expiresAt }] of [...connections]) {
        if (expiresAt === null || expiresAt > now) continue;
        connection.close({ kind: 'unauthenticated', detail: 'the session is over' });
      }
    }
  }
}

interface EngineSocket {
  readonly request: IncomingMessage;
  on(event: 'close', listener: () => void): void;
  /** Before Socket.IO reads what came. */
  on(event: 'packet', listener: (packet: { readonly data?: unknown }) => void): void;
  close(discard: boolean): void;
}

/** Socket.IO carries `data` of a middleware's error to the client. */
function refusal(error: ProtocolError): Error {
  return Object.assign(new Error(error.kind), { data: error });
}
