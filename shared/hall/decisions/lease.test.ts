import { describe, expect, it } from 'vitest';
import { GREETER, KIOSK, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { must } from '../../lib/assert.ts';
import { alertText } from '../../i18n/alert.ts';
import type { Actor } from '../actor.ts';
import { openAlerts } from '../alerts/alert-events.ts';
import type { LeasedBlock } from '../answer.ts';
import type { IssueOffline } from '../lent-number-commands.ts';
import type { HallConfiguration } from '../configuration.ts';
import { LEASED_FROM, NUMBERS_AHEAD, REFILL_AT } from '../lease.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { ticketView, waitingTickets } from '../views/ticket-view.ts';

const OTHER: Actor = { id: 'device:other', roles: ['kiosk'] };
const LIFE = { nonce: 'first', boots: 1 };
const DAY = 24 * 60 * MINUTE;

class LendingHall extends PlayedHall {
  constructor(changes: Partial<HallConfiguration> = {}) {
    super({ printers: [], ...changes });
  }

  lend(kiosk = KIOSK, more: { series?: string; nonce?: string; boots?: number; after?: string } = {}): LeasedBlock {
    return must(this.answer({ type: 'lease-numbers', series: 'A', ...LIFE, ...more }, kiosk).block, 'a block was lent');
  }

  paper(block: LeasedBlock, serial: number, more: Partial<IssueOffline> = {}): IssueOffline {
    const told = { lease: block.lease, serial, takenAt: this.now, service: 'A', printed: true };
    return { type: 'issue-offline', ...LIFE, ...told, ...more };
  }

  numbersWaiting(): (string | null)[] {
    return waitingTickets(this.state, {}, 1_000).map(({ number }) => number);
  }
}

describe('numbers lent to a kiosk', () => {
  it('[O1] are a block that nobody else gives out, far above the numbers of the day', () => {
    const hall = new LendingHall();
    const [own, other] = [hall.lend(), hall.lend(OTHER)];
    expect(own).toMatchObject({ letter: 'A', from: LEASED_FROM, to: LEASED_FROM + NUMBERS_AHEAD - 1 });
    expect(other.from).toBe(own.to + 1);
    hall.issue('A');
    expect(hall.numbersWaiting()).toEqual(['A001']);
    hall.state.numbers.set('A', LEASED_FROM - 1);
    hall.issue('A');
    expect(hall.numbersWaiting()).toEqual(['A001', `A${other.to + 1}`]);
    expect(hall.lend(OTHER, { nonce: 'emptied' }).from).toBe(other.to + 2);
  });

  it('[O1] are as many as the hall says, none where it wants none, and none outside the day', () => {
    const lends = (numbersAhead: number) => new LendingHall({ kiosk: { numbersAhead } });
    const { from, to } = lends(7).lend();
    expect(to - from + 1).toBe(7);
    const command = { type: 'lease-numbers', series: 'A', ...LIFE } as const;
    expect(lends(0).refused(command, KIOSK)).toBe('lending-not-offered');
    const closed = new LendingHall();
    expect(closed.refused({ ...command, series: 'Z' }, KIOSK)).toBe('unknown-series');
    closed.done({ type: 'close-day' }, MANAGER);
    expect(closed.refused(command, KIOSK)).toBe('day-not-open');
  });

  it('[O2] are filled up when few are left, not before', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    const again = { type: 'lease-numbers', series: 'A', ...LIFE, after: block.lease } as const;
    expect(hall.done(again, KIOSK)).toEqual([]);
    for (let left = NUMBERS_AHEAD; left > REFILL_AT; left -= 1) {
      expect(hall.answer(again, KIOSK).block).toBeUndefined();
      hall.done(hall.paper(block, block.to - left + 1), KIOSK);
    }
    expect(hall.answer(again, KIOSK).block).toMatchObject({ from: block.to + 1 });
  });

  it('[O3] what was not used is void when the day closes, and never given again that day', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    hall.done(hall.paper(block, block.from), KIOSK);
    const closing = hall.done({ type: 'close-day' }, MANAGER);
    expect(closing[0]).toEqual({ type: 'numbers-voided', leases: [block.lease], numbers: NUMBERS_AHEAD - 1 });
    hall.done({ type: 'open-day' }, MANAGER);
    expect(hall.lend().from).toBe(block.to + 1);
    hall.done(hall.paper(block, block.from + 1), KIOSK);
    expect(hall.numbersWaiting()).toEqual([`A${block.from + 1}`]);
  });
});

