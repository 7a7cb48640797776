import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { Welcome } from '../../shared/protocol/down.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import { HEARTBEAT_MS } from '../../shared/protocol/limits.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { Connection } from './connection.ts';
import type { Hall } from './hall.ts';
import { BACKLOG_CLOSE_MAX, BACKLOG_LAG_MAX, LAG_MS_MAX } from './limits.ts';
import { maySee, type News, type NewsName } from './news.ts';
import { inMessages } from './publisher.ts';

export interface SessionOptions {
  readonly connection: Connection;
  readonly hall: Hall;
  /** Everything of the welcome but the time. */
  readonly welcome: Omit<Welcome, 'serverNow'>;
  readonly resume: Position | null;
  /** The newest of what this screen may see besides the log. */
  readonly news: () => readonly News[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly closed: () => void;
}

const TOO_SLOW: ProtocolError = { kind: 'hub-busy', detail: 'this line is too slow' };

type SessionState =
  /** In the room: gets every group as it is published. */
  | { readonly is: 'following' }
  /** Too slow: out of the room until it has drained, then it gets a snapshot. */
  | { readonly is: 'lagging'; readonly release: () => void }
  | { readonly is: 'closed' };

/**
 * One screen's place in the log of its hall.
 *
 * What it misses and its entry into the room happen in one turn, from memory: no entry can be committed in between, so none
 * is missed and none comes twice. A heartbeat says how far the log goes and everything up to there was sent before it on
 * the same line. A screen that reads too slowly would make the hub hold every later message for it: it leaves the room, and
 * its screen, hearing no heartbeat, says so.
 */
export class Session {
  readonly #options: SessionOptions;
  #state: SessionState = { is: 'following' };
  #seenVersion = 0;
  /** News that a slow line has not been told: the newest of each name. */
  readonly #untold = new Map<NewsName, News>();
  #releaseUntold: (() => void) | null = null;
  readonly #stopHeartbeat: () => void;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, connection, resume, timers, welcome } = options;
    connection.send({ name: 'welcome', body: { ...welcome, serverNow: clock.now() } });
    this.#stopHeartbeat = timers.every(HEARTBEAT_MS, () => {
      this.heartbeat();
    });
    this.#follow(resume);
  }

  /** What the screen said it shows; how far it is behind is `hall.position.version` less this. */
  get seenVersion(): number {
    return this.#seenVersion;
  }

  get isLagging(): boolean {
    return this.#state.is === 'lagging';
  }

  seen(version: number): void {
    this.#seenVersion = Math.min(version, this.#options.hall.position.version);
  }

  /** The screen found a gap or a foreign hash. A lagging one gets its snapshot anyway. */
  resume(position: Position | null): void {
    if (this.#state.is === 'following') this.#follow(position);
  }

  heartbeat(): void {
    if (this.#state.is !== 'following') return;
    const { clock, connection, hall } = this.#options;
    const { hash, version } = hall.position;
    connection.send({ name: 'heartbeat', body: { version, hash, serverNow: clock.now(), ...hall.writing } });
  }

  /** What its screen may see is told once the line is free; until then a newer one takes its place. */
  tell(news: News): void {
    const { connection, welcome } = this.#options;
    if (this.#state.is !== 'following' || !maySee(welcome.roles, news.name)) return;
    this.#untold.set(news.name, news);
    this.#releaseUntold ??= connection.onceDrained(() => {
      this.#releaseUntold = null;
      this.#tellAll();
    });
    // A line that is free has been told by now, before there was anything to release.
    if (this.#untold.size === 0) this.#releaseUntold = null;
  }

  /** Now and then: is the line as fast as the hall? */
  checkBacklog(): void {
    const backlog = this.#options.connection.backlog();
    if (backlog > BACKLOG_CLOSE_MAX) this.end(TOO_SLOW);
    else if (this.#state.is === 'following' && backlog > BACKLOG_LAG_MAX) this.#lag();
  }

  /** The hub ends the session. */
  end(reason: ProtocolError): void {
    this.#options.connection.close(reason);
    this.close();
  }

  /** The line is gone, or ended. Idempotent; nothing of the session is left. */
  close(): void {
    if (this.#state.is === 'closed') return;
    if (this.#state.is === 'lagging') this.#state.release();
    else this.#options.connection.leave(this.#options.hall.name);
    this.#state = { is: 'closed' };
    this.#forgetUntold();
    this.#stopHeartbeat();
    this.#options.closed();
  }

  /** One turn: what it misses, then the room, then a heartbeat that closes the count. */
  #follow(position: Position | null): void {
    const { connection, hall } = this.#options;
    const missing = position === null ? null : hall.entriesAfter(position);
    if (missing === null) connection.send({ name: 'snapshot', body: hall.snapshot() });
    else for (const body of inMessages(missing)) connection.send({ name: 'entries', body });
    connection.join(hall.name);
    this.#state = { is: 'following' };
    this.heartbeat();
    for (const news of this.#options.news()) this.tell(news);
  }

  #tellAll(): void {
    const news = [...this.#untold.values()];
    this.#untold.clear();
    for (const each of news) this.#options.connection.send(each);
  }

  #forgetUntold(): void {
    this.#releaseUntold?.();
    this.#releaseUntold = null;
    this.#untold.clear();
  }

  #lag(): void {
    const { connection, hall, timers } = this.#options;
    connection.leave(hall.name);
    this.#forgetUntold();
    const cancelEnd = timers.after(LAG_MS_MAX, () => {
      this.end(TOO_SLOW);
    });
    let drained = false;
    const releaseDrain = connection.onceDrained(() => {
      drained = true;
      cancelEnd();
      this.#follow(null);
    });
    if (drained) return;
    const release = (): void => {
      cancelEnd();
      releaseDrain();
    };
    this.#state = { is: 'lagging', release };
  }
}
