import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import type { HallLive } from '../../shared/protocol/region.ts';
import { CUT_OFF_AFTER_MS, SHIPMENT_BYTES_MAX } from '../../shared/protocol/shipping.ts';
import { MINUTE, MORNING } from '../../test/support/played-hall.ts';
import { logOf, playedMorning, refusalKind, RegionStage, shipmentOf } from '../../test/support/region-stage.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { positionOf, sealEntry } from '../journal/hash-chain.ts';
import { SILENT_LOG } from '../observability/log.ts';

let stage: RegionStage;
let warned: object[];

beforeEach(async () => {
  warned = [];
  stage = await RegionStage.open({ log: { ...SILENT_LOG, warn: (facts: object) => void warned.push(facts) } });
});

afterEach(() => stage.close());

function liveOf(hall: string): HallLive {
  return must(
    stage.region.live('river').halls.find((each) => each.hall === hall),
    'the hall is in the file',
  );
}

describe('what a hall ships', () => {
  it('[Z10] is appended in order, once, however often and in whatever parts it comes', async () => {
    const log = logOf(
      'north-1',
      playedMorning(5, () => 3),
    );
    const token = await stage.tokens.give('north-1');
    const first = await stage.ship('north-1', token, shipmentOf(log.slice(0, 6)));
    expect(await first.json()).toEqual({ position: positionOf(must(log[5], 'there are more')) });
    // Half of it again, and what is new.
    expect((await stage.ship('north-1', token, shipmentOf(log, 3))).status).toBe(200);
    expect((await stage.ship('north-1', token, shipmentOf(log))).status).toBe(200);
    await stage.restart();
    const asked = await stage.ship('north-1', token, { ...shipmentOf(log), entries: [] });
    expect(await asked.json()).toEqual({ position: positionOf(must(log.at(-1), 'a log')) });
    expect(await stage.journal.read('north-1', 0, 1_000)).toEqual(log);
  });

  it('[Z10] does not skip: what does not continue is refused with the place from which to go on', async () => {
    const log = logOf(
      'north-1',
      playedMorning(3, () => 3),
    );
    const token = await stage.tokens.give('north-1');
    await stage.take('north-1', log.slice(0, 4));
    const response = await stage.ship('north-1', token, shipmentOf(log, 6));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ kind: 'entries-out-of-order', position: positionOf(must(log[3], 'four')) });
    const swapped = shipmentOf(log, 4);
    swapped.entries.reverse();
    expect(await refusalKind(await stage.ship('north-1', token, swapped))).toBe('entries-out-of-order');
    expect((await stage.journal.head('north-1')).version).toBe(4);
  });

  it('[Z11] is refused when it is another log under the same name, and nothing is overwritten', async () => {
    const log = logOf(
      'north-1',
      playedMorning(4, () => 3),
    );
    const other = logOf(
      'north-1',
      playedMorning(4, () => 4),
    );
    const token = await stage.tokens.give('north-1');
    await stage.take('north-1', log);
    for (const body of [
      shipmentOf(other),
      // A restored backup: its log ends before the region's.
      shipmentOf(log.slice(0, 5), 5),
      { ...shipmentOf(other), entries: [] },
    ]) {
      const response = await stage.ship('north-1', token, body);
      expect([response.status, await refusalKind(response)]).toEqual([409, 'log-forked']);
    }
    const longer = [...other, sealEntry({ ...must(other.at(-1), 'one') }, positionOf(must(other.at(-1), 'one')))];
    const response = await stage.ship('north-1', token, shipmentOf(longer, log.length));
    expect(await response.json()).toMatchObject({ kind: 'log-forked', version: log.length + 1 });
    expect(await stage.journal.read('north-1', 0, 1_000)).toEqual(log);
    expect(liveOf('north-1').line).toMatchObject({ is: 'refused', fault: 'log-forked' });
    // Still so after a restart, and no other hall has anything to do with it.
    await stage.restart();
    expect(liveOf('north-1').line).toMatchObject({ is: 'refused', fault: 'log-forked' });
    expect(
      await stage.take(
        'south-1',
        logOf(
          'south-1',
          playedMorning(1, () => 1),
        ),
      ),
    ).toBe('taken');
  });

  it('[Z12] is verified entry by entry: a changed event, time or hash is `entry-damaged`, and what stands before it in the body is not taken', async () => {
    const log = logOf(
      'north-1',
      playedMorning(3, () => 3),
    );
    const token = await stage.tokens.give('north-1');
    const faults: ((entry: Record<string, unknown>) => void)[] = [
      (entry) => (entry['at'] = Number(entry['at']) + 1),
      (entry) => (entry['hash'] = 'a'.repeat(64)),
      (entry) => (entry['actor'] = 'staff:9999'),
      (entry) => (entry['events'] = []),
    ];
    for (const spoil of faults) {
      const shipment = shipmentOf(log);
      spoil(shipment.entries[5] as unknown as Record<string, unknown>);
      const response = await stage.ship('north-1', token, shipment);
      expect([response.status, await response.json()]).toMatchObject([422, { kind: 'entry-damaged', version: 6 }]);
    }
    expect((await stage.journal.head('north-1')).version).toBe(0);
    expect(await stage.take('north-1', log)).toBe('taken');
    expect(liveOf('north-1').line.is).toBe('live');
  });

  it('[Z13] needs the hall’s own token, a hall of the file, and a body that can be read: each refusal has its kind', async () => {
    const log = logOf(
      'north-1',
      playedMorning(1, () => 1),
    );
    const [own, foreign] = [await stage.tokens.give('north-1'), await stage.tokens.give('north-2')];
    const gone = await stage.tokens.give('no-such-hall');
    const body = shipmentOf(log);
    const outcomes: readonly (readonly [Promise<Response>, number, string])[] = [
      [stage.ship('north-1', null, body), 401, 'unauthenticated'],
      [stage.ship('north-1', 'f'.repeat(64), body), 401, 'unauthenticated'],
      [stage.ship('north-1', foreign, body), 403, 'not-allowed'],
      [stage.ship('no-such-hall', gone, body), 404, 'unknown-hall'],
      [stage.ship('north-1', own, { ...body, head: 7 }), 400, 'malformed'],
      [stage.ship('north-1', own, '{"head":'), 400, 'malformed'],
      [stage.ship('north-1', own, { ...body, note: 'x'.repeat(SHIPMENT_BYTES_MAX) }), 413, 'message-too-large'],
    ];
    for (const [asked, status, kind] of outcomes) {
      const response = await asked;
      expect([response.status, await refusalKind(response)]).toEqual([status, kind]);
    }
    expect((await stage.journal.head('north-1')).version).toBe(0);
    // Told to whoever looks after the region, once for each cause, without the token.
    expect(warned).toEqual([
      { hall: 'north-1', kind: 'unauthenticated' },
      { hall: 'north-1', kind: 'not-allowed' },
      { hall: 'no-such-hall', kind: 'unknown-hall' },
    ]);
  });

  it('[Z14] waits at the hall while the region’s disk is full: `hall-read-only`, and all of it is taken later', async () => {
    const log = logOf(
      'north-1',
      playedMorning(2, () => 1),
    );
    const token = await stage.tokens.give('north-1');
    await stage.take('north-1', log.slice(0, 3));
    stage.disk.isFull = true;
    const response = await stage.ship('north-1', token, shipmentOf(log, 3));
    expect([response.status, await refusalKind(response)]).toEqual([503, 'hall-read-only']);
    stage.disk.isFull = false;
    await stage.restart();
    expect((await stage.ship('north-1', token, shipmentOf(log, 3))).status).toBe(200);
    expect(await stage.journal.read('north-1', 0, 1_000)).toEqual(log);
  });

  it('[Z15] comes with a token of which the region keeps the hash alone; a new one ends the one before at once', async () => {
    const body = shipmentOf(
      logOf(
        'north-1',
        playedMorning(1, () => 1),
      ),
    );
    const first = await stage.tokens.give('north-1');
    const second = await stage.tokens.give('north-1');
    expect((await stage.ship('north-1', first, body)).status).toBe(401);
    expect((await stage.ship('north-1', second, body)).status).toBe(200);
    const rows = await stage.database.sql.selectFrom('region_tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(second);
    expect(await stage.tokens.revoke('north-1')).toBe(true);
    expect((await stage.ship('north-1', second, body)).status).toBe(401);
    expect(await stage.tokens.list()).toEqual([]);
  });

  it('[Z10] may use a command id again on another day', async () => {
    const log = logOf(
      'north-1',
      playedMorning(2, () => 1),
    );
    const last = must(log.at(-1), 'a log');
    const again = sealEntry({ ...last, commandId: must(log[2], 'three').commandId }, positionOf(last));
    expect(await stage.take('north-1', [...log, again])).toBe('taken');
    expect(await stage.journal.read('north-1', 0, 1_000)).toEqual([...log, again]);
  });
});

