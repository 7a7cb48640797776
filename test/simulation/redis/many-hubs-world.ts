import { createHash, type Hash } from 'node:crypto';
import { HallClient } from '../../../shared/client/hall-client.ts';
import { memoryOutbox, type OutboxStorage } from '../../../shared/client/outbox.ts';
import type { Command } from '../../../shared/hall/commands.ts';
import type { NewId } from '../../../shared/lib/ids.ts';
import { randomInteger, seededRandom, type Random } from '../../../shared/lib/random.ts';
import type { ConfirmClock } from '../../../shared/protocol/command-schema.ts';
import type { Down } from '../../../shared/protocol/down.ts';
import type { WireRefusalKind } from '../../../shared/protocol/errors.ts';
import type { Position } from '../../../shared/protocol/position.ts';
import { MORNING } from '../../support/played-hall.ts';
import { anyHall } from '../any-hall.ts';
import { desire, pick } from '../crowd.ts';
import { describe, HALL, HOUR_MS, idsOf, replicaOf, SCREENS, START_TIMES, type Screen } from '../screens.ts';
import { PERFECT_NETWORK, SimulatedNetwork } from '../simulated-network.ts';
import { SimulatedTime } from '../simulated-time.ts';
import { Violation, Watcher } from '../watcher.ts';
import { clusterFaults, onlyCuts, type ClusterFaults } from './cluster-faults.ts';
import { ModelDutyTable } from './model-duties.ts';
import { ModelHub } from './model-hub.ts';
import type { WeakSetting } from './model-journal.ts';
import { ModelRedis, type Caller } from './model-redis.ts';
import { ModelTalk } from './model-talk.ts';

const HUBS = ['hub-1', 'hub-2', 'hub-3'];
const HEAL_MS = 40_000;
const RESTART_MS_MAX = 3_000;
const NOTICE_MS = 500;
/** A look at a replica compares whole states: now and then is often enough. */
const REPLICAS_LOOKED_AT = 0.1;

/** These say when and not what of: the hub that has the command in hand may still do it (decision 265). A page that goes says `unauthenticated`. */
const MAY_BE_DONE: ReadonlySet<WireRefusalKind> = new Set([
  'hall-read-only',
  'hub-busy',
  'clock-unconfirmed',
  'internal',
  'too-many-commands',
  'unauthenticated',
]);

export interface ManyHubsOptions {
  readonly seed: number;
  readonly steps: number;
  readonly weak: WeakSetting | null;
  /** Nothing goes wrong but the network, which is cut again and again. */
  readonly onlyCuts?: boolean | undefined;
  readonly onTrace?: ((line: string) => void) | undefined;
}

export interface ManyHubsOutcome {
  readonly seed: number;
  readonly traceHash: string;
  readonly versions: number;
  readonly answered: number;
  readonly hubDeaths: number;
  readonly failovers: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Null when every promise was kept. */
  readonly violation: string | null;
}

/**
 * One hall on three hubs over a journal on three nodes: the shipping hubs, clients and duties, a model of the rest, one stream of
 * time, all from one number. With a weaker setting nothing is looked at on the way: only whether what was told is there in the end.
 */
export class ManyHubsWorld {
  readonly #options: ManyHubsOptions;
  readonly #time = new SimulatedTime();
  readonly #people: Random;
  readonly #chance: Random;
  readonly #look: Random;
  readonly #faults: ClusterFaults;
  readonly #redis: ModelRedis;
  readonly #talk: ModelTalk;
  readonly #duties = new ModelDutyTable();
  readonly #network: SimulatedNetwork;
  readonly #watcher: Watcher;
  readonly #screens: Screen[];
  readonly #hash: Hash = createHash('sha256');
  readonly #newId: NewId;
  readonly #configuration;
  readonly #startTime: number;
  readonly #hubs = new Map<string, ModelHub>();
  /** What anybody was told: versions with their hashes, a command's version, and that it was refused. */
  readonly #shown = new Map<string, Position>();
  readonly #told = new Map<string, number>();
  readonly #refused = new Map<string, string>();
  #lives = 0;
  #deaths = 0;
  #isHealing = false;
  #violation: string | null = null;

