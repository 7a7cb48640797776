import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { MemoryJournal } from '../journal/memory-journal.ts';
import type { Journal, JournalCondition } from '../journal/journal.ts';
import { readiness } from './health.ts';
import { createLogger } from './logger.ts';
import { measuredJournal } from './measured-journal.ts';
import { Metrics } from './metrics.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';

describe('the log', () => {
  it('[A50] holds no token and no password, however deep they lie', () => {
    const stream = new PassThrough();
    const log = createLogger('info', stream);
    log.info(
      { token: 's1', request: { authorization: 's2', auth: { token: 's3' } }, body: { password: 's4', code: 's5' } },
      'came in',
    );
    const line = String(stream.read());
    expect(line).toContain('[secret]');
    expect(line).not.toMatch(/s[1-5]"/);
    expect(JSON.parse(line)).toMatchObject({ msg: 'came in', name: 'hallcall' });
  });

  it('[A50] says no more than its level', () => {
    const stream = new PassThrough();
    createLogger('warn', stream).info({}, 'quiet');
    expect(stream.read()).toBeNull();
  });
});

describe('metrics', () => {
  it('[A51] count commands by type and outcome, time appends, and tell the journal’s condition', async () => {
    let condition: ReturnType<Journal['condition']> = { is: 'writable' };
    const metrics = new Metrics({ sockets: () => 7, condition: () => condition });
    metrics.command('call-next', 'accepted', 0.003);
    metrics.command('call-next', 'nobody-waiting', 0.001);
    metrics.appended('demo', 3, 0.002);
    const text = await metrics.text();
    expect(text).toContain('hallcall_commands_total{type="call-next",outcome="accepted"} 1');
    expect(text).toContain('hallcall_commands_total{type="call-next",outcome="nobody-waiting"} 1');
    expect(text).toContain('hallcall_journal_entries_total{hall="demo"} 3');
    expect(text).toContain('hallcall_journal_append_seconds_count 1');
    expect(text).toContain('hallcall_sockets 7');
    expect(text).toContain('hallcall_journal_writable{reason=""} 1');
    condition = { is: 'read-only', reason: 'disk-full' };
    expect(await metrics.text()).toContain('hallcall_journal_writable{reason="disk-full"} 0');
    expect(await metrics.text()).not.toContain('hallcall_journal_writable{reason=""}');
    metrics.collectProcess();
    expect(await metrics.text()).toContain('nodejs_eventloop_lag_seconds');
  });

  it('[Y24] tell how many copies are kept, which halls are in memory, and whose duty this hub has', async () => {
    let condition: JournalCondition = { is: 'writable' };
    const halls = () => ({ loaded: 3, onDuty: ['north', 'south'], frozen: ['west'], waiting: 5 });
    const metrics = new Metrics({ sockets: () => 0, condition: () => condition, halls });
    const text = await metrics.text();
    for (const line of ['hallcall_halls_loaded 3', 'hallcall_duties_held 2', 'hallcall_commands_waiting 5'])
      expect(text).toContain(line);
    expect(text).toContain('hallcall_duty{hall="south"} 1');
    expect(text).toContain('hallcall_hall_frozen{hall="west"} 1');
    expect(text).not.toContain('hallcall_journal_copies{');
    condition = { is: 'writable', copies: { promised: 2, kept: 1 } };
    expect(await metrics.text()).toContain('hallcall_journal_copies{which="kept"} 1');
  });

  it('[A51] a measured journal is the same journal, and only what held is counted', async () => {
    const journal = new MemoryJournal();
    const measures: unknown[] = [];
    let now = 0;
    const measured = measuredJournal(journal, { monotonicMs: () => (now += 2), onAppended: (measure) => measures.push(measure) });
    expect(await measured.append('demo', { ...ORIGIN, version: 9 }, []).catch(() => 'refused')).not.toEqual({ is: 'appended' });
    expect(measures).toEqual([]);
    expect(await measured.head('demo')).toEqual(ORIGIN);
    expect(await measured.halls()).toEqual([]);
    await measured.close();
    expect(journal.condition()).toEqual({ is: 'read-only', reason: 'closed' });
    expect(measured.condition()).toEqual(journal.condition());
  });
});

describe('readiness', () => {
  it('[A52] needs a writable journal, a loaded hall and a database that answers', async () => {
    const good = {
      condition: () => ({ is: 'writable' }) as const,
      loadHall: () => Promise.resolve(),
      databaseAnswers: () => Promise.resolve(true),
    };
    expect(await readiness(good)).toMatchObject({ ready: true });
    expect(await readiness({ ...good, condition: () => ({ is: 'read-only', reason: 'disk-full' }) as const })).toMatchObject({
      ready: false,
      journal: 'read-only: disk-full',
    });
    expect(await readiness({ ...good, condition: () => ({ is: 'read-only', reason: 'copies-missing' }) as const })).toMatchObject(
      {
        ready: false,
        journal: 'read-only: copies-missing',
      },
    );
    expect(await readiness({ ...good, loadHall: () => Promise.reject(new Error('damaged')) })).toMatchObject({
      ready: false,
      hall: 'not-loaded',
    });
    expect(await readiness({ ...good, databaseAnswers: () => Promise.resolve(false) })).toMatchObject({
      ready: false,
      database: 'silent',
    });
  });

  it('[A52] is not given where every hall is frozen; one of many stops no hub, and is named', async () => {
    const sources = {
      condition: () => ({ is: 'writable' }) as const,
      loadHall: () => Promise.resolve(),
      databaseAnswers: () => Promise.resolve(true),
    };
    const frozen = ['demo'];
    expect(await readiness({ ...sources, halls: () => ({ loaded: 1, frozen }) })).toMatchObject({ ready: false, hall: 'frozen' });
    expect(await readiness({ ...sources, halls: () => ({ loaded: 2, frozen }) })).toMatchObject({ ready: true, frozen });
    expect(await readiness({ ...sources, halls: () => ({ loaded: 0, frozen: [] }) })).not.toHaveProperty('frozen');
  });
});
