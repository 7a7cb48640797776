import type { EpochMs } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { failed, ok } from '../lib/result.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Command } from '../hall/commands.ts';
import type { HallForecast, TicketForecasts } from '../hall/forecast/hall-forecast.ts';
import type { HallState } from '../hall/state.ts';
import type { ConfirmClock } from '../protocol/command-schema.ts';
import type { AdviceMessage } from '../protocol/advice.ts';
import type { AnswerMessage, Down, Heartbeat, SnapshotMessage, Welcome, Writing } from '../protocol/down.ts';
import type { WireEntry } from '../protocol/entry.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import { HEARTBEAT_MS } from '../protocol/limits.ts';
import type { Position } from '../protocol/position.ts';
import type { ReceiptsMessage } from '../protocol/receipts.ts';
import type { ScreenReport } from '../protocol/up.ts';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.ts';
import { finalState, sameConnection, type ConnectionState } from './connection-state.ts';
import { envelope, fitsOneMessage } from './envelope.ts';
import type { HallClientOptions } from './hall-client-options.ts';
import { LatestNews } from './latest-news.ts';
import type { Line } from './line.ts';
import { Liveness } from './liveness.ts';
import { Outbox, type Pending, type SendResult } from './outbox.ts';
import { openingPatience, reconnectDelay } from './reconnect-delay.ts';
import { Replica } from './replica.ts';
import type { Link } from './transport.ts';

/** How often silence and overdue answers are looked for. Only the looking: what is judged is the clock. */
const WATCH_MS = 1_000;
/** After waking up, a line on which nothing comes for so long is given up: it was half-open. */
const WAKE_PROBE_MS = HEARTBEAT_MS + 1_000;

/**
 * One screen's view of one hall, over a line that comes and goes: a replica, the commands on their way, and an honest
 * word on how far both can be believed.
 *
 * A screen must never show an old call as current. So `live` is not "the socket is open" but: the line is open, the hub
 * was heard within 12 s, and its last word on version and hash was exactly this replica's.
 *
 * **Maintained invariant**: nothing of an earlier line is heard after a new one is begun.
 */
export class HallClient {
  readonly #options: HallClientOptions;
  readonly #random: Random;
  readonly #replica = new Replica();
  readonly #liveness: Liveness;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<() => void>();
  #line: Line = { is: 'none' };
  /** Attempts since the last confirmed position. */
  #attempt = 0;
  #inStep = false;
  /** The hub knows already that something is missing here; its next heartbeat tells whether it helped. */
  #asked = false;
  #final: { readonly state: ConnectionState; readonly error: ProtocolError } | null = null;
  #connection: ConnectionState = { is: 'connecting', attempt: 1 };
  #welcome: Welcome | null = null;
  #writing: Writing = { readOnly: null };
  readonly #news = new LatestNews();
  #probeSince: EpochMs | null = null;
  #stopWatch: (() => void) | null = null;
  #closed = false;

