import type { CounterId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { servicesOf, setUpTiers } from '../../shared/hall/routing/served-queues.ts';
import { fromSnapshot, type HallSnapshot } from '../../shared/hall/snapshot.ts';
import { serviceQueues } from '../../shared/hall/views/service-queues.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Random } from '../../shared/lib/random.ts';
import { Desk } from './desk.ts';
import { Entrance } from './entrance.ts';
import type { ApiRefusal, Caller, HubApi } from './hub-api.ts';
import type { Sleep } from './sleep.ts';
import { Tally } from './tally.ts';

const REPORT_MS = 60_000;
const GREETER = '2001';
const FIRST_TELLER = 1_001;
const MANAGER = '3001';

export interface DemonstrationOptions {
  readonly api: HubApi;
  readonly password: string;
  /** How many of the hall's counters are staffed. */
  readonly counters: number;
  readonly perHour: number;
  readonly visitorsMax: number | null;
  /** A stream for each who acts: 0 is the entrance, the counters follow. */
  readonly random: (stream: number) => Random;
  readonly sleep: Sleep;
  readonly print: (line: string) => void;
}

/** Customers and tellers that do not exist, at a hall that does: everything through the API, as anybody else. */
export class Demonstration {
  readonly tally = new Tally();
  readonly #options: DemonstrationOptions;

  constructor(options: DemonstrationOptions) {
    this.#options = options;
  }

  /** Until it is stopped or all visitors have been served. Fails with why nobody could begin. */
  async run(): Promise<Result<Tally, ApiRefusal>> {
    const greeter = await this.#options.api.signIn(GREETER, this.#options.password);
    if (!greeter.ok) return greeter;
    const hall = await readHall(greeter.value);
    if (!hall.ok) return hall;
    const { configuration } = hall.value;
    if (configuration === null) return failed({ kind: 'unknown-hall', title: 'The hall has no configuration.' });
    const { perHour, random, sleep, visitorsMax } = this.#options;
    const entrance = new Entrance({
      caller: greeter.value,
      services: configuration.services.map((service) => service.id),
      classes: configuration.classes.map((each) => each.id),
      perHour,
      visitorsMax,
      random: random(0),
      sleep,
      tally: this.tally,
    });
    const comingBack = new Set<Promise<void>>();
    const desks = configuration.counters.slice(0, this.#options.counters).map((counter, index) =>
      this.#desk(String(FIRST_TELLER + index), {
        counter: counter.id,
        services: servicesOf({ tiers: setUpTiers(configuration, counter) }),
        pauseReasons: configuration.pauseReasons.map((reason) => reason.id),
        random: random(index + 1),
        onNoShow: (ticket) => comingBack.add(entrance.noShow(ticket)),
      }),
    );
    const reporting = this.#report(greeter.value);
    await entrance.work();
    await this.#untilServed(greeter.value);
    sleep.stop();
    await Promise.all([...desks, ...comingBack, reporting]);
    await greeter.value.signOut();
    return ok(this.tally);
  }

  async #desk(
    staffNumber: string,
    place: Pick<ConstructorParameters<typeof Desk>[0], 'counter' | 'services' | 'pauseReasons' | 'random' | 'onNoShow'>,
  ): Promise<void> {
    const { api, password, print, sleep } = this.#options;
    const teller = await api.signIn(staffNumber, password);
    if (!teller.ok) return print(`teller ${staffNumber} stays at home: ${teller.error.title}`);
    const desk = new Desk({
      ...place,
      caller: teller.value,
      closedByManager: (counter) => this.#closeAsManager(counter),
      sleep,
      tally: this.tally,
    });
    if (!(await desk.work())) print(`counter ${place.counter} is left to whoever works there`);
  }

  async #closeAsManager(counter: CounterId): Promise<void> {
    const manager = await this.#options.api.signIn(MANAGER, this.#options.password);
    if (!manager.ok) return;
    await manager.value.command({ type: 'close-counter', counter });
    await manager.value.signOut();
  }

  /** After the last visitor: until nobody waits and nobody is at a counter. */
  async #untilServed(caller: Caller): Promise<void> {
    const { sleep } = this.#options;
    while (!sleep.isStopped) {
      const hall = await readHall(caller);
      if (!hall.ok || waitingIn(hall.value) + atCounters(hall.value) === 0) return;
      await sleep.hall(15_000);
    }
  }

  async #report(caller: Caller): Promise<void> {
    const { print, sleep } = this.#options;
    while (await sleep.real(REPORT_MS)) {
      const hall = await readHall(caller);
      if (hall.ok) print(this.tally.line(waitingIn(hall.value)));
    }
  }
}

async function readHall(caller: Caller): Promise<Result<HallState, ApiRefusal>> {
  const answer = await caller.state();
  return answer.ok ? ok(fromSnapshot((answer.value as { readonly state: HallSnapshot }).state)) : answer;
}

function waitingIn(state: HallState): number {
  return serviceQueues(state).reduce((sum, queue) => sum + queue.waiting, 0);
}

function atCounters(state: HallState): number {
  return [...state.counters.values()].filter(({ mode }) => mode.is === 'open' && mode.atHand !== null).length;
}
