import {
  calibratedQuantile,
  positionOf,
  uncalibrated,
  withPosition,
  type Calibration,
} from '../../shared/hall/forecast/learning/calibration.ts';
import { Baselines, BASELINES, type BaselineName } from './baselines.ts';
import { BinnedQuantiles } from './binned-quantiles.ts';
import { replayDay, type Call, type HallNow, type Onlooker, type Waiting } from './replay.ts';
import { LEVELS, scoresOf, type Judged, type Scores } from './scores.ts';
import type { TicketRow } from './ticket-rows.ts';

export const PREDICTORS = [...BASELINES, 'hallcall'] as const;
export type PredictorName = BaselineName | 'hallcall';

export interface Evaluation {
  /** Tickets that were judged. */
  readonly n: number;
  readonly predictors: Readonly<Record<PredictorName, Scores>>;
}

/** What is said of a wait: one number, and its quantiles at `LEVELS`. Seconds. */
export type Said = Pick<Judged, 'point' | 'quantiles'>;

/** A hall that learns by looking on, and forecasts by the product's engine. */
export interface Forecaster {
  readonly onlookers: readonly Onlooker[];
  /** Waits of a ticket that has just come and is not in line yet: of all runs, milliseconds, ascending. */
  waits(now: HallNow, ticket: Waiting): Float64Array;
}

export type Days = readonly (readonly [date: string, rows: readonly TicketRow[]])[];

export interface EvaluateOptions {
  readonly fit: Days;
  readonly judge: Days;
  readonly forecaster: Forecaster;
  /** Customary: by time of day. */
  readonly isAsked: (ticket: Waiting) => boolean;
  readonly headStart: number;
  /** Hears of every prediction as it is made. For tests. */
  readonly onSaid?: ((date: string, ticket: Waiting, said: ReadonlyMap<PredictorName, Said>) => void) | undefined;
}

/** Before the first ticket is judged, the hall's calibration has seen these last days of the fitting period. */
const CALIBRATED_ON_DAYS = 3;
const MS = 1_000;

/**
 * Judges every predictor on the same tickets. Predictions are made for every ticket that queues, at its arrival, by who knows nothing but the past;
 * those of tickets that were served are judged. The usual predictors get their ranges from the fitting period; the hall goes on
 * learning and calibrating itself by what it sees, as halls do.
 */
export function evaluate(options: EvaluateOptions): Evaluation {
  const { fit, judge, forecaster, headStart } = options;
  const baselines = new Baselines(headStart);
  for (const [date, rows] of fit) replayDay(date, rows, [baselines]);
  baselines.fitted();
  const fitting = new FittingRoom(baselines, options.isAsked);
  const hallcall = new CalibratedHall(forecaster);
  for (const [index, [date, rows]] of fit.entries()) {
    const calibrating =
      index >= fit.length - CALIBRATED_ON_DAYS ? [asking(options, (now, ticket) => hallcall.say(now, ticket)), hallcall] : [];
    replayDay(date, rows, [fitting, baselines, ...calibrating, ...forecaster.onlookers]);
  }
  const binned = fitting.binned();
  const judged = new Map<PredictorName, Judged[]>(PREDICTORS.map((name) => [name, []]));
  for (const [date, rows] of judge) {
    const asked = asking(options, (now, ticket) => {
      const said = new Map<PredictorName, Said>([['hallcall', hallcall.say(now, ticket)]]);
      for (const [name, point] of baselines.predict(now, ticket)) said.set(name, rangeOf(point, binned.get(name)));
      options.onSaid?.(date, ticket, said);
      const { service, wait } = rows[ticket.id] ?? { service: null, wait: 0 };
      if (service !== null) for (const [name, each] of said) judged.get(name)?.push({ ...each, waited: wait });
    });
    replayDay(date, rows, [asked, baselines, hallcall, ...forecaster.onlookers]);
  }
  return reportOf(judged);
}

function reportOf(judged: ReadonlyMap<PredictorName, readonly Judged[]>): Evaluation {
  const scores = Object.fromEntries([...judged].map(([name, all]) => [name, scoresOf(all)])) as Record<PredictorName, Scores>;
  return { n: judged.get('hallcall')?.length ?? 0, predictors: scores };
}

function asking({ isAsked }: EvaluateOptions, ask: (now: HallNow, ticket: Waiting) => unknown): Onlooker {
  return {
    arrival: (now, ticket, queued) => {
      if (queued && isAsked(ticket)) ask(now, ticket);
    },
  };
}

function rangeOf(point: number, binned: BinnedQuantiles | undefined): Said {
  return { point, quantiles: LEVELS.map((level) => binned?.at(point, level) ?? point) };
}

/** What the usual predictors said in the fitting period, and what came. */
class FittingRoom implements Onlooker {
  readonly #baselines: Baselines;
  readonly #isAsked: (ticket: Waiting) => boolean;
  readonly #said = new Map<number, ReadonlyMap<BaselineName, number>>();
  readonly #fitted = new Map<BaselineName, { predicted: number; waited: number }[]>(BASELINES.map((name) => [name, []]));

  constructor(baselines: Baselines, isAsked: (ticket: Waiting) => boolean) {
    this.#baselines = baselines;
    this.#isAsked = isAsked;
  }

  binned(): ReadonlyMap<BaselineName, BinnedQuantiles> {
    return new Map([...this.#fitted].map(([name, fitted]) => [name, new BinnedQuantiles(fitted)]));
  }

  dayBegins(): void {
    this.#said.clear();
  }

  arrival(now: HallNow, ticket: Waiting, queued: boolean): void {
    if (queued && this.#isAsked(ticket)) this.#said.set(ticket.id, this.#baselines.predict(now, ticket));
  }

  call(_: HallNow, { ticket, wait }: Call): void {
    for (const [name, predicted] of this.#said.get(ticket.id) ?? []) this.#fitted.get(name)?.push({ predicted, waited: wait });
  }
}

/** The forecaster's runs, read at levels that are moved by how earlier forecasts of the service came out: the hall's own calibration. */
class CalibratedHall implements Onlooker {
  readonly #forecaster: Forecaster;
  readonly #open = new Map<number, Float64Array>();
  readonly #calibrations = new Map<string, Calibration>();

  constructor(forecaster: Forecaster) {
    this.#forecaster = forecaster;
  }

  /** The point is half way between the median and the mean: nearly as near as the one, and off by no more than the other squared. */
  say(now: HallNow, ticket: Waiting): Said {
    const waits = this.#forecaster.waits(now, ticket);
    this.#open.set(ticket.id, waits);
    const calibrations = calibratedBy(ticket).map((key) => this.#calibrations.get(key) ?? uncalibrated());
    const at = (level: number) => meanOf(calibrations.map((each) => calibratedQuantile(waits, each, level))) / MS;
    return { point: (meanOf(waits) / MS + at(0.5)) / 2, quantiles: LEVELS.map(at) };
  }

  dayBegins(): void {
    this.#open.clear();
  }

  call(_: HallNow, { ticket, wait }: Call): void {
    const waits = this.#open.get(ticket.id);
    if (waits === undefined) return;
    this.#open.delete(ticket.id);
    const position = positionOf(waits, wait * MS, 0.5);
    for (const key of calibratedBy(ticket)) {
      this.#calibrations.set(key, withPosition(this.#calibrations.get(key) ?? uncalibrated(), position));
    }
  }
}

/** Half by the service's own forecasts, half by the whole hall's: a service that is rare would learn too slowly from its own. */
function calibratedBy({ type }: Waiting): readonly string[] {
  return [`service ${type}`, 'hall'];
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum / values.length;
}
