import type { Actor } from '../../shared/hall/actor.ts';
import { answerOf } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import { LentNumbers, type FollowedHall } from '../../shared/offline/lent-numbers.ts';
import { memoryBookStore } from '../../shared/offline/book-store.ts';
import type { NumberBook } from '../../shared/offline/number-book.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../support/played-hall.ts';
import { pick } from './crowd.ts';
import { NaiveHall } from './naive-hall.ts';

const DAY = 24 * 60 * MINUTE;
const KIOSKS = 5;
/** What is in one world, so that a test can ask that all of it was met. */
export const TROUBLES = [
  'hub away',
  'kiosk away',
  'kiosk crashed',
  'write lost',
  'answer lost',
  'clock wrong',
  'store emptied',
  'copied',
  'day over',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** A paper in somebody's hand. */
interface Paper {
  readonly kiosk: string;
  /** Which machine printed it: a copy is another one with the same name. */
  readonly machine: number;
  readonly number: string;
  readonly day: string;
  readonly takenAt: number;
  /** The kiosk knew the hall's time. */
  readonly clockWasRight: boolean;
}

interface Kiosk {
  readonly name: string;
  readonly machine: number;
  readonly actor: Actor;
  store: ReturnType<typeof memoryBookStore>;
  lent: LentNumbers;
  isAway: boolean;
  clockOff: number;
  /** Its papers are of no use for the proof: the store was emptied, with what had not been told. */
  isLost: boolean;
}

export interface OfflineOutcome {
  readonly seed: number;
  readonly papers: number;
  readonly met: ReadonlySet<Trouble>;
  readonly problems: readonly string[];
}

/**
 * Five kiosks and a hall, with everything that goes wrong between them: the shipping core and the shipping store logic, no network and no
 * threads, so that a thousand halls take seconds. Ends with everybody there again, and holds the journal against the papers.
 */
export class OfflineHall {
  readonly #random: Random;
  readonly #hall: PlayedHall;
  readonly #books = new NaiveHall();
  readonly #kiosks: Kiosk[] = [];
  readonly #papers: Paper[] = [];
  readonly #met = new Set<Trouble>();
  readonly #seed: number;
  #hubAway = false;
  #applied = 0;
  #ids = 0;
  #losesAnswers = false;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = seededRandom(seed);
    const numbersAhead = pick(this.#random, [3, 25, 50]);
    this.#hall = new PlayedHall({ printers: [], kiosk: { numbersAhead } }).staff(1, 2);
    for (let each = 0; each < KIOSKS; each += 1) this.#kiosks.push(this.#kiosk(`device:kiosk-${each}`));
  }

  async run(steps: number): Promise<OfflineOutcome> {
    await this.#keepAll();
    for (let step = 0; step < steps; step += 1) {
      this.#hall.wait(randomInteger(this.#random, 2 * MINUTE));
      await this.#step();
      this.#look();
    }
    await this.#heal();
    return { seed: this.#seed, papers: this.#papers.length, met: this.#met, problems: this.#problems() };
  }

  async #step(): Promise<void> {
    const kiosk = pick(this.#random, this.#kiosks);
    const chance = this.#random();
    if (chance < 0.62) return this.#customer(kiosk);
    if (chance < 0.74) return void this.#hall.try({ type: 'call-next', counter: pick(this.#random, [1, 2]) }, teller(1));
    if (chance < 0.86) return this.#keepAll();
    await this.#trouble(kiosk);
  }

  async #customer(kiosk: Kiosk): Promise<void> {
    const service = pick(this.#random, ['A', 'A', 'B']);
    const class_ = pick(this.#random, [undefined, 'vip', undefined]);
    if (this.#isThere(kiosk) && this.#random() < 0.8) {
      this.#hall.try({ type: 'issue-ticket', service, class: class_ }, kiosk.actor);
      return;
    }
    const taken = await kiosk.lent.take({ id: `visit-${(this.#ids += 1)}`, service, class: class_ });
    if (taken === null) return;
    const { number, takenAt } = taken;
    this.#papers.push({
      kiosk: kiosk.name,
      machine: kiosk.machine,
      number,
      takenAt,
      day: this.#dayOf(kiosk, taken.id),
      clockWasRight: takenAt === this.#hall.now,
    });
  }

  /** The business day of a paper is that of its block: a kiosk whose clock is wrong may think that it is yesterday. */
  #dayOf({ store }: Kiosk, id: string): string {
    const { tickets } = JSON.parse(store.kept ?? '{"tickets":[]}') as NumberBook;
    const lease = tickets.find((ticket) => ticket.id === id)?.lease;
    const events = this.#hall.log.flatMap((entry) => entry.events);
    const lent = events.find((event) => event.type === 'numbers-leased' && event.lease === lease);
    return lent?.type === 'numbers-leased' ? lent.day : '';
  }

  async #trouble(kiosk: Kiosk): Promise<void> {
    const trouble = pick(this.#random, TROUBLES);
    if ((trouble === 'copied' || trouble === 'store emptied' || trouble === 'day over') && this.#random() < 0.7) return;
    this.#met.add(trouble);
    switch (trouble) {
      case 'hub away':
        this.#hubAway = !this.#hubAway;
        return;
      case 'kiosk away':
        kiosk.isAway = !kiosk.isAway;
        return;
      case 'kiosk crashed':
        return this.#restart(kiosk);
      case 'write lost':
        // The hub has answered, and the machine died before it had written that down.
        return this.#tellTwice(kiosk);
      case 'answer lost':
        this.#losesAnswers = !this.#losesAnswers;
        return;
      case 'clock wrong':
        kiosk.clockOff = pick(this.#random, [0, -400 * DAY, 30 * MINUTE, 400 * DAY]);
        return;
      case 'store emptied':
        kiosk.isLost = true;
        kiosk.store = memoryBookStore();
        return this.#restart(kiosk);
      case 'copied':
        return this.#copy(kiosk);
      case 'day over':
        return this.#nextDay();
    }
  }

  async #tellTwice(kiosk: Kiosk): Promise<void> {
    const before = kiosk.store.kept;
    await kiosk.lent.keep();
    const now = kiosk.store.kept;
    // Only what was told is forgotten to be forgotten: a store never goes back behind a number that was given.
    if (before === null || now === null) return;
    const [was, is] = [JSON.parse(before), JSON.parse(now)] as [{ tickets: unknown }, object];
    kiosk.store.kept = JSON.stringify({ ...is, tickets: was.tickets });
    this.#restart(kiosk);
  }

  /** Somebody puts the disk of a kiosk into another machine, or restores a backup beside it. */
  #copy(kiosk: Kiosk): void {
    const copy = this.#kiosk(kiosk.name);
    copy.store.kept = kiosk.store.kept;
    copy.isLost = kiosk.isLost;
    this.#kiosks.push(copy);
  }

  async #nextDay(): Promise<void> {
    this.#hall.try({ type: 'close-day', leaveUnserved: true }, MANAGER);
    if (this.#random() < 0.5) this.#hall.wait(DAY);
    this.#hall.try({ type: 'open-day' }, MANAGER);
    this.#hall.staff(1, 2);
    await Promise.resolve();
  }

  #restart(kiosk: Kiosk): void {
    kiosk.lent.close();
    kiosk.lent = this.#program(kiosk);
  }

  #kiosk(name: string): Kiosk {
    const kiosk = {
      name,
      machine: (this.#ids += 1),
      actor: { id: name, roles: ['kiosk'] } as const,
      store: memoryBookStore(),
      isAway: false,
      clockOff: 0,
      isLost: false,
    };
    return Object.assign(kiosk, { lent: this.#program(kiosk) });
  }

  #program(kiosk: Omit<Kiosk, 'lent'>): LentNumbers {
    const hall = this.#hall;
    const isThere = (): boolean => this.#isThere(kiosk);
    const followed: FollowedHall = {
      get connection() {
        return { is: isThere() ? 'live' : 'stale' };
      },
      get state() {
        return isThere() ? hall.state : null;
      },
      readOnly: null,
      welcome: { device: { id: kiosk.name } },
      now: () => hall.now,
      send: (command: Command) => Promise.resolve(this.#answer(kiosk, command)),
    };
    return new LentNumbers({
      hall: followed,
      store: kiosk.store,
      clock: { now: () => hall.now + kiosk.clockOff },
      timers: { after: () => () => undefined, every: () => () => undefined },
      newId: () => `made-${(this.#ids += 1)}`,
      print: () => Promise.resolve(this.#random() < 0.9),
    });
  }

  #answer(kiosk: Omit<Kiosk, 'lent'>, command: Command): Awaited<ReturnType<FollowedHall['send']>> {
    if (!this.#isThere(kiosk) || this.#random() < 0.05) return failed({ kind: 'hub-busy' });
    const decision = this.#hall.try(command, kiosk.actor);
    if (this.#losesAnswers && this.#random() < 0.3) return failed({ kind: 'hub-busy' });
    return decision.ok ? ok({ result: answerOf(decision.value) }) : decision;
  }

  #isThere({ isAway }: Pick<Kiosk, 'isAway'>): boolean {
    return !isAway && !this.#hubAway;
  }

  async #keepAll(): Promise<void> {
    for (const { lent } of this.#kiosks) await lent.keep();
  }

  async #heal(): Promise<void> {
    this.#hubAway = false;
    this.#losesAnswers = false;
    for (const kiosk of this.#kiosks) kiosk.isAway = false;
    for (let round = 0; round < 40; round += 1) await this.#keepAll();
    this.#look();
  }

  /** The books kept a second time. */
  #look(): void {
    for (const entry of this.#hall.log.slice(this.#applied)) this.#books.apply(entry);
    this.#applied = this.#hall.log.length;
  }

  #problems(): string[] {
    const events = this.#hall.log.flatMap((entry) => entry.events);
    const problems = [...this.#books.problems, ...this.#books.differences(this.#hall.state)];
    const lostKiosks = new Set(this.#kiosks.filter(({ isLost }) => isLost).map(({ name }) => name));
    for (const { lent, name } of this.#kiosks) {
      if (lent.summary.waiting > 0) problems.push(`${name} has ${lent.summary.waiting} papers that were not told`);
    }
    for (const paper of this.#papers) problems.push(...problemsOf(paper, { events, papers: this.#papers, lostKiosks }));
    return problems;
  }
}

/** Each paper is in the log once, or somebody was told that there are two of it. */
function problemsOf(
  paper: Paper,
  seen: { readonly events: readonly HallEvent[]; readonly papers: readonly Paper[]; readonly lostKiosks: ReadonlySet<string> },
): string[] {
  const { day, kiosk, number, takenAt } = paper;
  const told = seen.events.flatMap((event) =>
    (event.type === 'ticket-issued' || event.type === 'offline-ticket-late') &&
    event.number === number &&
    event.offline?.takenAt === takenAt
      ? [event]
      : [],
  );
  const twin = seen.papers.find(
    (other) => other !== paper && other.number === number && other.kiosk === kiosk && other.day === day,
  );
  if (told.length > 1) return [`${number} of ${kiosk} came ${told.length} times`];
  if (told.length === 0) {
    if (seen.lostKiosks.has(kiosk) || isTooOld(paper, seen.events)) return [];
    if (twin === undefined) return [`${number} of ${kiosk} (${day}) never came`];
    return isTold(number, kiosk, seen.events) ? [] : [`${number} of ${kiosk} is in two hands, and nobody was told`];
  }
  const [event] = told;
  const isMoved = event?.type === 'ticket-issued' && paper.clockWasRight && event.credit.at !== takenAt;
  return isMoved ? [`${number} of ${kiosk} waits since ${event.credit.at}, taken at ${takenAt}`] : [];
}

/** Of a day before the last: the hub takes nothing of it any more. */
function isTooOld({ day }: Paper, events: readonly HallEvent[]): boolean {
  const days = [...new Set(events.flatMap((event) => (event.type === 'day-opened' ? [event.day] : [])))];
  return days.indexOf(day) < days.length - 2;
}

function isTold(number: string, kiosk: string, events: readonly HallEvent[]): boolean {
  const frozen = events.some((event) => event.type === 'leases-frozen' && event.kiosk === kiosk);
  return frozen && events.some((event) => event.type === 'alert-raised' && event.subject.number === number);
}
