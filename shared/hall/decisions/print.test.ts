import { describe, expect, it } from 'vitest';
import { GREETER, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { alarms, alarmsBesideAlerts } from '../views/alarms.ts';

const PRINTER = { id: 'front', name: { zh: '前台', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

describe('paper', () => {
  it('[T50] is printed or failed once, and alarms while its holder waits', () => {
    const hall = new PlayedHall({ printers: [PRINTER] }).staff(1);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    hall.done({ type: 'report-print', ticket: first, outcome: 'failed', fault: 'paper-out' }, SYSTEM);
    hall.done({ type: 'report-print', ticket: second, outcome: 'printed' }, SYSTEM);
    expect(hall.refused({ type: 'report-print', ticket: first, outcome: 'printed' }, SYSTEM)).toBe('print-not-pending');
    expect(hall.refused({ type: 'report-print', ticket: second, outcome: 'failed' }, SYSTEM)).toBe('print-not-pending');
    expect(alarms(hall.state)).toMatchObject([{ kind: 'print-failed', number: 'A001', fault: 'paper-out', printer: 'front' }]);
    expect(hall.next(1)).toBe(first);
    expect(alarms(hall.state)).toEqual([]);
  });

  it('[T50] alarms for a printer until it is ready again', () => {
    const hall = new PlayedHall({ printers: [PRINTER] });
    hall.done({ type: 'report-printer', printer: 'front', condition: 'cover-open' }, SYSTEM);
    expect(alarms(hall.state)).toMatchObject([{ kind: 'printer', condition: 'cover-open' }]);
    hall.done({ type: 'report-printer', printer: 'front', condition: 'ready' }, SYSTEM);
    expect(alarms(hall.state)).toEqual([]);
    expect(hall.done({ type: 'report-printer', printer: 'front', condition: 'ready' }, SYSTEM)).toEqual([]);
    expect(hall.refused({ type: 'report-printer', printer: 'back', condition: 'ready' }, SYSTEM)).toBe('unknown-printer');
  });
});

describe('补打', () => {
  const TWO = [PRINTER, { ...PRINTER, id: 'back' }];

  function printed(outcome: 'printed' | 'failed' = 'printed') {
    const hall = new PlayedHall({ printers: TWO }).staff(1);
    const { ticket } = hall.answer({ type: 'issue-ticket', service: 'A', printer: 'back' }, GREETER);
    hall.done({ type: 'report-print', ticket: ticket!, outcome, fault: 'paper-out' }, SYSTEM);
    return { hall, ticket: ticket! };
  }

  it('[T190] prints a copy where it was printed, on the printer named, or on the first', () => {
    const { hall, ticket } = printed();
    const copy = { type: 'print-requested', ticket, copy: true };
    expect(hall.done({ type: 'reprint-ticket', ticket }, GREETER)).toEqual([{ ...copy, printer: 'back' }]);
    hall.done({ type: 'report-print', ticket, outcome: 'printed' }, SYSTEM);
    expect(hall.done({ type: 'reprint-ticket', ticket, printer: 'front', large: true }, GREETER)).toEqual([
      { ...copy, printer: 'front', large: true },
    ]);
    const unprinted = hall.answer({ type: 'issue-ticket', service: 'A', printer: null }, GREETER).ticket!;
    expect(hall.done({ type: 'reprint-ticket', ticket: unprinted }, GREETER)).toMatchObject([{ printer: 'front' }]);
  });

  it('[T190] is on the first when the printer where it was printed is gone', () => {
    const { hall, ticket } = printed();
    hall.done({ type: 'configure-hall', configuration: { ...hall.state.configuration!, printers: [PRINTER] } }, SYSTEM);
    expect(hall.done({ type: 'reprint-ticket', ticket }, GREETER)).toMatchObject([{ printer: 'front' }]);
  });

  it('[T190] clears the alarm of a print that failed, and alarms again when the copy fails, too', () => {
    const { hall, ticket } = printed('failed');
    expect(alarms(hall.state)).toHaveLength(1);
    hall.done({ type: 'reprint-ticket', ticket }, GREETER);
    expect(alarms(hall.state)).toEqual([]);
    hall.done({ type: 'report-print', ticket, outcome: 'failed', fault: 'cover-open' }, SYSTEM);
    expect(alarms(hall.state)).toMatchObject([{ kind: 'print-failed', fault: 'cover-open' }]);
    expect(alarms(fromSnapshot(toSnapshot(hall.state)))).toEqual(alarms(hall.state));
    hall.done({ type: 'reprint-ticket', ticket }, GREETER);
    hall.done({ type: 'report-print', ticket, outcome: 'printed' }, SYSTEM);
    expect(alarms(hall.state)).toEqual([]);
  });

  it('[T191] is for who waits or was just called, one at a time, on a printer that there is', () => {
    const { hall, ticket } = printed();
    expect(hall.refused({ type: 'reprint-ticket', ticket: 'none' }, GREETER)).toBe('unknown-ticket');
    expect(hall.refused({ type: 'reprint-ticket', ticket, printer: 'none' }, GREETER)).toBe('unknown-printer');
    hall.done({ type: 'reprint-ticket', ticket }, GREETER);
    expect(hall.refused({ type: 'reprint-ticket', ticket }, GREETER)).toBe('print-pending');
    hall.done({ type: 'report-print', ticket, outcome: 'printed' }, SYSTEM);
    hall.next(1);
    hall.done({ type: 'reprint-ticket', ticket }, GREETER);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    expect(hall.refused({ type: 'reprint-ticket', ticket }, GREETER)).toBe('ticket-not-waiting');
  });

  it('[T191] is refused in a hall without printers', () => {
    const hall = new PlayedHall();
    expect(hall.refused({ type: 'reprint-ticket', ticket: hall.issue('A') }, GREETER)).toBe('unknown-printer');
  });
});

describe('alarms beside alerts', () => {
  const alerts = [
    { kind: 'device-fault', threshold: 0, steps: [{ afterSeconds: 0, tell: ['greeter'], sound: 'urgent' }] },
  ] as const;

  it('[T182] leave out what an alert says already to the same person, until somebody acknowledged it', () => {
    const hall = new PlayedHall({ printers: [PRINTER], alerts });
    hall.done({ type: 'report-printer', printer: 'front', condition: 'paper-out' }, SYSTEM);
    const ticket = hall.issue('A');
    hall.done({ type: 'report-print', ticket, outcome: 'failed', fault: 'paper-out' }, SYSTEM);
    expect(alarmsBesideAlerts(hall.state, ['greeter'])).toHaveLength(2);
    hall.done({ type: 'carry-out-due' }, SYSTEM);
    expect(alarmsBesideAlerts(hall.state, ['greeter'])).toMatchObject([{ kind: 'print-failed' }]);
    expect(alarmsBesideAlerts(hall.state, ['teller'])).toHaveLength(2);
    hall.done({ type: 'acknowledge-alert', alert: [...hall.state.alerts.keys()][0]! }, GREETER);
    expect(alarmsBesideAlerts(hall.state, ['greeter'])).toHaveLength(2);
  });

  it('[T182] do not leave out what became of a printer since', () => {
    const hall = new PlayedHall({ printers: [PRINTER], alerts });
    hall.done({ type: 'report-printer', printer: 'front', condition: 'paper-out' }, SYSTEM);
    hall.done({ type: 'carry-out-due' }, SYSTEM);
    hall.done({ type: 'report-printer', printer: 'front', condition: 'cover-open' }, SYSTEM);
    expect(alarmsBesideAlerts(hall.state, ['greeter'])).toMatchObject([{ kind: 'printer', condition: 'cover-open' }]);
  });

  it('[T182] leave out the paper that an alert names, and no other', () => {
    const hall = new PlayedHall({ printers: [PRINTER], alerts });
    for (const ticket of [hall.issue('A'), hall.issue('A')]) {
      hall.done({ type: 'report-print', ticket, outcome: 'failed', fault: 'too-late' }, SYSTEM);
    }
    hall.done({ type: 'carry-out-due' }, SYSTEM);
    expect(alarmsBesideAlerts(hall.state, ['greeter'])).toMatchObject([{ number: 'A002' }]);
  });
});
