import { createHash, type Hash } from 'node:crypto';
import { HallClient } from '../../shared/client/hall-client.ts';
import { memoryOutbox, type OutboxStorage } from '../../shared/client/outbox.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { ConfirmClock } from '../../shared/protocol/command-schema.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { PlantedFault } from '../../server/hub/planted-fault.ts';
import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MORNING } from '../support/played-hall.ts';
import { desire, pick } from './crowd.ts';
import { faultPlan, type FaultPlan } from './fault-plan.ts';
import { anyHall } from './any-hall.ts';
import { HubProcess } from './hub-process.ts';
import { credentialFor, describe, HALL, HOUR_MS, idsOf, replicaOf, SCREENS, START_TIMES, type Screen } from './screens.ts';
import { PERFECT_NETWORK, SimulatedNetwork } from './simulated-network.ts';
import { SimulatedTime } from './simulated-time.ts';
import { Violation, Watcher } from './watcher.ts';

/** After the faults have ended everybody has this long to agree. */
export const HEAL_MS = 30_000;
const RESTART_MS_MAX = 3_000;

export interface WorldOptions {
  readonly seed: number;
  readonly steps: number;
  readonly plantedFault: PlantedFault | null;
  /** Hears every line of the trace, for looking at a failing seed. */
  readonly onTrace?: ((line: string) => void) | undefined;
}

export interface WorldOutcome {
  readonly seed: number;
  readonly traceHash: string;
  readonly versions: number;
  readonly answered: number;
  readonly crashes: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Null when every promise was kept. */
  readonly violation: string | null;
}

/** A hall, its hub, its screens and everything between them, in one process and one stream of time; all from one number. */
export class World {
  readonly #options: WorldOptions;
  readonly #time = new SimulatedTime();
  readonly #people: Random;
  readonly #chance: Random;
  readonly #look: Random;
  readonly #plan: FaultPlan;
  readonly #disk: MemoryDisk;
  readonly #network: SimulatedNetwork;
  readonly #watcher: Watcher;
  readonly #hubClock: ReturnType<SimulatedTime['clock']>;
  readonly #screens: Screen[];
  readonly #hash: Hash = createHash('sha256');
  readonly #newId: NewId;
  readonly #configuration;
  #hub: HubProcess;
  #crashes = 0;
  #isHealing = false;
  #violation: string | null = null;

