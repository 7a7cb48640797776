import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { teller } from '../../test/support/played-hall.ts';
import { HALL, RunningHub } from '../../test/support/running-hub.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { must } from '../../shared/lib/assert.ts';
import { COMMENT_LENGTH_MAX, newCommentSchema, phoneCommentSchema } from '../../shared/protocol/comments.ts';
import { RECORD_RIGHTS } from '../../shared/protocol/records.ts';
import { openAccessDatabase, type AccessDatabase } from '../database/access-database.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import { RECORDS_KEPT_MS } from './record-limits.ts';
import { Records } from './records.ts';

const tablet = (counter: number): Actor => ({ id: 'device:tablet', roles: ['rating'], counter });
const phone = (ticket: string): Actor => ({ id: `phone:${ticket}`, roles: ['phone'], ticket });

let folder: string;
let database: AccessDatabase;
let running: RunningHub;
let records: Records;

async function open(): Promise<Records> {
  const { hub, time } = running;
  return Records.open({ database, hub, halls: [HALL], clock: time, timers: time, log: SILENT_LOG });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-comments-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  running = await RunningHub.serving({}, { feedback: { rating: true, comments: true } });
  for (const type of ['sign-in', 'open-counter'] as const) await running.done(teller(1), { type, counter: 1 });
  records = await open();
});

afterEach(async () => {
  await records.close();
  await running.hub.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function served(): Promise<string> {
  const ticket = must((await running.issue()).result.ticket, 'a ticket');
  await running.done(teller(1), { type: 'call-next', counter: 1 });
  await running.done(teller(1), { type: 'finish-service', counter: 1 });
  return ticket;
}

const said = (ticket: string, id: string, text = '很好') => ({ id, ticket, leg: 0, text });

describe('the comment book', () => {
  it('[G8] numbers comments in order, forgets them after a year, and gives no number twice', async () => {
    const write = async (id: string) => records.comments.write(HALL, tablet(1), said(await served(), id));
    expect(await write('comment-1')).toMatchObject({ ok: true, value: { record: { number: 1 }, isNew: true } });
    expect(await write('comment-2')).toMatchObject({ ok: true, value: { record: { number: 2 } } });
    running.time.setClockBy(RECORDS_KEPT_MS + 60_000);
    await records.close();
    records = await open();
    expect(await records.comments.page(HALL, {})).toEqual({ records: [], before: null, unread: 0 });
    expect(await write('comment-3')).toMatchObject({ ok: true, value: { record: { number: 3 } } });
    const entries = await running.hub.entries(HALL, 0, 1_000);
    expect(JSON.stringify(entries)).not.toContain('很好');
  });

  it('[G9] has one comment for each leg, with what was said of it; sent again it is the same', async () => {
    const ticket = await served();
    await running.done(tablet(1), { type: 'rate-service', ticket, leg: 0, grade: 2 });
    const first = await records.comments.write(HALL, tablet(1), said(ticket, 'comment-1'));
    expect(first).toMatchObject({
      ok: true,
      value: { record: { counter: 1, grade: 2, source: 'tablet', read: null, answer: null } },
    });
    const again = await records.comments.write(HALL, tablet(1), said(ticket, 'comment-1'));
    expect(again).toMatchObject({ ok: true, value: { isNew: false, record: { number: 1 } } });
    const kind = async (work: Promise<unknown>) => (await work) as { readonly error?: { readonly kind: string } };
    const refused = async (actor: Actor, about: string, id: string, text?: string) =>
      (await kind(records.comments.write(HALL, actor, said(about, id, text)))).error?.kind;
    expect(await refused(tablet(1), ticket, 'comment-1', 'other words')).toBe('command-id-reused');
    expect(await refused(phone(ticket), ticket, 'comment-2')).toBe('record-over');
    expect(await refused(tablet(2), ticket, 'comment-3')).toBe('not-allowed');
    expect(await refused(phone('another'), ticket, 'comment-4')).toBe('not-allowed');
    const two = await served();
    const both = await Promise.all([1, 2].map(() => records.comments.write(HALL, phone(two), said(two, 'comment-5'))));
    expect(both.map((each) => each.ok)).toEqual([true, true]);
    expect((await records.comments.page(HALL, {})).records.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('[G10] keeps any text as it is, and refuses control characters and what is too long', async () => {
    const odd = '<img src=x onerror=alert(1)> 𠮷😀 \u202eشكرا\u202c & "quotes"\n第二行';
    const read = newCommentSchema.parse(said(await served(), 'comment-1', odd));
    const written = await records.comments.write(HALL, tablet(1), read);
    expect(written).toMatchObject({ ok: true, value: { record: { text: odd } } });
    for (const text of ['', '   ', 'a\u0000b', 'a\u001bb', '\ud800', '字'.repeat(COMMENT_LENGTH_MAX + 1), '字'.repeat(10_000)]) {
      expect(newCommentSchema.safeParse(said('ticket', 'comment-2', text)).success, text.slice(0, 9)).toBe(false);
      expect(phoneCommentSchema.safeParse({ id: 'comment-2', leg: 0, text }).success).toBe(false);
    }
    expect(newCommentSchema.safeParse(said('ticket', 'comment-2', '字'.repeat(COMMENT_LENGTH_MAX))).success).toBe(true);
  });

  it('[G11] is read and answered by managers, once, with words and a name', async () => {
    await records.comments.write(HALL, tablet(1), said(await served(), 'comment-1'));
    expect(await records.comments.unread(HALL)).toBe(1);
    const { comments } = records;
    expect(await comments.read(HALL, 'comment-1', '3001')).toMatchObject({ ok: true, value: { read: { by: '3001' } } });
    expect(await comments.unread(HALL)).toBe(0);
    const answer = { by: '3002', name: '李经理', text: '谢谢' };
    expect(await comments.answer(HALL, 'comment-1', answer)).toMatchObject({
      ok: true,
      value: { read: { by: '3001' }, answer: { name: '李经理', text: '谢谢', by: '3002' } },
    });
    expect((await comments.answer(HALL, 'comment-1', answer)).ok).toBe(true);
    expect(await comments.answer(HALL, 'comment-1', { ...answer, text: 'other' })).toMatchObject({
      error: { kind: 'record-over' },
    });
    expect(await comments.read(HALL, 'nowhere', '3001')).toMatchObject({ error: { kind: 'not-found' } });
    expect(RECORD_RIGHTS).toMatchObject({
      'write-comment': ['rating'],
      'read-comments': ['manager'],
      'answer-comment': ['manager'],
    });
  });
});
