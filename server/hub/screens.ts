import type { Role } from '../../shared/hall/actor.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { Welcome } from '../../shared/protocol/down.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { ScreenReport } from '../../shared/protocol/up.ts';
import type { Connection } from './connection.ts';
import { DevicePresence, type DeviceLines } from './device-lines.ts';
import type { Hall } from './hall.ts';
import type { HubLog } from './hub-log.ts';
import type { ScreenIdentity, ScreenSession } from './screen.ts';
import type { ScreenLine, ScreenListener } from './screen-listener.ts';
import { TURNED_AWAY_MS } from './limits.ts';
import { NewsBoard, type News } from './news.ts';
import { Session } from './session.ts';

export interface ScreensOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  readonly protocol: number;
  readonly release: string;
  /** Loads it if need be. */
  readonly hall: (name: string) => Promise<Hall>;
}

/** A screen from its handshake on: first its hall is loaded, then it has a session. */
class OpenScreen implements ScreenSession {
  readonly hall: string;
  /** Null for a person's. */
  readonly device: string | null;
  session: Session | null = null;
  closed = false;
  readonly #forget: (screen: OpenScreen) => void;
  readonly #line: ScreenLine | null;
  readonly #listener: () => ScreenListener | null;

  constructor(
    { hall, device }: ScreenIdentity,
    options: { readonly forget: (screen: OpenScreen) => void; readonly listener: () => ScreenListener | null },
  ) {
    this.hall = hall;
    this.device = device?.id ?? null;
    this.#line = device === undefined ? null : { hall, device: device.id };
    this.#forget = options.forget;
    this.#listener = options.listener;
  }

