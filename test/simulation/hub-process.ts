import type { Clock } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { Credential } from '../../server/access/credential.ts';
import { Hub } from '../../server/hub/hub.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import type { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { Down } from '../../shared/protocol/down.ts';
import { FlakyJournal, type Flakiness } from '../support/flaky-journal.ts';
import { SimulatedGateway } from './simulated-gateway.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import type { SimulatedTime, TimerScope } from './simulated-time.ts';

export interface HubProcessOptions {
  readonly time: SimulatedTime;
  readonly clock: Clock;
  readonly disk: MemoryDisk;
  readonly network: SimulatedNetwork;
  readonly newId: NewId;
  readonly journalDelayMs: () => number;
  readonly flakiness: Flakiness;
  readonly credentialFor: (token: string) => Credential;
  readonly watch: (message: Down) => void;
  readonly plantedFault: PlantedFault | null;
  readonly hall: string;
  readonly configuration: HallConfiguration;
}

/** One life of the hub: the shipping hub on its own journal over the disk that outlives it. */
export class HubProcess {
  readonly #options: HubProcessOptions;
  readonly #timers: TimerScope;
  readonly #journal: MemoryJournal;
  readonly #hub: Hub;
  #isOver = false;
  #failedToStart = false;

  constructor(options: HubProcessOptions) {
    this.#options = options;
    const { clock, credentialFor, disk, flakiness, journalDelayMs, newId, plantedFault, time, watch } = options;
    this.#timers = time.scope();
    const journalFault = plantedFault === 'dedupe-off' ? plantedFault : null;
    const timers = this.#timers;
    this.#journal = new MemoryJournal({ disk, timers, delayMs: journalDelayMs, plantedFault: journalFault });
    const gateway = new SimulatedGateway({ clock, credentialFor, watch: (message) => this.#watch(message, watch) });
    this.#hub = new Hub({
      journal: new FlakyJournal(this.#journal, flakiness),
      broadcast: gateway,
      clock,
      monotonic: () => time.elapsed,
      timers,
      newId,
      log: SILENT_LOG,
      release: 'simulated',
      plantedFault,
    });
    this.#start(gateway).catch(() => {
      this.#failedToStart = true;
    });
  }

  /** It did not start, or nothing can be written any more: somebody has to start it again. */
  get isStuck(): boolean {
    const condition = this.#journal.condition();
    return this.#failedToStart || (condition.is === 'read-only' && condition.reason !== 'disk-full');
  }

  /** kill -9. */
  crash(): void {
    this.#isOver = true;
    this.#journal.crash();
    this.#timers.cancelAll();
    this.#options.network.hubDied();
  }

  /** An orderly stop; resolves when the process has ended. */
  async stop(): Promise<void> {
    this.#options.network.accept = null;
    await this.#hub.close();
    await this.#journal.close();
    if (!this.#isOver) this.crash();
  }

  async #start(gateway: SimulatedGateway): Promise<void> {
    const { configuration, hall, network } = this.#options;
    await this.#hub.start();
    const seeded = await this.#hub.seed(hall, configuration);
    this.#failedToStart = seeded?.ok === false;
    if (!this.#isOver && !this.#failedToStart) network.accept = (line, handshake) => gateway.accept(this.#hub, line, handshake);
  }

  #watch(message: Down, watch: (message: Down) => void): void {
    if (!this.#isOver) watch(message);
  }
}
