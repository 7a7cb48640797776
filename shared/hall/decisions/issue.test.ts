import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { PrinterSetup } from '../configuration.ts';

const printer = (id: string): PrinterSetup => ({ id, name: { zh: id, en: id }, host: '127.0.0.1', port: 9100, columns: 48 });

describe('issue-ticket', () => {
  it('[T1] needs an open business day', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'close-day' }, MANAGER);
    expect(hall.refused({ type: 'issue-ticket', service: 'A' }, KIOSK)).toBe('day-not-open');
  });

  it('[T2] counts from 001 and goes on after 999', () => {
    const hall = new PlayedHall();
    const numbers = Array.from({ length: 1001 }, () => hall.answer({ type: 'issue-ticket', service: 'A' }, KIOSK).number);
    expect(numbers.slice(0, 2)).toEqual(['A001', 'A002']);
    expect(numbers.slice(998)).toEqual(['A999', 'A1000', 'A1001']);
    expect(new Set(numbers).size).toBe(1001);
  });

  it('[T2] goes on counting a letter whose series was renamed at noon', () => {
    const hall = new PlayedHall();
    hall.issue('A');
    const setup = testConfiguration();
    const series = [
      { id: 'new', letter: 'A' },
      { id: 'B', letter: 'B' },
      { id: 'V', letter: 'V' },
    ];
    const services = setup.services.map((service) => ({ ...service, series: service.id === 'A' ? 'new' : service.series }));
    hall.done({ type: 'configure-hall', configuration: { ...setup, series, services } }, MANAGER);
    expect(hall.answer({ type: 'issue-ticket', service: 'A' }, KIOSK).number).toBe('A002');
  });

  it('[T3] takes the letter of the class before that of the service', () => {
    const hall = new PlayedHall();
    expect(hall.answer({ type: 'issue-ticket', service: 'B' }, KIOSK).number).toBe('B001');
    expect(hall.answer({ type: 'issue-ticket', service: 'B', class: 'vip' }, KIOSK).number).toBe('V001');
    expect(hall.answer({ type: 'issue-ticket', service: 'A', class: 'vip' }, KIOSK).number).toBe('V002');
    expect(hall.answer({ type: 'issue-ticket', service: 'B', class: 'priority' }, KIOSK).number).toBe('B002');
  });

  it('[T4] says how many people wait for the same service', () => {
    const hall = new PlayedHall();
    hall.issue('A');
    hall.issue('A', 'vip');
    hall.issue('B');
    expect(hall.answer({ type: 'issue-ticket', service: 'A' }, KIOSK).ahead).toBe(2);
  });

  it("[T5] keeps the service's hours and its daily limit", () => {
    const [a, b] = testConfiguration().services;
    const sunday = { sun: [{ from: '09:00', to: '09:30' }] };
    const hall = new PlayedHall({
      services: [
        { ...a!, hours: sunday },
        { ...b!, ticketsPerDayMax: 1 },
      ],
    });
    hall.issue('A');
    hall.issue('B');
    expect(hall.refused({ type: 'issue-ticket', service: 'B' }, KIOSK)).toBe('service-full');
    hall.wait(30 * MINUTE);
    expect(hall.refused({ type: 'issue-ticket', service: 'A' }, KIOSK)).toBe('service-closed');
  });

  it("[T5] issues nothing outside the hall's hours", () => {
    const hall = new PlayedHall({ hours: { mon: [{ from: '09:00', to: '17:00' }] } });
    expect(hall.refused({ type: 'issue-ticket', service: 'A' }, KIOSK)).toBe('service-closed');
  });

  it('[T6] refuses what the hall does not have', () => {
    const hall = new PlayedHall();
    expect(hall.refused({ type: 'issue-ticket', service: 'Z' }, KIOSK)).toBe('unknown-service');
    expect(hall.refused({ type: 'issue-ticket', service: 'A', class: 'gold' }, KIOSK)).toBe('unknown-class');
    expect(hall.refused({ type: 'issue-ticket', service: 'A', printer: 'none' }, KIOSK)).toBe('unknown-printer');
    expect(hall.refused({ type: 'cancel-ticket', ticket: 'none' }, KIOSK)).toBe('unknown-ticket');
    expect(hall.refused({ type: 'open-counter', counter: 99 }, MANAGER)).toBe('unknown-counter');
  });

  it.each([
    ['the one named', 'second', 'second'],
    ['the first when none is named', undefined, 'first'],
    ['none for null', null, null],
  ])('[T7] asks for paper on %s', (_what, asked, expected) => {
    const hall = new PlayedHall({ printers: [printer('first'), printer('second')] });
    const events = hall.done({ type: 'issue-ticket', service: 'A', printer: asked }, KIOSK);
    const requested = events.find((event) => event.type === 'print-requested');
    expect(requested?.printer ?? null).toBe(expected);
  });
});