  came(): void {
    if (this.#line !== null) this.#listener()?.came(this.#line);
  }

  went(): void {
    if (this.#line !== null) this.#listener()?.went(this.#line);
  }

  seen(version: number): void {
    this.session?.seen(version);
    if (this.#line !== null) this.#listener()?.seen(this.#line, version);
  }

  report(report: ScreenReport): void {
    if (this.#line !== null && this.session !== null) this.#listener()?.reported(this.#line, report);
  }

  resume(position: Position | null): void {
    this.session?.resume(position);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#forget(this);
    this.session?.close();
  }
}

/** All screens of all halls. */
export class Screens {
  readonly #options: ScreensOptions;
  readonly #byHall = new Map<string, Map<OpenScreen, Connection>>();
  readonly #presence: DevicePresence;
  readonly #news = new NewsBoard();
  #listener: ScreenListener | null = null;
  /** Those that wait to be sent on. */
  readonly #turnedBack = new Map<Connection, () => void>();
  /** Why nobody is taken, or null. */
  #away: ProtocolError | null = null;

  constructor(options: ScreensOptions) {
    this.#options = options;
    this.#presence = new DevicePresence(options.clock);
  }

  open(connection: Connection, identity: ScreenIdentity, resume: Position | null): ScreenSession {
    const screen = new OpenScreen(identity, { forget: (gone) => this.#forget(gone), listener: () => this.#listener });
    if (this.#away !== null) {
      this.#turnBack(connection, this.#away);
      return screen;
    }
    const screens = this.#byHall.get(identity.hall) ?? new Map<OpenScreen, Connection>();
    this.#byHall.set(identity.hall, screens.set(screen, connection));
    if (screen.device !== null) this.#presence.came(screen.hall, screen.device);
    screen.came();
    this.#options.hall(identity.hall).then(
      (hall) => {
        if (screen.closed) return;
        if (hall.position.version === 0) this.#turnAway(screen, connection, { kind: 'unknown-hall' });
        else screen.session = this.#begin({ hall, connection, identity, resume, screen });
      },
      (error: unknown) => {
        this.#options.log.error({ hall: identity.hall, error }, 'a screen came to a hall that cannot be loaded');
        this.#turnAway(screen, connection, { kind: 'hall-read-only', detail: 'this hall cannot be loaded' });
      },
    );
    return screen;
  }

  /** From now on `listener` hears of every device's screen. Returns the release. */
  listen(listener: ScreenListener): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  count(hall: string): number {
    return this.#byHall.get(hall)?.size ?? 0;
  }

  deviceLines(hall: string): DeviceLines {
    return this.#presence.of(hall);
  }

  behindMax(hall: Hall): number {
    let seenMin = hall.position.version;
    for (const { session } of this.#byHall.get(hall.name)?.keys() ?? []) {
      seenMin = Math.min(seenMin, session?.seenVersion ?? seenMin);
    }
    return hall.position.version - seenMin;
  }

  checkBacklogs(): void {
    for (const screen of this.#all()) screen.session?.checkBacklog();
  }

  /** At once, to the screens of one hall or of all: something that they show has changed. */
  heartbeat(hall?: string): void {
    for (const screen of this.#all()) if (hall === undefined || screen.hall === hall) screen.session?.heartbeat();
  }

  /** To the screens of a hall that may see it, and to those that open later; the same object to all, so that it is encoded once. */
  tell(hall: string, news: News): void {
    this.#news.pin(hall, news);
    for (const { session } of this.#byHall.get(hall)?.keys() ?? []) session?.tell(news);
  }

  news(hall: string, roles: readonly Role[]): News[] {
    return this.#news.of(hall, roles);
  }

  /** Says goodbye to everybody, for ever. Idempotent. */
  close(): void {
    this.#sayGoodbye(STOPPING);
  }

  /** Until `takeIn` everybody is better served elsewhere. */
  sendAway(): void {
    if (this.#away === null) this.#sayGoodbye(OUT_OF_REACH);
  }

  takeIn(): void {
    if (this.#away !== OUT_OF_REACH) return;
    this.#away = null;
    this.#sendTurnedBack(OUT_OF_REACH);
  }

  /** Who comes although nobody is taken has no better hub to go to, or it would be there: it waits before it tries again. */
  #turnBack(connection: Connection, reason: ProtocolError): void {
    if (reason !== OUT_OF_REACH) return connection.close(reason);
    const cancel = this.#options.timers.after(TURNED_AWAY_MS, () => {
      this.#turnedBack.delete(connection);
      connection.close(reason);
    });
    this.#turnedBack.set(connection, cancel);
  }

  #sendTurnedBack(reason: ProtocolError): void {
    for (const [connection, cancel] of [...this.#turnedBack]) {
      cancel();
      connection.close(reason);
    }
    this.#turnedBack.clear();
  }

  #sayGoodbye(reason: ProtocolError): void {
    this.#away = reason;
    this.#sendTurnedBack(reason);
    for (const screens of [...this.#byHall.values()]) {
      for (const [screen, connection] of [...screens]) this.#turnAway(screen, connection, reason);
    }
  }

  #begin(begin: {
    readonly hall: Hall;
    readonly connection: Connection;
    readonly identity: ScreenIdentity;
    readonly resume: Position | null;
    readonly screen: OpenScreen;
  }): Session {
    const { connection, hall, identity, resume, screen } = begin;
    const { clock, timers } = this.#options;
    const welcome = this.#welcome(identity);
    const news = (): News[] => this.#news.of(hall.name, welcome.roles);
    return new Session({ connection, hall, welcome, resume, news, clock, timers, closed: () => screen.close() });
  }

  #welcome({ actor, device, hall }: ScreenIdentity): Omit<Welcome, 'serverNow'> {
    const { protocol, release } = this.#options;
    return { protocol, hall, roles: actor.roles, staffNumber: actor.staffNumber, device, release };
  }

  #turnAway(screen: OpenScreen, connection: Connection, reason: ProtocolError): void {
    screen.close();
    connection.close(reason);
  }

  #forget(screen: OpenScreen): void {
    const screens = this.#byHall.get(screen.hall);
    const wasHere = screens?.delete(screen) ?? false;
    if (wasHere && screen.device !== null) this.#presence.went(screen.hall, screen.device);
    if (wasHere) screen.went();
    if (screens?.size === 0) this.#byHall.delete(screen.hall);
  }

  #all(): OpenScreen[] {
    return [...this.#byHall.values()].flatMap((screens) => [...screens.keys()]);
  }
}

const STOPPING: ProtocolError = { kind: 'hub-leaving', detail: 'the hub is stopping' };
const OUT_OF_REACH: ProtocolError = { kind: 'hub-leaving', detail: 'the hub cannot reach the journal' };
