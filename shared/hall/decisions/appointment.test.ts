import { describe, expect, it } from 'vitest';
import { GREETER, KIOSK, MANAGER, MINUTE, MORNING, PlayedHall } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { AppointmentRule, HallConfiguration } from '../configuration.ts';
import { APPOINTMENTS_AT_ONCE_MAX, APPOINTMENTS_MAX, PLAN_AHEAD_MAX_MS } from '../limits.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { appointments } from '../views/appointments.ts';
import { deskView } from '../views/desk-view.ts';
import { kioskServices } from '../views/kiosk-services.ts';
import { serviceQueues } from '../views/service-queues.ts';
import { waitingTickets } from '../views/ticket-view.ts';
import { APPOINTMENTS_BY_DEFAULT } from './appointment.ts';

const RULE: AppointmentRule = { earlyMinutes: 20, lateMinutes: 10, late: 'walk-in', place: 'booked-time' };
const TEN = MORNING + 60 * MINUTE;

function hallWith(appointments: Partial<AppointmentRule> = {}, changes: Partial<HallConfiguration> = {}): PlayedHall {
  const hall = new PlayedHall({ appointments: { ...RULE, ...appointments }, ...changes });
  hall.done({ type: 'book-appointments', appointments: [{ code: 'K4821', service: 'B', class: 'vip', at: TEN }] }, MANAGER);
  return hall;
}

function checkIn(hall: PlayedHall, code = 'K4821') {
  return hall.answer({ type: 'check-in', code }, KIOSK).ticket!;
}

describe('booking', () => {
  it('[T185] keeps a list of appointments, of the standard class where none is named', () => {
    const hall = new PlayedHall();
    const list = [
      { code: 'late1', service: 'A', at: TEN + MINUTE },
      { code: 'K4821', service: 'B', class: 'vip', at: TEN },
    ];
    expect(hall.answer({ type: 'book-appointments', appointments: list }, MANAGER).count).toBe(2);
    expect(appointments(hall.state, hall.now).map(({ appointment }) => appointment)).toEqual([
      { code: 'K4821', service: 'B', classId: 'vip', at: TEN, status: { is: 'booked' } },
      { code: 'LATE1', service: 'A', classId: 'standard', at: TEN + MINUTE, status: { is: 'booked' } },
    ]);
  });

  it.each([
    ['an unknown service', { service: 'Z' }, 'unknown-service'],
    ['an unknown class', { class: 'gold' }, 'unknown-class'],
    ['a time that is past', { at: MORNING }, 'bad-time'],
    ['a time too far away', { at: MORNING + PLAN_AHEAD_MAX_MS + 1 }, 'bad-time'],
    ['a code that is there already', { code: 'k4821' }, 'appointment-exists'],
    ['a code twice in the list', { code: 'FINE' }, 'appointment-exists'],
  ])('[T185] refuses the whole list for %s', (_what, wrong, kind) => {
    const hall = hallWith();
    const fine = { code: 'FINE', service: 'A', at: TEN };
    const appointments = [fine, { ...fine, code: 'WRONG', ...wrong }];
    expect(hall.refused({ type: 'book-appointments', appointments }, MANAGER)).toBe(kind);
    expect(hall.state.appointments.size).toBe(1);
  });

  it('[T185] refuses more than the hall keeps', () => {
    const hall = new PlayedHall();
    const part = (nth: number, length: number) =>
      Array.from({ length }, (_each, index) => ({ code: `N${nth}X${index}`, service: 'A', at: TEN }));
    for (let nth = 0; nth * APPOINTMENTS_AT_ONCE_MAX < APPOINTMENTS_MAX; nth += 1) {
      hall.done({ type: 'book-appointments', appointments: part(nth, APPOINTMENTS_AT_ONCE_MAX) }, MANAGER);
    }
    expect(hall.refused({ type: 'book-appointments', appointments: part(99, 1) }, MANAGER)).toBe('list-full');
  });

  it('[T186] is cancelled while nobody has checked in', () => {
    const hall = hallWith();
    hall.done({ type: 'cancel-appointment', code: 'k4821' }, GREETER);
    expect(hall.state.appointments.get('K4821')!.status).toEqual({ is: 'cancelled' });
    expect(hall.refused({ type: 'cancel-appointment', code: 'none' }, GREETER)).toBe('unknown-appointment');
    for (const type of ['cancel-appointment', 'check-in'] as const) {
      expect(hall.wait(30 * MINUTE).decide({ type, code: 'K4821' }, GREETER)).toMatchObject({
        error: { kind: 'appointment-over', status: 'cancelled' },
      });
    }
  });
});

