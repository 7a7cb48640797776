import { describe, expect, it } from 'vitest';
import { HEARTBEAT_MS, RESUME_ENTRIES_MAX } from '../../shared/protocol/limits.ts';
import { positionOf } from '../journal/hash-chain.ts';
import { KIOSK, teller } from '../../test/support/played-hall.ts';
import { HALL, RunningHub } from '../../test/support/running-hub.ts';
import { settled, WatchedHub } from '../../test/support/watched-hub.ts';
import { BACKLOG_CHECK_MS, BACKLOG_CLOSE_MAX, BACKLOG_LAG_MAX, LAG_MS_MAX } from './limits.ts';

describe('a screen', () => {
  it('[P20] is welcomed, gets the state as a snapshot, and hears how far the log goes', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue();
    const { line } = await watched.screen();
    expect(line.names).toEqual(['welcome', 'snapshot', 'heartbeat']);
    expect(line.last('welcome')).toMatchObject({
      hall: 'demo',
      roles: ['kiosk'],
      serverNow: watched.time.now(),
      release: 'test',
    });
    expect(line.last('snapshot')).toMatchObject(watched.head());
    expect(line.last('heartbeat')).toEqual({ ...watched.head(), serverNow: watched.time.now(), readOnly: null });
  });

  it('[P21] that knows a position gets just what is missing, and everything after that once', async () => {
    const watched = await WatchedHub.serving();
    const known = watched.head();
    await watched.issue();
    await watched.issue();
    const committing = watched.issue();
    const line = watched.broadcast.connect();
    watched.hub.open(line, { credential: { hall: 'demo', actor: KIOSK }, resume: known });
    await committing;
    await watched.issue();
    expect(line.names).not.toContain('snapshot');
    expect(line.versions).toEqual([1, 2, 3, 4].map((more) => known.version + more));
  });

  it('[P21] at the head gets nothing but the heartbeat, also right after a restart', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue();
    await watched.hub.close();
    const after = await watched.another();
    const { line } = await after.screen(after.head());
    expect(line.names).toEqual(['welcome', 'heartbeat']);
  });

  it('[P22] whose position is of another log, ahead, or too far back gets a snapshot', async () => {
    const watched = await WatchedHub.serving();
    const old = watched.head();
    await watched.issue();
    const head = watched.head();
    const foreign = await watched.screen({ version: head.version, hash: 'f'.repeat(64) });
    const ahead = await watched.screen({ version: head.version + 1, hash: head.hash });
    for (let issued = 0; issued < RESUME_ENTRIES_MAX; issued += 200) {
      await Promise.all(Array.from({ length: 200 }, () => watched.issue()));
    }
    const tooFar = await watched.screen(old);
    for (const { line } of [foreign, ahead, tooFar]) expect(line.names.slice(0, 2)).toEqual(['welcome', 'snapshot']);
    const near = await watched.screen(positionOf(watched.log().at(-RESUME_ENTRIES_MAX - 1)!));
    expect(near.line.names).not.toContain('snapshot');
    expect(near.line.versions).toHaveLength(RESUME_ENTRIES_MAX);
  });

  it('[W25] hears while the database is away that it is, and no more when it is back', async () => {
    let isDatabaseAway = false;
    const { broadcast, hub, time } = await RunningHub.serving({ isDatabaseAway: () => isDatabaseAway });
    const line = broadcast.connect();
    hub.open(line, { credential: { hall: HALL, actor: KIOSK }, resume: null });
    await settled();
    for (const away of [true, false]) {
      isDatabaseAway = away;
      time.advance(HEARTBEAT_MS);
      await settled();
      expect(line.last('heartbeat')).toMatchObject({ readOnly: null, serverNow: time.now() });
      expect(line.last('heartbeat')?.database).toBe(away ? 'away' : undefined);
    }
    await hub.close();
  });

  it('[P23] hears a heartbeat every 5 s, and everything up to its version before it', async () => {
    const watched = await WatchedHub.serving();
    const { line } = await watched.screen();
    await watched.issue();
    await watched.pass(3 * HEARTBEAT_MS, HEARTBEAT_MS);
    expect(line.names).toEqual(['welcome', 'snapshot', 'heartbeat', 'entries', 'heartbeat', 'heartbeat', 'heartbeat']);
    expect(line.last('heartbeat')).toMatchObject({ ...watched.head(), serverNow: watched.time.now() });
  });

  it('[P24] hears at once when nothing can be changed any more', async () => {
    const watched = await WatchedHub.serving();
    const { line } = await watched.screen();
    watched.disk.isFull = true;
    await watched.refused(KIOSK, { type: 'issue-ticket', service: 'A' });
    expect(line.last('heartbeat').readOnly).toBe('journal');
  });

  it('[P27] that misses something and says so gets it again, in the same order', async () => {
    const watched = await WatchedHub.serving();
    const { line, session } = await watched.screen();
    const known = watched.head();
    await watched.issue();
    await watched.issue();
    session.resume(known);
    await watched.issue();
    const next = known.version + 1;
    expect(line.versions).toEqual([next, next + 1, next, next + 1, next + 2]);
    session.resume(null);
    expect(line.names.slice(-2)).toEqual(['snapshot', 'heartbeat']);
  });

  it('[P28] says what it shows, so that the hub knows how far the slowest is behind', async () => {
    const watched = await WatchedHub.serving();
    const { session } = await watched.screen();
    await watched.issue();
    session.seen(watched.head().version - 1);
    expect(watched.hub.status()).toEqual([
      { hall: 'demo', version: watched.head().version, waiting: 0, screens: 1, behindMax: 1, readOnly: null },
    ]);
    session.seen(watched.head().version + 1_000);
    expect(watched.hub.status()[0]?.behindMax).toBe(0);
  });

  it('[P29] that is gone leaves nothing behind, however often it is closed', async () => {
    const watched = await WatchedHub.serving();
    const timers = watched.time.timersLeft;
    const { line, session } = await watched.screen();
    expect(watched.time.timersLeft).toBe(timers + 1);
    session.close();
    session.close();
    session.resume(null);
    session.seen(1);
    await watched.pass(2 * HEARTBEAT_MS, HEARTBEAT_MS);
    expect([watched.time.timersLeft, line.rooms.size, watched.hub.status()[0]?.screens]).toEqual([timers, 0, 0]);
    expect(line.names).toEqual(['welcome', 'snapshot', 'heartbeat']);
  });

  it('[P29] that is gone before its hall is loaded is never welcomed', async () => {
    const watched = await WatchedHub.serving();
    const line = watched.broadcast.connect();
    const session = watched.hub.open(line, { credential: { hall: 'demo', actor: KIOSK }, resume: null });
    session.close();
    await settled();
    expect(line.sent).toEqual([]);
  });

  it('[P30] of a hall that is not there is told unknown-hall', async () => {
    const watched = await WatchedHub.serving();
    const line = watched.broadcast.connect();
    watched.hub.open(line, { credential: { hall: 'nowhere', actor: KIOSK }, resume: null });
    await settled();
    expect(line.goodbye).toEqual({ kind: 'unknown-hall' });
    expect(await watched.hub.submit('nowhere', teller(1), { id: 'somewhere-else', type: 'open-day' })).toEqual({
      ok: false,
      error: { kind: 'unknown-hall' },
    });
  });

  it('[P31] is told hub-leaving when the hub stops, and nobody comes in after that', async () => {
    const watched = await WatchedHub.serving();
    const { line } = await watched.screen();
    await watched.hub.close();
    await watched.hub.close();
    const late = await watched.screen();
    expect([line.goodbye?.kind, late.line.goodbye?.kind]).toEqual(['hub-leaving', 'hub-leaving']);
    expect(await watched.refused(KIOSK, { type: 'issue-ticket', service: 'A' })).toBe('hub-leaving');
    expect(watched.time.timersLeft).toBe(0);
  });
});

