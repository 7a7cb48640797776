import { describe, expect, it } from 'vitest';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { AppliedEntry } from '../../shared/hall/applied-entry.ts';
import { UNDO_MS } from '../../shared/hall/limits.ts';
import { goldenDays } from '../support/golden-day.ts';
import { NaiveHall } from './naive-hall.ts';

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;

const { entries, state } = goldenDays();

/** What the books say of the golden days when the first such event is another one. */
function problemsWhen<Type extends HallEvent['type']>(
  type: Type,
  isMeant: (event: Fact<Type>) => boolean,
  change: (event: Fact<Type>) => HallEvent[],
  laterMs = 0,
): readonly string[] {
  const books = new NaiveHall();
  for (const entry of entries) {
    const place = entry.events.findIndex((event) => event.type === type && isMeant(event as Fact<Type>));
    if (place === -1) {
      books.apply(entry);
      continue;
    }
    const events = entry.events.flatMap((event, index) => (index === place ? change(event as Fact<Type>) : [event]));
    const changed: AppliedEntry = { version: entry.version, at: entry.at + laterMs, events };
    expect(books.problems).toEqual([]);
    books.apply(changed);
    return books.problems;
  }
  throw new Error(`nothing on the golden days is such a ${type}`);
}

const any = (): boolean => true;

describe('the books', () => {
  it('[C40] have nothing against days on which everything happens, and agree with the core on where they end', () => {
    const books = new NaiveHall();
    for (const entry of entries) {
      books.apply(entry);
      expect(books.problems, `version ${entry.version}`).toEqual([]);
    }
    expect(books.differences(state)).toEqual([]);
  });

  const wrong: readonly (readonly [string, () => readonly string[]])[] = [
    [
      'a call by another rule',
      () =>
        problemsWhen(
          'ticket-called',
          ({ reason }) => reason.rule === 'strict',
          (event) => [{ ...event, reason: { ...event.reason, rule: 'fcfs' } }],
        ),
    ],
    [
      'a call that says it passed nobody',
      () =>
        problemsWhen(
          'ticket-called',
          ({ reason }) => reason.passed.length > 0,
          (event) => [{ ...event, reason: { ...event.reason, passed: [], capLeft: null } }],
        ),
    ],
    [
      'a call that leaves more passes than it says',
      () =>
        problemsWhen(
          'ticket-called',
          ({ reason }) => reason.capLeft !== null,
          (event) => [{ ...event, reason: { ...event.reason, capLeft: 9 } }],
        ),
    ],
    [
      'a ratio that stands elsewhere',
      () =>
        problemsWhen(
          'ticket-called',
          ({ reason }) => reason.ratio !== undefined,
          (event) => [{ ...event, reason: { ...event.reason, ratio: { turn: 1, calls: 0 } } }],
        ),
    ],
    [
      'a call of somebody who does not wait',
      () => problemsWhen('ticket-called', any, (event) => [event, { ...event, counter: 2 }]),
    ],
    [
      'a transfer that loses its credit',
      () =>
        problemsWhen('ticket-transferred', any, (event) => [{ ...event, credit: { ...event.credit, at: event.credit.at + 1 } }]),
    ],
    [
      'a step that does not follow',
      () =>
        problemsWhen(
          'ticket-transferred',
          ({ step }) => step === true,
          (event) => [{ ...event, service: 'A' }],
        ),
    ],
    [
      'a hold until a time that it does not need',
      () =>
        problemsWhen(
          'ticket-held',
          ({ kind }) => kind === 'any-counter',
          (event) => [{ ...event, until: 1 }],
        ),
    ],
    ['a hold that goes on twice', () => problemsWhen('ticket-resumed', any, (event) => [event, event])],
    [
      'a hold that is woken without its credit',
      () => problemsWhen('ticket-woken', any, (event) => [{ ...event, credit: { ...event.credit, at: event.credit.at - 1 } }]),
    ],
    [
      'a redirect from another line',
      () =>
        problemsWhen('tickets-redirected', any, (event) => [
          { ...event, moved: event.moved.map((each) => ({ ...each, from: 'C' })) },
        ]),
    ],
    ['a merge that forgets a service', () => problemsWhen('tickets-merged', any, (event) => [{ ...event, steps: [] }])],
    ['a ticket that is let go and waited for nobody', () => problemsWhen('tickets-released', any, (event) => [event, event])],
    ['somebody who waits for a counter that closed', () => problemsWhen('tickets-released', any, () => [])],
    ['an action that is undone too late', () => problemsWhen('action-undone', any, (event) => [event], UNDO_MS + 1)],
    ['an action that is undone twice', () => problemsWhen('action-undone', any, (event) => [event, event])],
    ['a teller at two counters', () => problemsWhen('signed-in', any, (event) => [event, { ...event, counter: 3 }])],
    [
      'a number that is given twice',
      () => problemsWhen('ticket-issued', any, (event) => [event, { ...event, ticket: 'another' }]),
    ],
    ['a break that began twice', () => problemsWhen('break-started', any, (event) => [event, event])],
    ['an appointment that comes twice', () => problemsWhen('appointment-checked-in', any, (event) => [event, event])],
    [
      'an alert that is raised twice',
      () => problemsWhen('alert-raised', any, (event) => [event, { ...event, alert: 'another' }]),
    ],
    [
      'a day that leaves other people unserved than it says',
      () => problemsWhen('day-closed', any, (event) => [{ ...event, unserved: 99 }]),
    ],
  ];

  it.each(wrong)('[C40] notice %s', (_what, problems) => {
    expect(problems()).not.toEqual([]);
  });

  it('[C40] notice tickets of a service that is still stopped', () => {
    const books = new NaiveHall();
    for (const entry of entries) books.apply({ ...entry, events: entry.events.filter(({ type }) => type !== 'service-resumed') });
    expect(books.problems.join()).toContain('which is stopped');
  });
});
