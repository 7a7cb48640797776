import { describe, expect, it } from 'vitest';
import { PlayedHall, SYSTEM } from '../../../test/support/played-hall.ts';
import { alarms } from '../views/alarms.ts';

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
