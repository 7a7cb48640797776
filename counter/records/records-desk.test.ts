import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/hall/actor.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import type { ApiAnswer, HallApi } from '../session/hall-api.ts';
import { RecordsDesk, REFRESH_MS } from './records-desk.svelte.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** A hub that keeps what it is asked and answers with one page of records. */
class FakeApi implements HallApi {
  readonly asked: Asked[] = [];
  records: readonly object[] = [];
  before: number | null = null;
  isAway = false;

  get<Body>(path: string): Promise<ApiAnswer<Body>> {
    this.asked.push({ method: 'GET', path });
    return Promise.resolve(this.isAway ? failed({ is: 'hub-away' }) : ok({ records: this.records, before: this.before } as Body));
  }

  send<Body>(method: string, path: string, body: object): Promise<ApiAnswer<Body>> {
    this.asked.push({ method, path, body });
    return Promise.resolve(this.isAway ? failed({ is: 'hub-away' }) : ok({} as Body));
  }
}

function deskOf(actor: Actor = MANAGER) {
  const api = new FakeApi();
  const timers = new VirtualTime();
  let ids = 0;
  const hall = new LiveHall(new StaffedHall(actor, new PlayedHall()));
  const records = new RecordsDesk({ hall, api, timers, newId: () => `id-${(ids += 1)}` });
  const sent = () => api.asked.filter(({ method }) => method !== 'GET');
  return { api, timers, records, sent };
}

const entry = (id: string) => ({ id, at: 0, by: '1001', text: id, struck: null });

describe('records', () => {
  it.each([
    [['teller'], ['log', 'hand-over', 'checks', 'faults', 'alerts']],
    [['guard'], ['faults', 'alerts']],
    [['admin'], ['faults', 'alerts']],
    [['display'], []],
  ] as const)('[S90] %j sees %j', (roles, sheets) => {
    const { records } = deskOf({ ...teller(1), roles });
    expect(records.sheets).toEqual(sheets);
    expect(records.sheet).toBe(sheets[0] ?? null);
  });

  it('[S91] reads a sheet when it is opened and again while it is looked at, and not after', async () => {
    const { api, timers, records } = deskOf();
    const release = records.watch('log');
    timers.advance(REFRESH_MS);
    release();
    timers.advance(REFRESH_MS);
    expect(api.asked.map(({ path }) => path)).toEqual(['records/log', 'records/log']);
  });

  it('[S91] goes back page by page, and shows no record twice', async () => {
    const { api, records } = deskOf();
    api.records = [entry('c'), entry('b')];
    api.before = 7;
    await records.log.load();
    expect(records.log.hasMore).toBe(true);
    api.records = [entry('b'), entry('a')];
    api.before = null;
    await records.log.more();
    expect(api.asked.at(-1)?.path).toBe('records/log?before=7');
    expect(records.log.items.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(records.log.hasMore).toBe(false);
  });

  it('[S92] the same words go under one id until the hub has them; then the next are another record', async () => {
    const { api, records, sent } = deskOf();
    api.isAway = true;
    expect(await records.writeLog('门口地面湿滑')).toBe(false);
    expect(records.log.failure).toEqual({ is: 'hub-away' });
    api.isAway = false;
    expect(await records.writeLog('门口地面湿滑')).toBe(true);
    expect(await records.writeLog('门口地面湿滑')).toBe(true);
    expect(sent().map(({ body }) => body)).toEqual([
      { id: 'id-1', text: '门口地面湿滑' },
      { id: 'id-1', text: '门口地面湿滑' },
      { id: 'id-2', text: '门口地面湿滑' },
    ]);
    expect(records.log.failure).toBeNull();
  });

  it('[S93] a hand-over is accepted by a manager who did not write it', () => {
    const handOver = { id: 'h', at: 0, by: '3001', to: null, text: '…', accepted: null };
    expect(deskOf().records.mayAccept(handOver)).toBe(false);
    expect(deskOf().records.mayAccept({ ...handOver, by: '3002' })).toBe(true);
    expect(deskOf(teller(1)).records.mayAccept(handOver)).toBe(false);
    const accepted = { at: 1, by: '3001', remark: '' };
    expect(deskOf().records.mayAccept({ ...handOver, by: '3002', accepted })).toBe(false);
  });

  it('[S94] ticks a point of the day’s sheet, with what is wrong', async () => {
    const { records, sent } = deskOf();
    await records.checks.tick('opening', 'lights', false, ' 一盏不亮 ');
    expect(sent()[0]).toMatchObject({
      method: 'POST',
      path: 'records/checks',
      body: { day: '2026-11-22', kind: 'opening', point: 'lights', good: false, remark: '一盏不亮' },
    });
  });

  it('[S95] reports a fault and carries it on', async () => {
    const { records, sent } = deskOf();
    await records.reportFault({ device: 'wall', name: '东墙', printer: null, text: '黑屏' });
    const fault = { id: 'f1' } as Parameters<typeof records.stepFault>[0];
    await records.stepFault(fault, 'done', '');
    expect(sent()).toMatchObject([
      { path: 'records/faults', body: { id: 'id-1', device: 'wall', name: '东墙', printer: null, text: '黑屏' } },
      { path: 'records/faults/f1/history', body: { id: 'id-2', step: 'done' } },
    ]);
  });
});