describe('a paper that was printed while the hub was away', () => {
  it('[O4] is a ticket that waits since it was printed, marked, in order of the papers', () => {
    const hall = new LendingHall();
    const [own, other] = [hall.lend(), hall.lend(OTHER)];
    hall.issue('A');
    const cut = hall.wait(MINUTE).now;
    hall.wait(10 * MINUTE).issue('A');
    const ticket = hall.answer(hall.paper(own, own.from, { takenAt: cut + 2 * MINUTE }), KIOSK);
    hall.done(hall.paper(own, own.from + 1, { takenAt: cut + 4 * MINUTE, printed: false }), KIOSK);
    hall.done(hall.paper(other, other.from, { takenAt: cut + 3 * MINUTE }), OTHER);
    expect(hall.numbersWaiting()).toEqual(['A001', 'A501', 'A551', 'A502', 'A002']);
    const view = ticketView(hall.state, ticket.ticket!)!;
    expect(view).toMatchObject({ waitingSince: cut + 2 * MINUTE, issuedAt: cut + 2 * MINUTE, quote: null });
    expect(view.offline).toEqual({ asked: null, printed: true });
    expect(ticketView(fromSnapshot(toSnapshot(hall.state)), ticket.ticket!)).toEqual(view);
  });

  it('[O5] is there once, however often and under whatever id it is sent', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    const paper = hall.paper(block, block.from);
    hall.done(paper, KIOSK);
    expect(hall.wait(MINUTE).done(paper, KIOSK)).toEqual([]);
    hall.staff(1);
    hall.next(1);
    expect(hall.done(paper, KIOSK)).toEqual([]);
    expect(hall.state.tickets.size).toBe(1);
  });

  it('[O6] a clock that is wrong moves nobody before the lending, nor into the future', () => {
    const hall = new LendingHall();
    hall.issue('A');
    const lentAt = hall.wait(MINUTE).now;
    const block = hall.lend();
    hall.wait(10 * MINUTE).issue('A');
    hall.done(hall.paper(block, 501, { takenAt: 0 }), KIOSK);
    hall.done(hall.paper(block, 502, { takenAt: 1 }), KIOSK);
    hall.done(hall.paper(block, 503, { takenAt: hall.now + 400 * DAY }), KIOSK);
    hall.wait(MINUTE).issue('A');
    expect(hall.numbersWaiting()).toEqual(['A001', 'A501', 'A502', 'A002', 'A503', 'A003']);
    const since = waitingTickets(hall.state, {}, 9).map(({ waitingSince }) => waitingSince);
    expect(since.slice(1, 3)).toEqual([lentAt, lentAt]);
    expect(Math.max(...since)).toBe(hall.now);
  });

  it('[O7] keeps its place whatever has changed since: a stop, the hours, a limit, a service or class that is gone', () => {
    const { services, classes } = testConfiguration();
    const hall = new LendingHall({ services: services.map((each) => ({ ...each, ticketsPerDayMax: 1 })) });
    const block = hall.lend();
    hall.issue('A');
    hall.done({ type: 'stop-service', service: 'A', reason: 'network' }, MANAGER);
    hall.done(hall.paper(block, 501), KIOSK);
    const left = {
      ...hall.state.configuration!,
      services: services.filter(({ id }) => id === 'A'),
      classes: classes.slice(0, 1),
    };
    hall.done(
      {
        type: 'configure-hall',
        configuration: {
          ...left,
          counters: left.counters.map((each) => ({ ...each, serves: [['A']], reservedFor: undefined })),
          routing: { kind: 'fcfs', passedMax: null },
        },
      },
      MANAGER,
    );
    const ticket = hall.answer(hall.paper(block, 502, { service: 'B', class: 'vip' }), KIOSK).ticket!;
    expect(ticketView(hall.state, ticket)).toMatchObject({
      service: 'A',
      classId: 'standard',
      offline: { printed: true, asked: { service: 'B', class: 'vip' } },
    });
    expect(hall.numbersWaiting()).toEqual(['A001', 'A501', 'A502']);
  });

  it('[O8] is refused when it cannot be one: of no block, of another kiosk, outside its block', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    const paper = hall.paper(block, block.from);
    expect(hall.refused({ ...paper, lease: 'none' }, KIOSK)).toBe('unknown-lease');
    expect(hall.refused(paper, OTHER)).toBe('lent-to-another');
    expect(hall.refused({ type: 'lease-numbers', series: 'A', ...LIFE, after: block.lease }, OTHER)).toBe('lent-to-another');
    for (const serial of [block.from - 1, block.to + 1])
      expect(hall.refused({ ...paper, serial }, KIOSK)).toBe('number-not-lent');
    expect(hall.done(paper, KIOSK)).toHaveLength(1);
  });

  it('[O9] of a day that is over is kept, marked as late, and waits for nobody; of an older day it is refused', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    hall.done({ type: 'close-day' }, MANAGER);
    const late = hall.answer(hall.paper(block, 501), KIOSK);
    expect(late).toMatchObject({ number: 'A501' });
    hall.wait(DAY).done({ type: 'open-day' }, MANAGER);
    const [event] = hall.done(hall.paper(block, 502, { takenAt: hall.now - DAY }), KIOSK);
    expect(event).toMatchObject({ type: 'offline-ticket-late', number: 'A502', day: block.day });
    expect(hall.done(hall.paper(block, 502, { takenAt: hall.now - DAY }), KIOSK)).toEqual([]);
    expect(hall.state.tickets.size).toBe(0);
    hall.issue('A');
    expect(hall.numbersWaiting()).toEqual(['A001']);
    hall.done({ type: 'close-day' }, MANAGER);
    hall.wait(DAY).done({ type: 'open-day' }, MANAGER);
    expect(hall.refused(hall.paper(block, 503), KIOSK)).toBe('unknown-lease');
  });

  it('[O10] passes nobody by coming late, and is passed by nobody who was called meanwhile', () => {
    const hall = new LendingHall({ routing: { kind: 'fcfs', passedMax: 1 } }).staff(1);
    const block = hall.lend();
    const takenAt = hall.wait(MINUTE).now;
    hall.wait(MINUTE).issue('A');
    hall.next(1);
    const ticket = hall.answer(hall.paper(block, 501, { takenAt }), KIOSK).ticket!;
    expect(ticketView(hall.state, ticket)).toMatchObject({ passed: 0 });
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(hall.next(1)).toBe(ticket);
  });
});

