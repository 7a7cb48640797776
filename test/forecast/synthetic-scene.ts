import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import type { Scene, SceneCounter } from '../../shared/hall/forecast/scene.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { queuesOfServices, type PlayedDay, type PlayedTicket } from './synthetic-play.ts';
import type { SyntheticCounter, SyntheticHall } from './synthetic-hall.ts';

/**
 * What a hall knows of itself at a moment of a played day: who waits (those who came in this very millisecond, too), whom each counter has, who
 * pauses and since when, lunches to come, and that it closes to nobody who has a ticket. Nothing of what comes.
 */
export function sceneAt(hall: SyntheticHall, played: PlayedDay, at: EpochMs, model: HallModel): Scene {
  const { midnight } = played.day;
  const waiting = played.tickets.filter(({ customer, calledAt }) => customer.at <= at && calledAt > at);
  return {
    at,
    midnight,
    rule: hall.rule,
    ratio: { turn: 0, calls: 0 },
    waiting: waiting.map(({ index, customer }) => ({
      ticket: String(index),
      service: customer.service,
      class: customer.class,
      credit: { at: customer.at, order: index },
      passed: 0,
      passesNobody: false,
    })),
    counters: hall.counters.map((counter) => sceneCounter(counter, played, at)),
    coming: [],
    issuing: new Set(at < midnight + hall.closesMs ? hall.services.map(({ id }) => id) : []),
    nextStep: new Map(),
    emptySince: () => null,
    model,
  };
}

function sceneCounter(counter: SyntheticCounter, { day, tickets, paused }: PlayedDay, at: EpochMs): SceneCounter {
  const atHand = tickets.find((each) => each.counter === counter.id && isAtHand(each, at));
  const pause = paused.find((each) => each.counter === counter.id && each.from <= at && each.to > at);
  const { lunch } = counter;
  const lunches = lunch === undefined ? [] : [{ from: day.midnight + lunch.from, to: day.midnight + lunch.to }];
  return {
    id: counter.id,
    teller: String(counter.id),
    tiers: [queuesOfServices(counter.services)],
    helps: null,
    later: null,
    atHand: atHand === undefined ? null : { service: atHand.customer.service, since: atHand.calledAt, heldMs: 0 },
    freeSince: pause?.from ?? null,
    away: lunches.filter(({ to }) => to > at),
  };
}

function isAtHand({ calledAt, freeAt }: PlayedTicket, at: EpochMs): boolean {
  return calledAt <= at && freeAt > at;
}