  constructor(options: HallClientOptions) {
    this.#options = options;
    this.#random = options.random ?? (() => Number.parseInt(options.newId().slice(0, 8), 16) / 2 ** 32);
    this.#liveness = new Liveness(options.clock);
    this.#outbox = new Outbox({ storage: options.outboxStorage, clock: options.clock, token: options.token });
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  /** The replica. Changes in place: read it when told of a change, keep no part of it, change nothing. */
  get state(): HallState | null {
    return this.#replica.state;
  }

  /** Of `state`; null without one. */
  get position(): Position | null {
    return this.#replica.position;
  }

  get welcome(): Welcome | null {
    return this.#welcome;
  }

  /** Why the hub accepts no command now; null when it does. */
  get readOnly(): Writing['readOnly'] {
    return this.#writing.readOnly;
  }

  /** The same, with why, and how many nodes keep what is written. */
  get writing(): Writing {
    return this.#writing;
  }

  /** What the hub advises a manager to do; null while none was heard on this line. */
  get advice(): AdviceMessage | null {
    return this.#news.advice;
  }

  /** What screens said of the latest calls, for staff; null while nothing of it was heard on this line. */
  get receipts(): ReceiptsMessage | null {
    return this.#news.receipts;
  }

  /** What the hub expects of the hall; null: it said nothing for so long that it is no longer true, or this screen is not live. */
  get forecast(): HallForecast | null {
    return this.#connection.is === 'live' ? this.#news.forecast : null;
  }

  /** The same for each waiting ticket, for staff; else null. */
  get ticketForecasts(): TicketForecasts | null {
    return this.#connection.is === 'live' ? this.#news.ticketForecasts : null;
  }

  get pending(): readonly Pending[] {
    return this.#outbox.pending;
  }

  /** Commands whose answer nobody will ever hear: of another sign-in, or of a session that the hub refused. */
  get lost(): readonly Pending[] {
    return this.#outbox.lost;
  }

  /** The hub's clock. */
  now(): EpochMs {
    return this.#liveness.now();
  }

  start(): void {
    if (this.#closed || this.#stopWatch !== null) return;
    this.#stopWatch = this.#options.timers.every(WATCH_MS, () => this.#watch());
    this.#connect();
  }

  /** Idempotent. Commands that are not answered stay in the storage for the next client of this token. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopWatch?.();
    this.#dropLine();
    this.#outbox.abandon({ kind: 'unauthenticated', detail: 'closed before the answer' });
    this.#listeners.clear();
  }

  /** Called after any change of what can be read here. Returns the release. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of every settled command, also of one that an earlier page had sent. Returns the release. */
  onSettled(listener: (pending: Pending, result: SendResult) => void): () => void {
    return this.#outbox.onSettled(listener);
  }

  /**
   * Keeps the command, sends it, and sends it again until the hub answers. Never rejects; without a line it waits for one.
   * Fails at once when it never could be sent: `message-too-large`, `too-many-commands` (too many unanswered), or what the
   * hub refused this client for.
   */
  send(command: Command | ConfirmClock): Promise<SendResult> {
    if (this.#final !== null) return Promise.resolve(failed(this.#final.error));
    if (this.#closed) return Promise.resolve(failed({ kind: 'unauthenticated', detail: 'the client is closed' }));
    const sent = envelope(command, this.#options.newId(), this.#replica.state?.day);
    if (!fitsOneMessage(sent)) return Promise.resolve(failed({ kind: 'message-too-large' }));
    if (this.#outbox.isFull) return Promise.resolve(failed({ kind: 'too-many-commands' }));
    const answered = this.#outbox.add(sent);
    this.#sendDue();
    this.#changed(true);
    return answered;
  }

  /**
   * Says something of this screen itself. Not kept and not repeated: false when there is no line to say it on, and what was handed
   * over may still be lost with its line.
   */
  report(report: ScreenReport): boolean {
    if (this.#line.is !== 'open') return false;
    this.#line.link.send(report);
    return true;
  }

  /** The machine woke up, the page is visible again, the network is back: look at once instead of waiting for a timer. */
  wake(): void {
    if (this.#closed || this.#final !== null || this.#stopWatch === null) return;
    const line = this.#line;
    if (line.is === 'waiting') {
      line.release();
      this.#connect();
    } else if (line.is === 'open' && !this.#liveness.isSilent()) {
      this.#probeSince ??= this.#options.clock.now();
      this.#askForMissing(line.link);
    }
    this.#watch();
  }

  #connect(): void {
    this.#attempt += 1;
    this.#inStep = false;
    this.#asked = true;
    let over = false;
    const ifCurrent = (run: () => void): void => {
      if (!over) run();
    };
    const link = this.#options.transport.connect(
      { protocol: PROTOCOL_VERSION, token: this.#options.token, resume: this.#replica.position },
      {
        message: (message) => ifCurrent(() => this.#receive(message)),
        refused: (error) => ifCurrent(() => this.#refused(error)),
        closed: () => ifCurrent(() => this.#lineLost()),
      },
    );
    this.#line = {
      is: 'opening',
      since: this.#options.clock.now(),
      link: {
        send: (message) => link.send(message),
        close: () => {
          over = true;
          link.close();
        },
      },
    };
    this.#changed();
  }

  #receive(message: Down): void {
    this.#liveness.heard();
    this.#probeSince = null;
    switch (message.name) {
      case 'welcome':
        return this.#welcomed(message.body);
      case 'entries':
        return this.#applyAll(message.body);
      case 'snapshot':
        return this.#replace(message.body);
      case 'answer':
        return this.#answered(message.body);
      case 'heartbeat':
        return this.#beat(message.body);
      case 'forecast':
      case 'ticket-forecasts':
      case 'advice':
      case 'receipts':
        this.#news.take(message);
        return this.#changed(true);
      case 'goodbye':
        return this.#refused(message.body);
      default:
        return unreachable(message);
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#liveness.heardWithTime(welcome.serverNow);
    if (this.#line.is === 'opening') this.#line = { ...this.#line, is: 'open' };
    this.#sendDue();
    this.#changed(true);
  }

  #applyAll(entries: readonly WireEntry[]): void {
    let missing = false;
    try {
      for (const entry of entries) {
        missing = this.#replica.apply(entry) === 'gap';
        if (missing) break;
        this.#liveness.heardOf(entry.at);
      }
    } catch (bug) {
      // Heal first, by a snapshot: a wall goes on showing the hall. Then let the bug be heard.
      this.#missed();
      throw bug;
    }
    if (missing) this.#missed();
    else this.#changed(true);
  }

  #replace(snapshot: SnapshotMessage): void {
    this.#replica.replace(snapshot);
    this.#confirmed();
    this.#changed(true);
  }

  #answered(answer: AnswerMessage): void {
    const result = 'refusal' in answer ? failed(answer.refusal) : ok({ version: answer.version, result: answer.result });
    if (this.#outbox.answered(answer.id, result)) this.#changed(true);
  }

  #beat(heartbeat: Heartbeat): void {
    this.#liveness.heardWithTime(heartbeat.serverNow);
    const { readOnly, why, copies, database } = heartbeat;
    const writing = { readOnly, why, copies, database };
    const changed = JSON.stringify(writing) !== JSON.stringify(this.#writing);
    this.#writing = writing;
    if (this.#replica.isAt(heartbeat)) {
      this.#confirmed();
      if (this.#line.is === 'open') this.#line.link.send({ name: 'seen', body: { version: heartbeat.version } });
    } else {
      this.#asked = false;
      this.#missed();
    }
    this.#changed(changed);
  }

  #confirmed(): void {
    this.#inStep = true;
    this.#asked = false;
    this.#attempt = 0;
  }

  #missed(): void {
    this.#inStep = false;
    // Entries that were on their way already go on arriving: one question is enough until the next heartbeat.
    if (!this.#asked && this.#line.is === 'open') this.#askForMissing(this.#line.link);
    this.#changed();
  }

  #askForMissing(link: Link): void {
    this.#asked = true;
    link.send({ name: 'resume', body: { position: this.#replica.position } });
  }

  #refused(error: ProtocolError): void {
    const state = finalState(error);
    if (state === null) return this.#lineLost();
    this.#final = { state, error };
    this.#dropLine();
    this.#stopWatch?.();
    this.#outbox.giveUp(error);
    this.#changed(true);
  }

  #lineLost(): void {
    this.#dropLine();
    const attempt = this.#attempt + 1;
    const release = this.#options.timers.after(reconnectDelay(attempt, this.#random), () => this.#connect());
    this.#line = { is: 'waiting', release };
    this.#changed();
  }

  #dropLine(): void {
    const line = this.#line;
    this.#line = { is: 'none' };
    this.#news.forget();
    this.#inStep = false;
    this.#probeSince = null;
    this.#outbox.lineLost();
    if (line.is === 'waiting') line.release();
    else if (line.is !== 'none') line.link.close();
  }

  #watch(): void {
    const line = this.#line;
    const now = this.#options.clock.now();
    if (line.is === 'open' || line.is === 'opening') {
      const probeFailed = this.#probeSince !== null && now - this.#probeSince >= WAKE_PROBE_MS;
      const isOld = line.is === 'open' || Math.abs(now - line.since) >= openingPatience(this.#attempt);
      if ((isOld && this.#liveness.isSilent()) || probeFailed) return this.#lineLost();
      this.#sendDue();
    }
    this.#changed(this.#news.forgetOld(this.now()));
  }

  #sendDue(): void {
    if (this.#line.is !== 'open') return;
    if (this.#outbox.giveUpOld()) this.#changed(true);
    for (const command of this.#outbox.takeDue()) this.#line.link.send({ name: 'command', body: command });
  }

  #connectionNow(): ConnectionState {
    if (this.#final !== null) return this.#final.state;
    const shown = this.#replica.state !== null;
    const silent = this.#liveness.isSilent();
    if (shown && this.#line.is === 'open' && this.#inStep && !silent) return { is: 'live' };
    const missing = this.#line.is === 'open' && this.#attempt === 0;
    if (shown && (silent || missing)) return { is: 'stale', since: this.#staleSince() };
    return { is: 'connecting', attempt: Math.max(1, this.#attempt) };
  }

  #staleSince(): EpochMs {
    return this.#connection.is === 'stale' ? this.#connection.since : this.#liveness.heardAt();
  }

  /** `seen`: something besides the connection changed too. */
  #changed(seen = false): void {
    const connection = this.#connectionNow();
    const same = sameConnection(connection, this.#connection);
    if (!same) this.#connection = connection;
    if (same && !seen) return;
    for (const listener of [...this.#listeners]) listener();
  }
}
