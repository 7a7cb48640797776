import { Hub } from '../../../server/hub/hub.ts';
import { SILENT_LOG } from '../../../server/hub/hub-log.ts';
import { RedisDuties } from '../../../server/redis/redis-duties.ts';
import type { HallConfiguration } from '../../../shared/hall/configuration.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { NewId } from '../../../shared/lib/ids.ts';
import type { Down } from '../../../shared/protocol/down.ts';
import type { Handshake } from '../../../shared/protocol/up.ts';
import { credentialFor, HALL } from '../screens.ts';
import { SimulatedGateway } from '../simulated-gateway.ts';
import type { Line, LineAtHub } from '../simulated-network.ts';
import type { SimulatedTime, TimerScope } from '../simulated-time.ts';
import type { ModelDutyTable } from './model-duties.ts';
import { ModelJournal, type WeakSetting } from './model-journal.ts';
import type { Caller, ModelRedis } from './model-redis.ts';
import type { ModelTalk } from './model-talk.ts';

export interface ModelHubOptions {
  readonly name: string;
  readonly time: SimulatedTime;
  readonly clock: Clock;
  readonly redis: ModelRedis;
  readonly talk: ModelTalk;
  readonly duties: ModelDutyTable;
  readonly newId: NewId;
  readonly configuration: HallConfiguration;
  readonly watch: (message: Down) => void;
  readonly weak: WeakSetting | null;
}

/** One life of one of several hubs: the shipping hub and duties over the model of the journal in Redis. */
export class ModelHub {
  readonly caller: Caller = { side: 0, isOver: false };
  readonly #timers: TimerScope;
  readonly #journal: ModelJournal;
  readonly #duties: RedisDuties;
  readonly #hub: Hub;
  readonly #gateway: SimulatedGateway;
  readonly #lines = new Set<Line>();
  #isOpen = false;
  #failedToStart = false;

  constructor(options: ModelHubOptions) {
    const { clock, newId, redis, talk, time, watch, weak } = options;
    this.#timers = time.scope();
    this.#journal = new ModelJournal({ redis, talk, weak, caller: this.caller, hall: HALL });
    this.#duties = new RedisDuties({
      store: options.duties.storeOf(redis, this.caller),
      hub: options.name,
      timers: this.#timers,
      monotonicMs: () => time.elapsed,
      log: SILENT_LOG,
    });
    this.#gateway = new SimulatedGateway({
      clock,
      credentialFor,
      watch: (message) => {
        if (!this.caller.isOver) watch(message);
      },
    });
    this.#hub = new Hub({
      journal: this.#journal,
      broadcast: this.#gateway,
      clock,
      monotonic: () => time.elapsed,
      timers: this.#timers,
      newId,
      log: SILENT_LOG,
      release: 'simulated',
      duties: this.#duties,
    });
    this.#start(options.configuration).catch(() => {
      this.#failedToStart = true;
    });
  }

  /** Whether a balancer would send a screen here. */
  get takesScreens(): boolean {
    return this.#isOpen && !this.caller.isOver && this.#hub.takesScreens;
  }

  /** It did not start, or has found something that it cannot explain. */
  get isStuck(): boolean {
    const condition = this.#journal.condition();
    return this.#failedToStart || (condition.is === 'read-only' && condition.reason === 'damaged');
  }

  get isOver(): boolean {
    return this.caller.isOver;
  }

  accept(line: Line, handshake: Handshake): LineAtHub {
    this.#lines.add(line);
    return this.#gateway.accept(this.#hub, line, handshake);
  }

  /** Its screens do not reach it any more, and go to another. */
  loseScreens(): void {
    for (const line of this.#lines) line.break(false);
    this.#lines.clear();
  }

  /** kill -9. */
  crash(): void {
    this.#journal.crash();
    this.#timers.cancelAll();
    for (const line of this.#lines) line.hubDied();
  }

  /** As an operator stops it; resolves when the process has ended. */
  async stop(noticeMs: number): Promise<void> {
    await this.#hub.leave(noticeMs);
    if (this.isOver) return;
    await this.#hub.close();
    if (this.isOver) return;
    await this.#journal.close();
    this.crash();
  }

  async #start(configuration: HallConfiguration): Promise<void> {
    await this.#duties.start();
    await this.#hub.start();
    const seeded = await this.#hub.seed(HALL, configuration);
    this.#failedToStart = seeded?.ok === false;
    this.#isOpen = !this.#failedToStart;
  }
}
