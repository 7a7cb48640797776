import type { Actor } from '../../shared/hall/actor.ts';
import { answerOf } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { HallForecast, TicketForecasts } from '../../shared/hall/forecast/hall-forecast.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import type { ConnectionState } from '../../shared/client/connection-state.ts';
import type { Pending, SendResult } from '../../shared/client/outbox.ts';
import type { AdviceMessage } from '../../shared/protocol/advice.ts';
import type { ConfirmClock } from '../../shared/protocol/command-schema.ts';
import type { Heartbeat, Welcome } from '../../shared/protocol/down.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import type { HallSource } from '../../shared/ui/hall.svelte.ts';
import { PlayedHall } from './played-hall.ts';

/**
 * One person's line to a played hall: the real core decides what is sent, at once, or (`slow`) only when the test says so.
 * Two of these on one `PlayedHall` are two browsers.
 */
export class StaffedHall implements HallSource {
  readonly played: PlayedHall;
  readonly sent: (Command | ConfirmClock)[] = [];
  readonly welcome: Welcome;
  connection: ConnectionState = { is: 'live' };
  readOnly: Heartbeat['readOnly'] = null;
  pending: Pending[] = [];
  /** What the hub expects, as far as a test says. */
  forecast: HallForecast | null = null;
  advice: AdviceMessage | null = null;
  ticketForecasts: TicketForecasts | null = null;
  slow = false;
  readonly #actor: Actor;
  readonly #listeners = new Set<() => void>();
  readonly #settled = new Set<(pending: Pending, result: SendResult) => void>();
  readonly #held: (() => void)[] = [];
  /** Kept without a line, in order. */
  readonly #kept: { readonly pending: Pending; readonly resolve: (result: SendResult) => void }[] = [];

  constructor(actor: Actor, played: PlayedHall = new PlayedHall()) {
    this.#actor = actor;
    this.played = played;
    const { roles, staffNumber } = actor;
    this.welcome = { protocol: PROTOCOL_VERSION, hall: 'demo', roles, staffNumber, serverNow: played.now, release: 'test' };
  }

  get state(): HallState {
    return this.played.state;
  }

  now(): number {
    return this.played.now;
  }

  send(command: Command | ConfirmClock): Promise<SendResult> {
    if (this.connection.is !== 'live') return this.#keep(command);
    this.sent.push(command);
    if (!this.slow) return Promise.resolve(this.#decide(command));
    return new Promise((resolve) => this.#held.push(() => resolve(this.#decide(command))));
  }

  /** Answers what was held back by `slow`, in order. */
  async answerHeld(): Promise<void> {
    for (const answer of this.#held.splice(0)) answer();
    await Promise.resolve();
  }

  /** The line is back: what was kept goes, in order. */
  async comeBack(): Promise<void> {
    this.connection = { is: 'live' };
    for (const { pending, resolve } of this.#kept.splice(0)) {
      this.sent.push(pending.command);
      const result = this.#decide(pending.command);
      this.pending = this.pending.filter((each) => each.id !== pending.id);
      resolve(result);
      for (const listener of [...this.#settled]) listener(pending, result);
    }
    this.changed();
    await Promise.resolve();
  }

  /** What an earlier page had kept, found in the storage of this one. */
  adopt(pending: readonly Pending[]): void {
    this.pending = [...pending];
    for (const each of pending) this.#kept.push({ pending: each, resolve: () => undefined });
  }

  onSettled(listener: (pending: Pending, result: SendResult) => void): () => void {
    this.#settled.add(listener);
    return () => this.#settled.delete(listener);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #keep(command: Command | ConfirmClock): Promise<SendResult> {
    const id = `kept-${this.#kept.length + this.sent.length}`;
    const pending: Pending = { id, command: { ...command, id }, since: this.now() };
    this.pending = [...this.pending, pending];
    return new Promise((resolve) => this.#kept.push({ pending, resolve }));
  }

  #decide(command: Command | ConfirmClock): SendResult {
    if (command.type === 'confirm-clock') {
      this.readOnly = null;
      return ok({ version: this.state.version, result: {} });
    }
    const decision = this.played.try(command, this.#actor);
    if (!decision.ok) return failed(decision.error);
    return ok({ version: this.state.version, result: answerOf(decision.value) });
  }
}
