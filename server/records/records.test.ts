import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KIOSK, SYSTEM } from '../../test/support/played-hall.ts';
import { HALL, RunningHub } from '../../test/support/running-hub.ts';
import type { PrinterCondition } from '../../shared/hall/commands.ts';
import { must } from '../../shared/lib/assert.ts';
import { FAULT_HISTORY_MAX, type HardwareFault } from '../../shared/protocol/records.ts';
import { openAccessDatabase, type AccessDatabase } from '../database/access-database.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import { RECORDS_KEPT_MS, RECORDS_PER_DAY_MAX, STEPS_FOR_PEOPLE } from './record-limits.ts';
import { Records } from './records.ts';

const FRONT = { id: 'front', name: { zh: '门口', en: 'Front' }, host: 'front', port: 9100, columns: 48 };
const MINUTE = 60_000;

let folder: string;
let database: AccessDatabase;
let running: RunningHub;
let records: Records;

async function open(): Promise<Records> {
  const { hub, time } = running;
  return Records.open({ database, hub, halls: [HALL], clock: time, timers: time, log: SILENT_LOG });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-records-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  running = await RunningHub.serving({}, { printers: [FRONT] });
  records = await open();
});

afterEach(async () => {
  await records.close();
  await running.hub.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function report(condition: PrinterCondition): Promise<number> {
  running.time.advance(MINUTE);
  await running.done(SYSTEM, { type: 'report-printer', printer: 'front', condition });
  await records.idle();
  return running.time.now();
}

async function faults(): Promise<readonly HardwareFault[]> {
  return (await records.faults.page(HALL, {})).records;
}

async function end(fault: HardwareFault): Promise<HardwareFault> {
  const ended = await records.faults.append(HALL, '1001', { fault: fault.id, id: `end:${fault.id}`, step: 'done' });
  return must(ended.ok ? ended.value.record : null, 'ended');
}

describe('a printer that the hall has seen fail', () => {
  it('[P98] has a hardware fault from that moment; when it works again the end is suggested and a person says it', async () => {
    await report('ready');
    expect(await faults()).toEqual([]);
    const brokenAt = await report('printer-error');
    expect(await faults()).toMatchObject([
      { device: 'printer', name: '门口 Front', printer: 'front', condition: 'printer-error', reportedBy: null, state: 'open' },
    ]);
    const recoveredAt = await report('ready');
    const [fault] = await faults();
    expect(fault).toMatchObject({ startedAt: brokenAt, state: 'open', recoveredAt, endedAt: null });
    running.time.advance(MINUTE);
    expect(await end(must(fault, 'a fault'))).toMatchObject({ state: 'done', endedAt: recoveredAt });
  });

  it('[P98] keeps one unfinished record, however often it fails, and gets a new one after the end', async () => {
    for (const condition of ['paper-out', 'cover-open', 'ready', 'paper-near-end', 'unreachable'] as const)
      await report(condition);
    const [fault, ...others] = await faults();
    expect(others).toEqual([]);
    expect(fault?.history.map(({ step, remark, by }) => [step, remark, by])).toEqual([
      ['recovered', '', null],
      ['broken-again', 'unreachable', null],
    ]);
    expect(fault?.recoveredAt).toBeNull();
    await end(must(fault, 'a fault'));
    await report('ready');
    await report('paper-out');
    expect((await faults()).map(({ state, condition }) => [state, condition])).toEqual([
      ['open', 'paper-out'],
      ['done', 'paper-out'],
    ]);
  });

  it('[P98] is told by a ticket that did not come out, and by the next that did; one that is too late tells nothing', async () => {
    const print = async (outcome: 'printed' | 'failed', fault?: 'printer-error' | 'too-late') => {
      const { result } = await running.done(KIOSK, { type: 'issue-ticket', service: 'A' });
      await running.done(SYSTEM, { type: 'report-print', ticket: result.ticket ?? '', outcome, ...(fault && { fault }) });
      await records.idle();
    };
    await print('failed', 'too-late');
    expect(await faults()).toEqual([]);
    await print('failed', 'printer-error');
    expect(await faults()).toMatchObject([{ printer: 'front', condition: 'printer-error', recoveredAt: null }]);
    await print('printed');
    expect(await faults()).toMatchObject([{ history: [{ step: 'recovered' }] }]);
  });

  it('[P98] is recorded once over restarts, also when it failed while nobody wrote', async () => {
    await report('paper-out');
    await records.close();
    records = await open();
    expect(await faults()).toHaveLength(1);
    await records.close();
    running.time.advance(MINUTE);
    await running.done(SYSTEM, { type: 'report-printer', printer: 'front', condition: 'ready' });
    running.time.advance(MINUTE);
    records = await open();
    const [fault] = await faults();
    expect(fault).toMatchObject({ state: 'open', recoveredAt: running.time.now() - MINUTE });
    await end(must(fault, 'a fault'));
    await records.close();
    await running.done(SYSTEM, { type: 'report-printer', printer: 'front', condition: 'cover-open' });
    records = await open();
    expect((await faults()).map(({ condition, state }) => [condition, state])).toEqual([
      ['cover-open', 'open'],
      ['paper-out', 'done'],
    ]);
  });

  it('[P98] is recorded each time, also while the clock stands still', async () => {
    const seen = { printer: 'front', name: 'Front', at: running.time.now(), isNew: true } as const;
    const broken = () => records.faults.broken(HALL, { ...seen, condition: 'cover-open' });
    const recovered = () => records.faults.recovered(HALL, { ...seen, condition: 'ready' });
    for (const happens of [broken, recovered, broken, recovered]) await happens();
    const [fault] = await faults();
    expect(fault?.history.map(({ step }) => step)).toEqual(['recovered', 'broken-again', 'recovered']);
    await end(must(fault, 'a fault'));
    await broken();
    expect((await faults()).map(({ state }) => state)).toEqual(['open', 'done']);
  });

  it('[P98] that goes off and on all day leaves room in its history for people', async () => {
    for (let count = 0; count <= FAULT_HISTORY_MAX; count += 1) await report(count % 2 === 0 ? 'cover-open' : 'ready');
    const [fault] = await faults();
    expect(fault?.history).toHaveLength(FAULT_HISTORY_MAX - STEPS_FOR_PEOPLE);
    expect((await end(must(fault, 'a fault'))).state).toBe('done');
  });
});

describe('the records of a hall', () => {
  it('[P99] go after a year; a fault that nobody has ended stays with its history', async () => {
    await records.log.write(HALL, '1001', { id: 'entry-0001', text: 'old' });
    await records.handOvers.write(HALL, '1001', { id: 'hand-0001', text: 'old' });
    const fault = { device: 'wall', name: 'wall', text: 'dark' } as const;
    await records.faults.report(HALL, '1001', { id: 'fault-open', ...fault });
    await records.faults.append(HALL, '1001', { fault: 'fault-open', id: 'step-0001', step: 'in-repair' });
    await records.faults.report(HALL, '1001', { id: 'fault-done', ...fault });
    await records.faults.append(HALL, '1001', { fault: 'fault-done', id: 'step-0002', step: 'done' });
    running.time.setClockBy(RECORDS_KEPT_MS - MINUTE);
    await records.log.write(HALL, '1001', { id: 'entry-0002', text: 'new' });
    running.time.setClockBy(2 * MINUTE);
    await records.close();
    records = await open();
    expect((await records.log.page(HALL, {})).records.map(({ text }) => text)).toEqual(['new']);
    expect((await records.handOvers.page(HALL, {})).records).toEqual([]);
    expect((await faults()).map(({ id, history }) => [id, history.length])).toEqual([['fault-open', 1]]);
    expect(await database.sql.selectFrom('hardware_fault_steps').select('id').execute()).toEqual([{ id: 'step-0001' }]);
  });

  it('[P99] have a bound a day', async () => {
    const row = { hall: HALL, at: running.time.now(), staff: '1001', text: 'x', struck_at: null, struck_by: null };
    const rows = Array.from({ length: RECORDS_PER_DAY_MAX }, (_each, index) => ({ ...row, id: `entry-${index}` }));
    for (let from = 0; from < rows.length; from += 500)
      await database.sql
        .insertInto('shift_log')
        .values(rows.slice(from, from + 500))
        .execute();
    const write = () => records.log.write(HALL, '1001', { id: 'one-more-entry', text: 'y' });
    expect(await write()).toMatchObject({ ok: false, error: { kind: 'records-full' } });
    running.time.advance(24 * 60 * MINUTE);
    expect(await write()).toMatchObject({ ok: true });
  });

  it('[P99] are told when the disk takes nothing, and a bug stays a bug', async () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const failing = (error: Error) => records.saving(() => Promise.reject(error));
    expect(await failing(full)).toEqual({ ok: false, error: { kind: 'hall-read-only' } });
    await expect(failing(new Error('a bug'))).rejects.toThrow('a bug');
  });
});
