import { afterEach, describe, expect, it } from 'vitest';
import { EscPosReader } from '../../test/support/escpos-reader.ts';
import { MANAGER } from '../../test/support/played-hall.ts';
import { paperText } from '../../test/support/printed-paper.ts';
import { HALL, RunningHub, settled } from '../../test/support/running-hub.ts';
import type { PaperSetup } from '../../shared/hall/setup/paper-setup.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import type { QueueOutcome } from './printer-queue.ts';
import { Slips } from './slips.ts';

const PRINTERS = ['front', 'office'].map((id) => ({ id, name: { zh: id, en: id }, host: id, port: 9100, columns: 48 }));

let rooms: Slips[] = [];
afterEach(async () => {
  for (const room of rooms) await room.close();
  rooms = [];
});

function roomOf(running: RunningHub, outcome: QueueOutcome = { is: 'printed', condition: 'ready' }) {
  const papers: { printer: string; words: string }[] = [];
  const slips = new Slips({
    hub: running.hub,
    halls: [HALL],
    clock: running.time,
    log: SILENT_LOG,
    print: (_hall, printer, bytes) => {
      const [event] = new EscPosReader().read(bytes);
      papers.push({ printer, words: event?.is === 'paper' ? paperText(event.paper) : 'no paper' });
      return Promise.resolve(outcome);
    },
  });
  slips.start();
  rooms.push(slips);
  return { slips, papers };
}

const hallWith = (paper?: PaperSetup): Promise<RunningHub> => RunningHub.serving({}, { printers: PRINTERS, paper });

describe('slips for the staff', () => {
  it('[B13] prints who waits, in order, on the first printer or the one named', async () => {
    const running = await hallWith();
    const { slips, papers } = roomOf(running);
    await running.issue();
    await running.issue();
    expect(await slips.print(HALL, 'calls')).toEqual({ is: 'printed' });
    expect(await slips.print(HALL, 'calls', 'office')).toEqual({ is: 'printed' });
    expect(await slips.print(HALL, 'calls', 'nowhere')).toBeNull();
    expect(papers.map(({ printer }) => printer)).toEqual(['front', 'office']);
    expect(papers[0]?.words).toMatch(/叫号单[^]*2 等候[^]*□ A001[^]*□ A002/);
    expect(papers[0]?.words).not.toContain('补打');
  });

  it('[B13] says that nobody waits, and what the printer’s fault was', async () => {
    const running = await hallWith();
    const { slips, papers } = roomOf(running, { is: 'failed', fault: 'paper-jam', condition: 'paper-jam' });
    expect(await slips.print(HALL, 'calls')).toEqual({ is: 'failed', fault: 'paper-jam' });
    expect(papers[0]?.words).toContain('没有人等候');
  });

  it('[B13] prints the day by itself when it closes, where the hall wants it; again it is marked 补打', async () => {
    const running = await hallWith({ daySlipAtClose: 'office' });
    const { slips, papers } = roomOf(running);
    await running.issue();
    expect(await slips.print(HALL, 'day')).toEqual({ is: 'printed' });
    await running.done(MANAGER, { type: 'close-day', leaveUnserved: true });
    await settled();
    await slips.close();
    expect(await slips.print(HALL, 'day')).toEqual({ is: 'printed' });
    expect(papers.map(({ printer }) => printer)).toEqual(['front', 'office', 'front']);
    const [open, closed, again] = papers.map(({ words }) => words.replace(/ +/g, ' '));
    expect(open).toMatch(/营业中，尚未日结[^]*取号 Tickets ?1\n[^]*等候或办理中 Still here ?1/);
    expect(closed).toMatch(/日结单[^]*取号 Tickets ?1\n[^]*弃号 Unserved ?1/);
    expect(closed).not.toMatch(/补打|营业中/);
    expect(again).toMatch(/补打[^]*弃号 Unserved ?1/);
  });

  it('[B13] prints nothing when a day closes where the hall does not want it, and marks what an earlier process may have printed', async () => {
    const running = await hallWith();
    const { slips, papers } = roomOf(running);
    await running.done(MANAGER, { type: 'close-day', leaveUnserved: true });
    await settled();
    expect(papers).toEqual([]);
    await slips.print(HALL, 'day');
    expect(papers[0]?.words).not.toContain('补打');
    const later = roomOf(await running.restarted());
    await later.slips.print(HALL, 'day');
    expect(later.papers[0]?.words).toContain('补打');
  });

  it('[B13] follows the hall’s own templates', async () => {
    const running = await hallWith({
      callSlip: '{{title}}\n共 {{waiting}} 人\n{{queues}}',
      daySlip: '{{day}}\n{{totals}}\n办理 {{served}}/{{issued}}',
    });
    const { slips, papers } = roomOf(running);
    await running.issue();
    await slips.print(HALL, 'calls');
    await slips.print(HALL, 'day');
    expect(papers[0]?.words).toMatch(/叫号单[^]*共 1 人[^]*A001/);
    expect(papers[1]?.words).toMatch(/办理 0\/1/);
  });
});