describe('a screen that reads too slowly', () => {
  it('[P25] leaves the room, hears no heartbeat, and gets one snapshot when it has drained', async () => {
    const watched = await WatchedHub.serving();
    const { line, session } = await watched.screen();
    line.waiting = BACKLOG_LAG_MAX + 1;
    await watched.pass(BACKLOG_CHECK_MS);
    const before = line.sent.length;
    await watched.issue();
    await watched.pass(2 * HEARTBEAT_MS, HEARTBEAT_MS);
    session.resume(null);
    expect([line.rooms.size, line.sent.length]).toEqual([0, before]);
    line.drain();
    expect(line.names.slice(before)).toEqual(['snapshot', 'heartbeat']);
    const { version } = await watched.issue();
    expect(line.versions).toEqual([version]);
  });

  it('[P26] is closed after 15 s, or at once when far too much waits for it', async () => {
    const watched = await WatchedHub.serving();
    const slow = await watched.screen();
    const stuck = await watched.screen();
    const quick = await watched.screen();
    slow.line.waiting = BACKLOG_LAG_MAX + 1;
    stuck.line.waiting = BACKLOG_CLOSE_MAX + 1;
    await watched.pass(BACKLOG_CHECK_MS);
    expect([slow.line.goodbye, stuck.line.goodbye?.kind]).toEqual([null, 'hub-busy']);
    await watched.pass(LAG_MS_MAX, BACKLOG_CHECK_MS);
    expect([slow.line.goodbye?.kind, slow.line.drainListeners, quick.line.goodbye]).toEqual(['hub-busy', 0, null]);
    expect(watched.hub.status()[0]?.screens).toBe(1);
  });
});

describe('publishing', () => {
  it('[P32] is one message for a whole group, whatever the number of screens, without actor and command', async () => {
    const watched = await WatchedHub.serving();
    await Promise.all([watched.screen(), watched.screen(), watched.screen()]);
    const groups = watched.broadcast.groups.length;
    await Promise.all([watched.issue(), watched.issue()]);
    expect(watched.broadcast.groups.length - groups).toBe(1);
    expect(Object.keys(watched.broadcast.groups.at(-1)![0]!)).toEqual(['version', 'at', 'previousHash', 'hash', 'events']);
  });
});
