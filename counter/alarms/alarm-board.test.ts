import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { KIOSK, PlayedHall, SYSTEM, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { StoredItems } from '../../test/support/stored-items.ts';
import { AlarmBoard } from './alarm-board.svelte.ts';

const PRINTER = { id: 'front', name: { zh: '门口', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

function board(storage = new StoredItems()) {
  const played = new PlayedHall({ printers: [PRINTER] });
  let rings = 0;
  const hall = new LiveHall(new StaffedHall(teller(1), played));
  const alarms = new AlarmBoard({ hall, storage, ring: () => void (rings += 1) });
  const failPrint = () => {
    const { ticket } = played.answer({ type: 'issue-ticket', service: 'A' }, KIOSK);
    played.done({ type: 'report-print', ticket: ticket!, outcome: 'failed', fault: 'paper-out' }, SYSTEM);
  };
  const report = (condition: 'paper-out' | 'ready') =>
    played.done({ type: 'report-printer', printer: 'front', condition }, SYSTEM);
  return { played, alarms, failPrint, report, storage, rings: () => rings };
}

describe('alarm board', () => {
  it('[S32] shows a failed print and a printer that is not ready until they are mended', () => {
    const { played, alarms, failPrint, report } = board();
    expect(alarms.shown).toEqual([]);
    failPrint();
    played.wait(1_000);
    report('paper-out');
    expect(alarms.shown.map(({ alarm }) => alarm)).toMatchObject([
      { kind: 'printer', printer: 'front', condition: 'paper-out' },
      { kind: 'print-failed', number: 'A001', fault: 'paper-out' },
    ]);
    report('ready');
    expect(alarms.shown).toHaveLength(1);
  });

  it('[S33] hides what was put away, and shows the same fault again when it comes back', () => {
    const { played, alarms, report } = board();
    report('paper-out');
    alarms.putAway(alarms.shown[0]!.key);
    expect([alarms.shown.length, alarms.all.length]).toEqual([0, 1]);
    played.wait(60_000);
    report('ready');
    played.wait(60_000);
    report('paper-out');
    expect(alarms.shown).toHaveLength(1);
  });

  it('[S33] puts all away at once, and a new fault is shown again', () => {
    const { alarms, failPrint } = board();
    failPrint();
    failPrint();
    alarms.putAllAway();
    expect([alarms.shown.length, alarms.all.length]).toEqual([0, 2]);
    failPrint();
    expect(alarms.shown).toMatchObject([{ alarm: { number: 'A003' } }]);
  });

  it('[S34] is silent until the sound is switched on, then rings once for each new alarm', () => {
    const { alarms, failPrint, rings, storage } = board();
    failPrint();
    alarms.ringForNew();
    expect(rings()).toBe(0);
    alarms.setSound(true);
    alarms.ringForNew();
    expect(rings()).toBe(0);
    failPrint();
    alarms.ringForNew();
    alarms.ringForNew();
    expect(rings()).toBe(1);
    expect(board(storage).alarms.sound).toBe(true);
    expect(board().alarms.sound).toBe(false);
  });
});
