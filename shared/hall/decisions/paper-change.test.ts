import { expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall, SYSTEM } from '../../../test/support/played-hall.ts';
import { PAPER_CHANGE_MS_MAX } from '../limits.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';

const printers = [{ id: 'front', name: { zh: '门口', en: 'Front' }, host: 'h', port: 9100, columns: 48 }];
const alerts = [{ kind: 'device-fault', threshold: 1, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }] }] as const;

function openAlerts(hall: PlayedHall): number {
  hall.done({ type: 'carry-out-due' }, SYSTEM);
  return [...hall.state.alerts.values()].filter(({ kind }) => kind === 'device-fault').length;
}

it('[K112] a printer that is open on purpose is known to the hall, over a snapshot, until it is over or gone', () => {
  const hall = new PlayedHall({ printers });
  hall.done({ type: 'set-paper-change', printer: 'front', on: true }, KIOSK);
  expect(hall.state.paperChanges.get('front')).toBe(hall.now);
  expect(hall.done({ type: 'set-paper-change', printer: 'front', on: true }, KIOSK)).toEqual([]);
  expect(fromSnapshot(toSnapshot(hall.state)).paperChanges).toEqual(hall.state.paperChanges);
  expect(hall.refused({ type: 'set-paper-change', printer: 'back', on: true }, KIOSK)).toBe('unknown-printer');
  hall.done({ type: 'set-paper-change', printer: 'front', on: false }, KIOSK);
  expect(hall.state.paperChanges.size).toBe(0);
  hall.done({ type: 'set-paper-change', printer: 'front', on: true }, KIOSK);
  hall.done({ type: 'configure-hall', configuration: { ...hall.state.configuration!, printers: [] } }, MANAGER);
  expect(hall.state.paperChanges.size).toBe(0);
});

it('[K112] raises no alert for a while, and its fault is reported as ever; a change that was forgotten is a fault', () => {
  const hall = new PlayedHall({ printers, alerts });
  hall.done({ type: 'set-paper-change', printer: 'front', on: true }, KIOSK);
  hall.done({ type: 'report-printer', printer: 'front', condition: 'cover-open' }, SYSTEM);
  expect(hall.state.printers.get('front')).toMatchObject({ condition: 'cover-open' });
  hall.wait(MINUTE);
  expect(openAlerts(hall)).toBe(0);
  hall.wait(PAPER_CHANGE_MS_MAX);
  expect(openAlerts(hall)).toBe(1);
});