describe('a hall now', () => {
  it('[Z20] is the fold of its log while it is heard; when it is not, it is as of then and says since when', async () => {
    expect(liveOf('north-1')).toMatchObject({ line: { is: 'never' }, asOf: null, now: null });
    const hall = playedMorning(3, () => 3);
    hall.issue('B');
    hall.wait(4 * MINUTE);
    const log = logOf('north-1', hall);
    stage.time.advance(hall.now - MORNING);
    await must(stage.region.take('north-1', shipmentOf(log, 0, hall.now)), 'in the file');
    const figures = { waiting: 1, longestMs: 4 * MINUTE, countersOpen: 2, counters: 3, dayOpen: true, day: '2026-11-22' };
    expect(liveOf('north-1')).toMatchObject({ line: { is: 'live' }, asOf: hall.now, clockAheadMs: null, now: figures });
    stage.time.advance(CUT_OFF_AFTER_MS);
    expect(liveOf('north-1').now).toMatchObject({ longestMs: 4 * MINUTE + CUT_OFF_AFTER_MS });
    stage.time.advance(3 * 60 * MINUTE);
    const cut = { line: { is: 'cut-off', since: hall.now }, asOf: hall.now, now: figures };
    expect(liveOf('north-1')).toMatchObject(cut);
    await stage.restart();
    expect(liveOf('north-1')).toMatchObject(cut);
  });

  it('[Z20] that has more than has come yet is catching up: its figures are as of its last entry here', async () => {
    const log = logOf(
      'north-1',
      playedMorning(6, () => 3),
    );
    const part = { ...shipmentOf(log), entries: shipmentOf(log).entries.slice(0, 8) };
    await must(stage.region.take('north-1', part), 'in the file');
    expect(liveOf('north-1')).toMatchObject({
      line: { is: 'catching-up', behind: log.length - 8 },
      asOf: must(log[7], 'eight').at,
    });
  });

  it('[Z21] whose clock is days away is told with how far; what it shipped counts for its own days, and nothing is refused', async () => {
    const hall = playedMorning(3, () => 3);
    const log = logOf('north-1', hall);
    stage.time.advance(9 * 24 * 60 * MINUTE);
    await must(stage.region.take('north-1', shipmentOf(log, 0, hall.now)), 'in the file');
    const { clockAheadMs, line, now } = liveOf('north-1');
    expect(line.is).toBe('live');
    expect(clockAheadMs).toBe(hall.now - stage.time.now());
    expect(now).toMatchObject({ day: '2026-11-22' });
  });

  it('[Z22] whose release is newer than the region’s is kept and not shown; no other hall is touched', async () => {
    const log = logOf(
      'north-1',
      playedMorning(2, () => 3),
    );
    const last = must(log.at(-1), 'a log');
    const events = [{ type: 'counter-repainted', counter: 1 }] as unknown as JournalEntry['events'];
    const newer = [...log, sealEntry({ ...last, commandId: 'of-next-year', events }, positionOf(last))];
    expect(await stage.take('north-1', newer)).toBe('taken');
    expect(
      await stage.take(
        'south-1',
        logOf(
          'south-1',
          playedMorning(1, () => 1),
        ),
      ),
    ).toBe('taken');
    for (const again of [false, true]) {
      if (again) await stage.restart();
      expect(liveOf('north-1')).toMatchObject({ line: { is: 'not-understood', version: newer.length }, now: null });
      expect(liveOf('south-1').now).not.toBeNull();
    }
    expect(await stage.journal.read('north-1', 0, 1_000)).toEqual(newer);
  });
});