  constructor(options: ManyHubsOptions) {
    this.#options = options;
    const { seed } = options;
    this.#people = seededRandom(seed);
    this.#chance = seededRandom(seed ^ 0x5bd1e995);
    this.#look = seededRandom(seed ^ 0x2545f491);
    this.#newId = idsOf(seededRandom(seed ^ 0x1b873593));
    const faults = clusterFaults(seededRandom(seed ^ 0x3c6ef372));
    this.#faults = options.onlyCuts === true ? onlyCuts(faults) : faults;
    const trace = (line: string): void => this.#trace(line);
    const wire = seededRandom(seed ^ 0x0f1bbcdc);
    const delayMs = (): number => 1 + randomInteger(wire, this.#isHealing ? 3 : this.#faults.redisDelayMsMax);
    this.#redis = new ModelRedis({ time: this.#time, random: wire, trace, delayMs });
    const lost = (): number => (this.#isHealing ? 0 : this.#faults.lostTalk);
    this.#talk = new ModelTalk({ time: this.#time, random: wire, delayMs, lost });
    this.#watcher = new Watcher({ disk: this.#redis, hall: HALL, trace, mayBeDone: MAY_BE_DONE });
    this.#network = new SimulatedNetwork({ time: this.#time, random: seededRandom(seed ^ 0x7f4a7c15), trace });
    this.#network.faults = this.#faults.network;
    this.#configuration = anyHall(this.#people);
    this.#startTime = pick(this.#people, START_TIMES);
    for (const name of HUBS) this.#startHub(name);
    // A balancer without memory: whoever is ready.
    this.#network.accept = (line, handshake) => {
      const ready = [...this.#hubs.values()].filter(({ takesScreens }) => takesScreens);
      if (ready.length > 0) return pick(this.#chance, ready).accept(line, handshake);
      line.hubDied();
      return { message: () => undefined, closed: () => undefined };
    };
    this.#screens = SCREENS.map((screen) => {
      const storage = memoryOutbox();
      return { ...screen, storage, client: this.#startClient(screen.name, storage) };
    });
  }

  async run(): Promise<ManyHubsOutcome> {
    try {
      await this.#go(3_000);
      for (let step = 0; step < this.#options.steps; step += 1) {
        this.#trouble();
        this.#act();
        await this.#go(20 + randomInteger(this.#people, 600));
      }
      await this.#heal();
    } catch (error) {
      this.#violation ??= describe(error);
    }
    for (const hub of this.#hubs.values()) hub.crash();
    for (const { client } of this.#screens) client.close();
    return {
      seed: this.#options.seed,
      traceHash: this.#hash.digest('hex'),
      versions: this.#redis.master.head.version,
      answered: this.#told.size,
      hubDeaths: this.#deaths,
      failovers: this.#redis.failovers,
      counts: Object.fromEntries(this.#watcher.counts),
      violation: this.#violation,
    };
  }

  async #go(ms: number): Promise<void> {
    await this.#time.run(ms, () => {
      if (this.#violation !== null) throw new Violation(this.#violation);
      this.#watchStrictly(() => this.#watcher.lookAtDisk());
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
    this.#watchStrictly(() => this.#watcher.sent(sent.command, screen.actor.id));
    this.#trace(`${this.#time.elapsed} ${screen.name} sends ${JSON.stringify(sent.command)}`);
    void answered.then((answer) => {
      if (!answer.ok) {
        if (!MAY_BE_DONE.has(answer.error.kind)) this.#refused.set(sent.id, answer.error.kind);
        return;
      }
      if (command.type !== 'confirm-clock') this.#told.set(sent.id, answer.value.version);
      this.#watchStrictly(() => this.#watcher.answered(sent.id, answer.value.version, answer.value.result));
    });
  }

  #trouble(): void {
    const faults = this.#faults;
    const happens = (rate: number): boolean => this.#chance() < rate;
    const ms = (max: number): number => randomInteger(this.#chance, max);
    const callers = [...this.#hubs.values()].map(({ caller }) => caller);
    const anyNode = () => pick(this.#chance, this.#redis.nodes);
    if (happens(faults.lineBreaks)) this.#anyLine()?.break(happens(0.3));
    if (happens(faults.pageReloads)) this.#reloadPage();
    if (happens(faults.hubKills)) this.#killSoon(pick(this.#chance, HUBS));
    if (happens(faults.hubStops)) this.#stop(pick(this.#chance, HUBS));
    if (happens(faults.masterKills)) this.#redis.kill(this.#redis.master, ms(3_000));
    if (happens(faults.nodeKills)) this.#redis.kill(anyNode(), ms(2_500));
    if (happens(faults.nodePauses)) this.#redis.pause(anyNode(), ms(4_000));
    if (happens(faults.cuts)) this.#cut(500 + ms(6_000), callers);
    for (const [name, hub] of this.#hubs) if (hub.isStuck) this.#killSoon(name);
    this.#confirmClockWhenAsked();
  }

  /** Hubs on the smaller side keep what they have in hand; their screens reach them or not. */
  #cut(forMs: number, callers: readonly Caller[]): void {
    this.#redis.cut(forMs, callers);
    for (const hub of this.#hubs.values()) if (hub.caller.side === 1 && this.#chance() < 0.7) hub.loseScreens();
  }

  #anyLine() {
    const { lines } = this.#network;
    return lines.length === 0 ? undefined : pick(this.#chance, lines);
  }

  /** At some moment of the next second, so in the middle of whatever is going on then. */
  #killSoon(name: string): void {
    const hub = this.#hubs.get(name);
    this.#time.after(randomInteger(this.#chance, 1_000), () => {
      if (hub === undefined || this.#hubs.get(name) !== hub || this.#isHealing) return;
      this.#trace(`${this.#time.elapsed} kill ${name}`);
      hub.crash();
      this.#startAgain(name);
    });
  }

  #stop(name: string): void {
    const hub = this.#hubs.get(name);
    if (hub === undefined) return;
    this.#trace(`${this.#time.elapsed} stop ${name}`);
    void hub.stop(NOTICE_MS).then(() => {
      if (this.#hubs.get(name) === hub) this.#startAgain(name);
    });
  }

  #startAgain(name: string): void {
    this.#deaths += 1;
    this.#hubs.delete(name);
    this.#time.after(this.#isHealing ? 10 : randomInteger(this.#chance, RESTART_MS_MAX), () => this.#startHub(name));
  }

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

  #startHub(name: string): void {
    if (this.#hubs.has(name)) return;
    this.#lives += 1;
    const hub = new ModelHub({
      name: `${name}/${this.#lives}`,
      time: this.#time,
      // No two hubs agree on the time of day to the millisecond.
      clock: this.#time.clock(this.#startTime + 100 * HUBS.indexOf(name)),
      redis: this.#redis,
      talk: this.#talk,
      duties: this.#duties,
      newId: this.#newId,
      configuration: this.#configuration,
      watch: (message) => this.#down(message),
      weak: this.#options.weak,
    });
    this.#hubs.set(name, hub);
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
      if (this.#look() < REPLICAS_LOOKED_AT) this.#watchStrictly(() => this.#watcher.lookAtReplica(replicaOf(name, client)));
    });
    client.start();
    return client;
  }

  #down(message: Down): void {
    if (message.name === 'entries') for (const entry of message.body) this.#show(entry);
    else if (message.name === 'snapshot' || message.name === 'heartbeat') this.#show(message.body);
    this.#watchStrictly(() => this.#watcher.down(message));
  }

  #show({ hash, version }: Position): void {
    if (version > 0) this.#shown.set(`${version} ${hash}`, { version, hash });
  }

  /** With nothing in the way any more everybody comes to the head, and nothing is left open. */
  async #heal(): Promise<void> {
    this.#trace(`${this.#time.elapsed} heal`);
    this.#isHealing = true;
    this.#network.faults = PERFECT_NETWORK;
    for (let waited = 0; waited < HEAL_MS; waited += 1_000) {
      this.#redis.heal([...this.#hubs.values()].map(({ caller }) => caller));
      for (const [name, hub] of [...this.#hubs]) {
        if (!hub.isStuck) continue;
        hub.crash();
        this.#startAgain(name);
      }
      this.#confirmClockWhenAsked();
      await this.#go(1_000);
    }
    this.#expectKept();
    if (this.#options.weak !== null) return;
    this.#watcher.compareBooks();
    for (const { client, name } of this.#screens) this.#expectConverged(name, client);
  }

  /** I1 and I10 without any knowledge of how: what was told or shown is in the log that is there in the end. */
  #expectKept(): void {
    const { log } = this.#redis.master;
    for (const { hash, version } of this.#shown.values()) {
      if (log[version - 1]?.hash !== hash) throw new Violation(`I10: version ${version} was shown and is not in the log`);
    }
    const byId = new Map(log.map(({ commandId, version }) => [commandId, version]));
    for (const [id, version] of this.#told) {
      const kept = byId.get(id);
      const isLost = kept === undefined ? version > log.length : kept !== version;
      if (isLost) throw new Violation(`I1: command ${id} was answered with version ${version} and is in ${kept ?? 'none'}`);
    }
    for (const [id, kind] of this.#refused) {
      if (byId.has(id)) throw new Violation(`I9: command ${id} was refused (${kind}) and is version ${byId.get(id)}`);
    }
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

  #watchStrictly(look: () => void): void {
    if (this.#options.weak !== null) return;
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