describe('a copy of a kiosk', () => {
  it('[O11] is found out when it asks for numbers: both are frozen, the staff are told, the papers still count', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    const asks = (nonce: string, boots: number) =>
      ({ type: 'lease-numbers', series: 'A', nonce, boots, after: block.lease }) as const;
    // The copy is started; the kiosk itself goes on.
    expect(hall.done(asks('copy', 2), KIOSK)).toMatchObject([{ type: 'lease-continued' }]);
    expect(hall.done(asks('first', 1), KIOSK)).toMatchObject([{ type: 'leases-frozen' }, { type: 'alert-raised' }]);
    expect(hall.refused(asks('copy', 2), KIOSK)).toBe('lease-frozen');
    expect(hall.refused({ type: 'lease-numbers', series: 'B', nonce: 'copy', boots: 2 }, KIOSK)).toBe('lease-frozen');
    expect(hall.lend(OTHER).from).toBe(block.to + 1);
    hall.done(hall.paper(block, 501, { nonce: 'copy', boots: 2 }), KIOSK);
    hall.done(hall.paper(block, 502), KIOSK);
    expect(hall.numbersWaiting()).toEqual(['A501', 'A502']);
    const [alert] = openAlerts(hall.state);
    expect(alert).toMatchObject({ kind: 'kiosk-doubled', told: ['manager', 'greeter'] });
    hall.done({ type: 'acknowledge-alert', alert: alert!.id }, GREETER);
    expect(openAlerts(hall.state)).toEqual([]);
  });

  it('[O11] is found out when both started anew, and by a second paper of one number, which is named', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    hall.done(hall.paper(block, 501, { nonce: 'one', boots: 2 }), KIOSK);
    expect(hall.done(hall.paper(block, 502, { nonce: 'two', boots: 2 }), KIOSK)).toMatchObject([
      { type: 'leases-frozen' },
      { type: 'alert-raised' },
      { type: 'ticket-issued', number: 'A502' },
    ]);
    const doubled = hall.paper(block, 502, { takenAt: hall.now + 1 });
    expect(hall.done(doubled, KIOSK)).toMatchObject([{ type: 'alert-raised', subject: { number: 'A502' } }]);
    expect(hall.done(doubled, KIOSK)).toEqual([]);
    expect(hall.numbersWaiting()).toEqual(['A501', 'A502']);
    const told = openAlerts(hall.state).at(-1)!;
    expect(alertText(told, hall.state.configuration!, 'zh')).toContain('A502 号打印了两张');
    expect(alertText(told, hall.state.configuration!, 'en')).toContain('A502 was printed twice');
  });

  it('[O12] a kiosk that was started anew, or lost its store, is none', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    for (const boots of [2, 3, 7]) hall.done(hall.paper(block, 500 + boots, { nonce: `life ${boots}`, boots }), KIOSK);
    expect(hall.state.leases.get(block.lease)?.life).toEqual({ nonce: 'life 7', boots: 7 });
    expect(hall.done(hall.paper(block, 502, { nonce: 'life 2', boots: 2 }), KIOSK)).toEqual([]);
    const emptied = hall.lend(KIOSK, { nonce: 'emptied', boots: 1 });
    hall.done(hall.paper(emptied, emptied.from, { nonce: 'emptied' }), KIOSK);
    expect(openAlerts(hall.state)).toEqual([]);
  });

  it('[O12] the alert rings on until somebody answers, and ends with the day', () => {
    const hall = new LendingHall();
    const block = hall.lend();
    hall.done(hall.paper(block, 501), KIOSK);
    hall.done(hall.paper(block, 501, { takenAt: hall.now + 1 }), KIOSK);
    hall.wait(MINUTE).done({ type: 'carry-out-due' }, SYSTEM);
    expect(openAlerts(hall.state)[0]).toMatchObject({ step: 1, tell: ['manager', 'greeter'] });
    hall.done({ type: 'close-day', leaveUnserved: true }, MANAGER);
    hall.done({ type: 'carry-out-due' }, SYSTEM);
    expect(openAlerts(hall.state)).toEqual([]);
  });
});