describe('checking in', () => {
  it('[T187] gives a ticket of the service and class that were booked, with paper, once', () => {
    const hall = hallWith({}, { printers: [{ id: 'front', name: { zh: '', en: '' }, host: 'h', port: 9100, columns: 48 }] });
    const events = hall.wait(50 * MINUTE).done({ type: 'check-in', code: 'k4821' }, KIOSK);
    expect(events).toMatchObject([
      { type: 'ticket-issued', service: 'B', class: 'vip', number: 'V001', ahead: 0 },
      { type: 'print-requested', printer: 'front' },
      { type: 'appointment-checked-in', code: 'K4821' },
    ]);
    const ticket = [...hall.state.tickets.keys()][0];
    expect(hall.state.appointments.get('K4821')!.status).toEqual({ is: 'checked-in', ticket });
    for (const type of ['cancel-appointment', 'check-in'] as const) {
      expect(hall.decide({ type, code: 'K4821' }, KIOSK)).toMatchObject({
        error: { kind: 'appointment-over', status: 'checked-in' },
      });
    }
    expect(hall.refused({ type: 'check-in', code: 'none' }, KIOSK)).toBe('unknown-appointment');
  });

  it('[T187] is possible from the beginning of its window', () => {
    const hall = hallWith();
    hall.wait(40 * MINUTE - 1);
    expect(appointments(hall.state, hall.now)[0]!.checkIn).toBe('too-early');
    expect(hall.decide({ type: 'check-in', code: 'K4821' }, KIOSK)).toMatchObject({
      error: { kind: 'appointment-too-early', from: MORNING + 40 * MINUTE },
    });
    hall.wait(1);
    expect(appointments(hall.state, hall.now)[0]!.checkIn).toBe('open');
    checkIn(hall);
    expect(appointments(hall.state, hall.now)[0]!.checkIn).toBeNull();
  });

  it('[T187] after its window is a walk-in, or refused, as the hall wants it', () => {
    const hall = hallWith({ late: 'refused' }).wait(70 * MINUTE + 1);
    expect(hall.decide({ type: 'check-in', code: 'K4821' }, KIOSK)).toMatchObject({
      error: { kind: 'appointment-too-late', until: TEN + 10 * MINUTE },
    });
    expect(appointments(hall.state, hall.now)[0]!.checkIn).toBe('late');
    const other = hallWith({ late: 'walk-in' }).wait(70 * MINUTE + 1);
    const ticket = other.state.tickets.get(checkIn(other))!;
    expect(ticket.creditAt).toBe(other.now);
  });

  it('[T187] in a hall that has not said how: half an hour early, a quarter late, then as a walk-in', () => {
    expect(APPOINTMENTS_BY_DEFAULT).toEqual({ earlyMinutes: 30, lateMinutes: 15, late: 'walk-in', place: 'booked-time' });
    const hall = new PlayedHall();
    hall.done({ type: 'book-appointments', appointments: [{ code: 'K4821', service: 'B', at: TEN }] }, MANAGER);
    expect(hall.wait(30 * MINUTE - 1).refused({ type: 'check-in', code: 'K4821' }, KIOSK)).toBe('appointment-too-early');
    checkIn(hall.wait(1));
  });

  it.each([
    ['booked-time', 50, 60],
    ['booked-time', 69, 60],
    ['check-in', 50, 50],
    ['check-in', 69, 69],
  ] as const)('[T188] by %s, after %i minutes, counts from minute %i', (place, after, from) => {
    const hall = hallWith({ place }).wait(after * MINUTE);
    const ticket = hall.state.tickets.get(checkIn(hall))!;
    expect(ticket.creditAt).toBe(MORNING + from * MINUTE);
    expect(ticket.status).toMatchObject({ credit: { at: MORNING + from * MINUTE } });
  });

  it('[T188] keeps its place among walk-ins: before those who came after the booked time, and behind those before', () => {
    const hall = hallWith({}, { routing: { kind: 'fcfs', passedMax: null } }).staff(1);
    hall.wait(50 * MINUTE);
    const early = checkIn(hall);
    const before = hall.issue('B');
    const after = hall.wait(15 * MINUTE).issue('B');
    expect([hall.next(1), hall.next(1), hall.next(1)]).toEqual([before, early, after]);
  });

  it('[T188] early has waited for no time anywhere, is called all the same, and survives a snapshot', () => {
    for (const kind of ['aging', 'fcfs', 'strict', 'head-start', 'ratio'] as const) {
      const routing = {
        aging: { kind: 'aging', factors: { vip: 2 }, passedMax: 3, waitMaxMinutes: 5 },
        fcfs: { kind: 'fcfs', passedMax: null },
        strict: { kind: 'strict', order: ['vip'], passedMax: 1 },
        'head-start': { kind: 'head-start', minutes: { vip: 10 }, passedMax: null },
        ratio: { kind: 'ratio', turns: [{ classes: ['vip'], calls: 2 }, { classes: ['standard'], calls: 1 }], passedMax: null }, // prettier-ignore
      }[kind] as HallConfiguration['routing'];
      const hall = hallWith({}, { routing })
        .staff(3)
        .wait(45 * MINUTE);
      const ticket = checkIn(hall);
      const [waiting] = waitingTickets(hall.state, {}, 10);
      expect(waiting).toMatchObject({ ticket, waitingSince: hall.now });
      expect(serviceQueues(hall.state).find(({ service }) => service === 'B')).toMatchObject({ waiting: 1, oldestAt: hall.now });
      expect(deskView(hall.state, 3, hall.now)!.upNext).toMatchObject([{ ticket }]);
      expect(toSnapshot(fromSnapshot(toSnapshot(hall.state)))).toEqual(toSnapshot(hall.state));
      expect(hall.next(3)).toBe(ticket);
    }
  });

  it('[T189] is a ticket like any other: hours, limits and stops of the service apply, and the day is open', () => {
    const [a, b] = testConfiguration().services;
    const full = hallWith({}, { services: [a!, { ...b!, ticketsPerDayMax: 1 }] }).wait(50 * MINUTE);
    full.issue('B');
    expect(full.refused({ type: 'check-in', code: 'K4821' }, KIOSK)).toBe('service-full');
    const sunday = { sun: [{ from: '09:00', to: '09:30' }] };
    const closed = hallWith({}, { services: [a!, { ...b!, hours: sunday }] }).wait(50 * MINUTE);
    expect(closed.refused({ type: 'check-in', code: 'K4821' }, KIOSK)).toBe('service-closed');
    const stopped = hallWith().wait(50 * MINUTE);
    stopped.done({ type: 'stop-service', service: 'B', reason: 'system' }, MANAGER);
    expect(stopped.refused({ type: 'check-in', code: 'K4821' }, KIOSK)).toBe('service-stopped');
    stopped.done({ type: 'close-day', leaveUnserved: true }, MANAGER);
    expect(stopped.refused({ type: 'check-in', code: 'K4821' }, KIOSK)).toBe('day-not-open');
  });
});

