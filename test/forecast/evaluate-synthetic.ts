import { evaluate, type Days, type Evaluation } from './evaluate.ts';
import { SyntheticForecaster } from './synthetic-forecaster.ts';
import { MINUTE_MS, SYNTHETIC_HALL, syntheticDay, VIP } from './synthetic-hall.ts';
import { playDay, type PlayedDay } from './synthetic-play.ts';
import type { TicketRow } from './ticket-rows.ts';

/** Parameters are learned from six days, as in the table that the hall is from. */
const FIT_DAYS = 6;
const JUDGE_DAYS = 6;
const SECOND_MS = 1_000;

/** The same figures as for a file, of a hall whose truth is known. Everybody who waited is judged. Days are drawn from `seed`. */
export function evaluateSynthetic(options: {
  readonly load: number;
  readonly seed: number;
  readonly runs: number;
  readonly judgeDays?: number | undefined;
}): Evaluation {
  const { load, seed, runs, judgeDays = JUDGE_DAYS } = options;
  const hall = SYNTHETIC_HALL;
  const played = Array.from({ length: FIT_DAYS + judgeDays }, (_, index) =>
    playDay(hall, syntheticDay({ hall, index, load, seed })),
  );
  const days: Days = played.map((day) => [dateOf(day), day.tickets.map((_, index) => rowOf(day, index))]);
  return evaluate({
    fit: days.slice(0, FIT_DAYS),
    judge: days.slice(FIT_DAYS),
    forecaster: new SyntheticForecaster(hall, new Map(played.map((day) => [dateOf(day), day])), runs),
    isAsked: () => true,
    headStart: ((hall.rule.minutes[VIP] ?? 0) * MINUTE_MS) / SECOND_MS,
  });
}

function dateOf({ day: { midnight } }: PlayedDay): string {
  return new Date(midnight).toISOString().slice(0, 10);
}

function rowOf({ day: { midnight }, tickets }: PlayedDay, index: number): TicketRow {
  const { customer, calledAt, freeAt, counter } = tickets[index]!;
  return {
    date: new Date(midnight).toISOString().slice(0, 10),
    weekday: new Date(midnight).getUTCDay(),
    arrival: (customer.at - midnight) / SECOND_MS,
    type: customer.service,
    priority: customer.class === VIP ? 2 : 1,
    queued: calledAt > customer.at,
    wait: (calledAt - customer.at) / SECOND_MS,
    service: { end: (freeAt - midnight) / SECOND_MS, server: String(counter) },
  };
}
