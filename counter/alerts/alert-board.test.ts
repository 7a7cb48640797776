import { describe, expect, it } from 'vitest';
import type { AlertRule } from '../../shared/hall/configuration.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { KIOSK, MANAGER, PlayedHall, SYSTEM, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { StoredItems } from '../../test/support/stored-items.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { AlertBoard, ATTEND_PULSE, TOLD_PULSE } from './alert-board.svelte.ts';

const PRINTER = { id: 'front', name: { zh: '门口', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };
const FAULT_RULE: AlertRule = {
  kind: 'device-fault',
  threshold: 0,
  steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'urgent' }],
};
const LINE_RULE: AlertRule = {
  kind: 'people-waiting',
  threshold: 1,
  steps: [
    { afterSeconds: 0, tell: ['greeter'], sound: 'chime' },
    { afterSeconds: 60, tell: ['manager'], sound: 'urgent', attend: true },
  ],
};

function board(storage = new StoredItems(), actor: Actor = teller(1), alerts: readonly AlertRule[] = []) {
  const played = new PlayedHall({ printers: [PRINTER], alerts });
  const rings: string[] = [];
  const pulses: (readonly number[])[] = [];
  const line = new StaffedHall(actor, played);
  const hall = new LiveHall(line);
  const sender = new CommandSender({ hall, timers: new VirtualTime() });
  const parts = {
    ring: (sound: string) => void rings.push(sound),
    vibrate: (pulse: readonly number[]) => void pulses.push(pulse),
  };
  const alarms = new AlertBoard({ hall, sender, storage, ...parts });
  const failPrint = () => {
    const { ticket } = played.answer({ type: 'issue-ticket', service: 'A' }, KIOSK);
    played.done({ type: 'report-print', ticket: ticket!, outcome: 'failed', fault: 'paper-out' }, SYSTEM);
  };
  const report = (condition: 'paper-out' | 'ready') =>
    played.done({ type: 'report-printer', printer: 'front', condition }, SYSTEM);
  const due = () => played.try({ type: 'carry-out-due' }, SYSTEM);
  return { played, line, alarms, failPrint, report, due, storage, rings, pulses };
}

describe('faults of the paper', () => {
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
    expect(rings).toEqual([]);
    alarms.setSound(true);
    alarms.ringForNew();
    expect(rings).toEqual([]);
    failPrint();
    alarms.ringForNew();
    alarms.ringForNew();
    expect(rings).toEqual(['chime']);
    expect(board(storage).alarms.sound).toBe(true);
    expect(board().alarms.sound).toBe(false);
  });

  it('[S83] a printer of which an alert tells this person is not told a second time', () => {
    const manager = board(new StoredItems(), MANAGER, [FAULT_RULE]);
    manager.report('paper-out');
    manager.due();
    expect(manager.alarms.mine.map(({ kind }) => kind)).toEqual(['device-fault']);
    expect(manager.alarms.shown).toEqual([]);
    const other = board(new StoredItems(), teller(1), [FAULT_RULE]);
    other.report('paper-out');
    other.due();
    expect([other.alarms.mine.length, other.alarms.shown.length]).toEqual([0, 1]);
  });
});

describe('alerts', () => {
  it('[S80, S81] tells whom its step names, louder and longer with each step, and once for each', () => {
    const { played, alarms, due, rings, pulses } = board(new StoredItems(), MANAGER, [LINE_RULE]);
    alarms.setSound(true);
    played.issue('A');
    due();
    alarms.ringForNew();
    expect([rings, pulses]).toEqual([[], []]);
    played.wait(60_000);
    due();
    alarms.ringForNew();
    alarms.ringForNew();
    expect([rings, pulses]).toEqual([['urgent'], [ATTEND_PULSE]]);
    expect(alarms.mine).toMatchObject([{ kind: 'people-waiting', attend: true }]);
  });

  it('[S81] vibrates also where the sound is off', () => {
    const greeter: Actor = { id: 'staff:2001', roles: ['greeter'], staffNumber: '2001' };
    const { played, alarms, due, rings, pulses } = board(new StoredItems(), greeter, [LINE_RULE]);
    played.issue('A');
    due();
    alarms.ringForNew();
    expect([rings, pulses]).toEqual([[], [TOLD_PULSE]]);
  });

  it('[S82] goes from the list once it is acknowledged, and stays in the history with who did it', async () => {
    const { played, alarms } = board(new StoredItems(), MANAGER);
    played.staff(1);
    played.done({ type: 'request-help', counter: 1, from: 'manager', words: 'refund' }, teller(1));
    const [alert] = alarms.mine;
    expect(alert).toMatchObject({ kind: 'help', subject: { counter: 1 } });
    await alarms.acknowledge(alert!);
    expect(alarms.mine).toEqual([]);
    expect(alarms.history).toMatchObject([{ kind: 'help', acknowledged: { by: '3001' } }]);
  });

  it('[S84] a manager lets a counter pause that asked to, and that is the answer', async () => {
    const minimumOpen = [{ service: 'A', counters: 1, from: '00:00', to: '24:00' }];
    const { played, alarms } = board(new StoredItems(), MANAGER);
    played.done({ type: 'configure-hall', configuration: { ...played.state.configuration!, minimumOpen } }, SYSTEM);
    played.staff(1);
    expect(played.refused({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1))).toBe('below-minimum');
    played.done({ type: 'request-help', counter: 1, from: 'manager', about: 'pause', words: 'meal' }, teller(1));
    expect(alarms.mayLetPause).toBe(true);
    await alarms.letPause(alarms.mine[0]!);
    expect(played.state.counters.get(1)?.mode).toMatchObject({ is: 'paused', reason: 'meal' });
    expect(alarms.mine).toEqual([]);
    expect(board().alarms.mayLetPause).toBe(false);
  });
});