describe('the last ticket of the day', () => {
  const hours = { sun: [{ from: '08:00', to: '12:00' }, { from: '13:00', to: '17:00' }] }; // prettier-ignore

  it('[T193] is issued so long before the end of the posted hours, and not before a lunch break', () => {
    const hall = new PlayedHall({ hours, endOfDay: { lastTicketMinutes: 30, waiting: 'serve-first' } });
    hall.wait(3 * 60 * MINUTE - MINUTE).issue('A');
    hall.wait(5 * 60 * MINUTE - 30 * MINUTE).issue('A');
    hall.wait(MINUTE);
    expect(hall.refused({ type: 'issue-ticket', service: 'A' }, KIOSK)).toBe('service-closed');
    expect(kioskServices(hall.state, hall.now)[0]!.offer).toBe('outside-hours');
  });

  it('[T193] is at the end of the hours in a hall that has not said when', () => {
    const hall = new PlayedHall({ hours, endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } });
    hall.wait(8 * 60 * MINUTE - MINUTE).issue('A');
  });
});

describe('a service that is stopped', () => {
  it('[T192] gives no tickets, with the reason, until it is resumed', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'stop-service', service: 'A', reason: 'system' }, MANAGER);
    expect(hall.decide({ type: 'issue-ticket', service: 'A' }, KIOSK)).toMatchObject({
      error: { kind: 'service-stopped', service: 'A', reason: 'system' },
    });
    hall.issue('B');
    hall.done({ type: 'resume-service', service: 'A' }, MANAGER);
    hall.issue('A');
  });
});
