import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import { learn } from '../../shared/hall/forecast/learning/learn.ts';
import { nothingLearned, type Learned } from '../../shared/hall/forecast/learning/learned.ts';
import type { Observation } from '../../shared/hall/forecast/learning/observation.ts';
import { noShowsOf } from '../../shared/hall/forecast/learning/patience.ts';
import { serveEstimate } from '../../shared/hall/forecast/learning/serve-times.ts';
import { runScene } from '../../shared/hall/forecast/run-scene.ts';
import type { Forecaster } from './evaluate.ts';
import type { HallNow, Onlooker, Waiting } from './replay.ts';
import { HOUR_MS, STANDARD, VIP, type SyntheticHall } from './synthetic-hall.ts';
import type { PlayedDay, PlayedTicket } from './synthetic-play.ts';
import { sceneAt } from './synthetic-scene.ts';

const HORIZON_MS = 6 * HOUR_MS;
const HOURS = 24;

/** What the synthetic hall has learned of itself when a day begins: from the days before, by the hall's own learning. */
export class SyntheticForecaster implements Forecaster {
  readonly onlookers: readonly Onlooker[] = [
    {
      dayEnds: ({ date }) => {
        this.#learnDay(date);
      },
    },
  ];
  readonly #hall: SyntheticHall;
  readonly #days: ReadonlyMap<string, PlayedDay>;
  readonly #runs: number;
  readonly #arrivals = new Map<string, Map<string, Float64Array>>();
  readonly #pauses = { count: 0, ms: 0, services: 0 };
  #learned: Learned = nothingLearned();
  #daysSeen = 0;
  #model: HallModel | null = null;

  /** `days` by ISO date. */
  constructor(hall: SyntheticHall, days: ReadonlyMap<string, PlayedDay>, runs: number) {
    this.#hall = hall;
    this.#days = days;
    this.#runs = runs;
  }

  waits({ date }: HallNow, ticket: Waiting): Float64Array {
    const played = this.#days.get(date);
    const customer = played?.tickets[ticket.id]?.customer;
    if (played === undefined || customer === undefined) return new Float64Array(1);
    const scene = sceneAt(this.#hall, played, customer.at, this.model());
    const options = { runs: this.#runs, horizonMs: HORIZON_MS, seed: ticket.id, until: 'called' as const, newcomers: [] };
    const place = scene.waiting.findIndex((each) => each.ticket === String(ticket.id));
    const waits = runScene(scene, options).waiting[place] ?? new Float64Array(1);
    return waits.map((wait) => Math.min(wait, HORIZON_MS)).sort();
  }

  model(): HallModel {
    this.#model ??= this.#make();
    return this.#model;
  }

  #learnDay(date: string): void {
    const played = this.#days.get(date);
    if (played === undefined) return;
    this.#model = null;
    this.#daysSeen += 1;
    this.#see({ is: 'day-opened', day: date, minute: 0 });
    for (const ticket of played.tickets) this.#learnTicket(ticket, played.day.midnight);
    for (const { from, to } of played.paused) {
      this.#pauses.count += 1;
      this.#pauses.ms += to - from;
    }
  }

  #learnTicket({ customer, calledAt, freeAt, counter, came }: PlayedTicket, midnight: number): void {
    const { service, class: classId, at } = customer;
    const classes = this.#arrivals.get(service) ?? new Map<string, Float64Array>();
    this.#arrivals.set(service, classes);
    const hours = classes.get(classId) ?? new Float64Array(HOURS);
    classes.set(classId, hours);
    hours[Math.min(HOURS - 1, Math.floor((at - midnight) / HOUR_MS))]! += 1;
    this.#pauses.services += 1;
    const waitedMs = calledAt - at;
    if (!came) this.#see({ is: 'missed', waitedMs, lostMs: freeAt - calledAt });
    else {
      this.#see({ is: 'came', waitedMs });
      this.#see({ is: 'served', service, teller: String(counter), from: calledAt, to: freeAt, heldMs: 0 });
    }
  }

  #see(observation: Observation): void {
    this.#learned = learn(this.#learned, observation);
  }

  /** A counter pauses after a service with the share of services after which one did, for an exponential time. */
  #make(): HallModel {
    const { count, ms, services } = this.#pauses;
    const share = Math.min(0.5, (count + 0.1) / (services + 10));
    const expected = new Map(
      [...this.#arrivals].map(([service, classes]) => [
        service,
        new Map(
          [STANDARD, VIP].map((id) => [id, [...(classes.get(id) ?? [])].map((seen) => seen / Math.max(1, this.#daysSeen))]),
        ),
      ]),
    );
    return {
      ...serveEstimate(this.#learned.served, new Map(this.#hall.services.map(({ id }) => [id, null]))),
      arrivals: { slotMs: HOUR_MS, expected },
      dayFactor: { median: 1, logSd: this.#hall.dayCv },
      leavesPerMs: new Map(),
      noShows: noShowsOf(this.#learned.noShows),
      gaps: {
        spans: [
          { untilMs: AT_ONCE_MS, callsPerMs: -Math.log(share) / AT_ONCE_MS },
          { untilMs: Number.POSITIVE_INFINITY, callsPerMs: (count + 0.1) / (ms + HOUR_MS / 10) },
        ],
      },
    };
  }
}

/** Within it comes the next call where no pause does. */
const AT_ONCE_MS = 1;