  constructor(options: WorldOptions) {
    this.#options = options;
    const { seed } = options;
    this.#people = seededRandom(seed);
    this.#chance = seededRandom(seed ^ 0x5bd1e995);
    this.#look = seededRandom(seed ^ 0x2545f491);
    this.#newId = idsOf(seededRandom(seed ^ 0x1b873593));
    this.#plan = faultPlan(seededRandom(seed ^ 0x3c6ef372));
    const trace = (line: string): void => this.#trace(line);
    this.#disk = new MemoryDisk(() => this.#writeFault());
    this.#watcher = new Watcher({ disk: this.#disk, hall: HALL, trace });
    this.#network = new SimulatedNetwork({ time: this.#time, random: seededRandom(seed ^ 0x7f4a7c15), trace });
    this.#network.faults = this.#plan.network;
    this.#network.backlogWeight = this.#plan.backlogWeight;
    this.#configuration = anyHall(this.#people);
    this.#hubClock = this.#time.clock(pick(this.#people, START_TIMES));
    this.#hub = this.#startHub();
    this.#screens = SCREENS.map((screen) => {
      const storage = memoryOutbox();
      return { ...screen, storage, client: this.#startClient(screen.name, storage) };
    });
  }

  async run(): Promise<WorldOutcome> {
    try {
      await this.#go(1_000);
      for (let step = 0; step < this.#options.steps; step += 1) {
        this.#trouble();
        this.#act();
        await this.#go(20 + randomInteger(this.#people, 600));
      }
      await this.#heal();
    } catch (error) {
      this.#violation ??= describe(error);
    }
    this.#hub.crash();
    for (const { client } of this.#screens) client.close();
    return {
      seed: this.#options.seed,
      traceHash: this.#hash.digest('hex'),
      versions: this.#watcher.head.version,
      answered: this.#watcher.answeredCount,
      crashes: this.#crashes,
      counts: Object.fromEntries(this.#watcher.counts),
      violation: this.#violation,
    };
  }

  /** Time passes. What is broken inside a promise or a timer surfaces here. */
  async #go(ms: number): Promise<void> {
    await this.#time.run(ms, () => {
      if (this.#violation !== null) throw new Violation(this.#violation);
      this.#watcher.lookAtDisk();
    });
  }

  #act(): void {
    const screen = pick(this.#people, this.#screens);
    const { state } = screen.client;
    if (state === null) return;
    const command = desire(this.#people, screen.role, state);
    if (command === null) return;
    this.#send(screen, command);
    const chance = this.#people();
    if (chance < 0.1) this.#send(screen, command);
    const other = this.#screens.find((each) => each !== screen && each.actor === screen.actor);
    if (chance > 0.9 && other !== undefined) this.#send(other, command);
  }

  #send(screen: Screen, command: Command | ConfirmClock): void {
    const before = new Set(screen.client.pending.map(({ id }) => id));
    const answered = screen.client.send(command);
    const sent = screen.client.pending.find(({ id }) => !before.has(id));
    if (sent === undefined) return;
    this.#watcher.sent(sent.command, screen.actor.id);
    this.#trace(`${this.#time.elapsed} ${screen.name} sends ${JSON.stringify(sent.command)}`);
    void answered.then((answer) => {
      if (!answer.ok) return;
      this.#watching(() => this.#watcher.answered(sent.id, answer.value.version, answer.value.result));
    });
  }

  #trouble(): void {
    const plan = this.#plan;
    const happens = (rate: number): boolean => this.#chance() < rate;
    if (happens(plan.lineBreaks)) this.#anyLine()?.break(happens(plan.halfOpen));
    if (happens(plan.clogs)) this.#anyLine()?.clog(randomInteger(this.#chance, 20_000));
    if (happens(plan.partitions)) this.#partition();
    if (happens(plan.crashes)) this.#crashSoon();
    if (happens(plan.gracefulRestarts)) this.#restartGracefully();
    if (happens(plan.diskFills)) this.#fillDisk();
    if (happens(plan.pageReloads)) this.#reloadPage();
    if (happens(plan.smallClockSteps)) this.#hubClock.setBy(randomInteger(this.#chance, 10_000) - 5_000);
    if (happens(plan.clockJumps)) this.#hubClock.setBy((1 + randomInteger(this.#chance, 30)) * HOUR_MS);
    if (this.#hub.isStuck) this.#crashSoon();
    this.#confirmClockWhenAsked();
  }

  #anyLine() {
    const { lines } = this.#network;
    return lines.length === 0 ? undefined : pick(this.#chance, lines);
  }

  #partition(): void {
    const { name } = pick(this.#chance, this.#screens);
    this.#network.cutOff.add(name);
    for (const line of this.#network.lines) if (line.client === name) line.break(true);
    this.#time.after(randomInteger(this.#chance, 20_000), () => this.#network.cutOff.delete(name));
  }

  /** At some moment of the next second, so in the middle of whatever is going on then. */
  #crashSoon(): void {
    const hub = this.#hub;
    this.#time.after(randomInteger(this.#chance, 1_000), () => {
      if (this.#hub !== hub || this.#isHealing) return;
      this.#crash();
    });
  }

  #crash(): void {
    this.#trace(`${this.#time.elapsed} crash`);
    this.#crashes += 1;
    this.#hub.crash();
    const dead = this.#hub;
    this.#time.after(this.#isHealing ? 10 : randomInteger(this.#chance, RESTART_MS_MAX), () => {
      if (this.#hub === dead) this.#hub = this.#startHub();
    });
  }

  #restartGracefully(): void {
    const hub = this.#hub;
    void hub.stop().then(() => {
      if (this.#hub === hub) this.#hub = this.#startHub();
    });
  }

  #fillDisk(): void {
    this.#disk.isFull = true;
    this.#time.after(randomInteger(this.#chance, 5_000), () => {
      this.#disk.isFull = false;
    });
  }

  /** The page is opened again: what its storage kept is sent again. */
  #reloadPage(): void {
    const screen = pick(this.#chance, this.#screens);
    screen.client.close();
    screen.client = this.#startClient(screen.name, screen.storage);
  }

  #confirmClockWhenAsked(): void {
    const manager = this.#screens.find(({ name }) => name === 'manager');
    if (manager?.client.readOnly !== 'clock' || manager.client.pending.length > 0) return;
    this.#send(manager, { type: 'confirm-clock' });
  }

  #writeFault() {
    return this.#fails(this.#plan.writeFault) ? this.#plan.writeFaultKind : null;
  }

  #fails(rate: number): boolean {
    return !this.#isHealing && this.#chance() < rate;
  }

  #startHub(): HubProcess {
    const { plantedFault } = this.#options;
    return new HubProcess({
      time: this.#time,
      clock: this.#hubClock,
      disk: this.#disk,
      network: this.#network,
      newId: this.#newId,
      journalDelayMs: () => (this.#isHealing ? 1 : randomInteger(this.#chance, this.#plan.journalDelayMsMax + 1)),
      flakiness: {
        loseOutcome: () => this.#fails(this.#plan.lostOutcomes),
        failReading: () => this.#fails(this.#plan.failedReadings),
      },
      credentialFor: (token) => credentialFor(token),
      watch: (message) => this.#watching(() => this.#watcher.down(message)),
      plantedFault,
      hall: HALL,
      configuration: this.#configuration,
    });
  }

  #startClient(name: string, outboxStorage: OutboxStorage): HallClient {
    const client: HallClient = new HallClient({
      transport: this.#network.transport(name),
      clock: this.#time.clock(MORNING - 3 * HOUR_MS),
      timers: this.#time,
      newId: this.#newId,
      outboxStorage,
      token: `token-of-${name}`,
      random: this.#chance,
    });
    client.subscribe(() => {
      if (this.#look() < REPLICAS_LOOKED_AT) this.#watching(() => this.#watcher.lookAtReplica(replicaOf(name, client)));
    });
    client.start();
    return client;
  }

  /** I7: with nothing in the way any more everybody comes to the head, and nothing is left open. */
  async #heal(): Promise<void> {
    this.#trace(`${this.#time.elapsed} heal`);
    this.#isHealing = true;
    this.#disk.isFull = false;
    this.#network.faults = PERFECT_NETWORK;
    this.#network.cutOff.clear();
    for (let waited = 0; waited < HEAL_MS; waited += 1_000) {
      if (this.#hub.isStuck) this.#crash();
      this.#confirmClockWhenAsked();
      await this.#go(1_000);
    }
    this.#watcher.compareBooks();
    for (const { client, name } of this.#screens) this.#expectConverged(name, client);
  }

  #expectConverged(name: string, client: HallClient): void {
    this.#watcher.lookAtReplica(replicaOf(name, client));
    const { head } = this.#watcher;
    if (client.connection.is !== 'live') throw new Violation(`I7: ${name} is ${JSON.stringify(client.connection)} after healing`);
    if (client.position?.hash !== head.hash) {
      throw new Violation(`I7: ${name} is at version ${client.position?.version} after healing, the log at ${head.version}`);
    }
    if (client.pending.length > 0) throw new Violation(`I7: ${name} waits for ${client.pending.length} answers after healing`);
  }

  #watching(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.#violation ??= describe(error);
    }
  }

  #trace(line: string): void {
    this.#hash.update(line);
    this.#options.onTrace?.(line);
  }
}

/** A look at a replica compares whole states: now and then is often enough. */
const REPLICAS_LOOKED_AT = 0.1;
