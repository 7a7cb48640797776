import { describe, expect, it } from 'vitest';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { initialState } from '../../shared/hall/state.ts';
import { KIOSK, MANAGER, MORNING, teller } from '../../test/support/played-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { HALL, settled, WatchedHub } from '../../test/support/watched-hub.ts';
import { HALL_IDLE_MS, SNAPSHOT_EVERY_ENTRIES } from './limits.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function foldOf(watched: WatchedHub): unknown {
  const state = initialState();
  for (const entry of watched.log()) applyEntry(state, entry);
  return toSnapshot(state);
}

describe('a hall', () => {
  it('[J59] begins with its configuration as version 1, and a second seed changes nothing', async () => {
    const watched = await WatchedHub.serving();
    expect(watched.log()[0]).toMatchObject({ version: 1, actor: 'system:setup', previousHash: ORIGIN.hash });
    expect(watched.log()[0]?.events[0]?.type).toBe('hall-configured');
    const head = watched.head();
    expect(await watched.hub.seed(HALL, testConfiguration({ brandColour: '#000000' }))).toBeNull();
    expect(watched.head()).toEqual(head);
  });

  it('[J59] is not made of a configuration that makes no sense', async () => {
    const watched = new WatchedHub();
    await watched.hub.start();
    const answer = await watched.hub.seed(HALL, testConfiguration({ timeZone: 'Nowhere/Town' }));
    expect(answer).toMatchObject({ ok: false, error: { kind: 'configuration-invalid' } });
    expect(await watched.refused(KIOSK, { type: 'issue-ticket', service: 'A' })).toBe('unknown-hall');
    expect(watched.head()).toEqual(ORIGIN);
  });

  it('[J56] keeps a snapshot when it closes, and is the same after a restart as the fold of its log', async () => {
    const watched = await WatchedHub.serving();
    await watched.staff(1);
    for (let issued = 0; issued < 5; issued += 1) await watched.issue();
    await watched.done(teller(1), { type: 'call-next', counter: 1 });
    await watched.hub.close();
    expect(watched.disk.snapshot(HALL)?.position).toEqual(watched.head());
    const after = await watched.another();
    expect(toSnapshot(await after.state())).toEqual(foldOf(after));
    await after.issue();
    expect(toSnapshot(await after.state())).toEqual(foldOf(after));
  });

  it('[J56] keeps a snapshot now and then while it works, and needs none', async () => {
    const watched = await WatchedHub.serving();
    const round = 200;
    for (let done = 0; done <= SNAPSHOT_EVERY_ENTRIES; done += round) {
      await Promise.all(
        Array.from({ length: round }, (_, index) =>
          watched.done(MANAGER, index % 2 === 0 ? { type: 'close-day' } : { type: 'open-day' }),
        ),
      );
    }
    await watched.pass(1_000);
    expect(watched.disk.snapshot(HALL)?.position.version).toBeGreaterThanOrEqual(SNAPSHOT_EVERY_ENTRIES);
    watched.disk.damageSnapshot(HALL);
    const after = await watched.another();
    expect(toSnapshot(await after.state())).toEqual(foldOf(after));
  });

  it('[J57] that is closed and that nobody uses for ten minutes leaves the memory, and comes back the same', async () => {
    const watched = await WatchedHub.serving();
    const first = await watched.issue('before-it-left');
    await watched.done(MANAGER, { type: 'close-day' });
    const { session } = await watched.screen();
    await watched.pass(HALL_IDLE_MS + 2 * MINUTE, MINUTE);
    expect(watched.hub.status()).toHaveLength(1);
    session.close();
    await watched.pass(2 * MINUTE, MINUTE);
    expect(watched.hub.status()).toEqual([]);
    expect(watched.disk.snapshot(HALL)?.position).toEqual(watched.head());
    expect(await watched.issue('before-it-left')).toEqual(first);
    await watched.done(MANAGER, { type: 'open-day' });
    expect((await watched.issue()).result.number).toBe('A002');
    expect(watched.hub.status()).toHaveLength(1);
  });

  it('[J97] that is open stays in memory, whether anybody uses it or not', async () => {
    const watched = await WatchedHub.serving();
    await watched.pass(3 * HALL_IDLE_MS, MINUTE);
    expect(watched.hub.status()).toHaveLength(1);
  });

  it('[J57] is loaded once, however many ask for it at once', async () => {
    const watched = await WatchedHub.serving();
    await watched.done(MANAGER, { type: 'close-day' });
    await watched.pass(HALL_IDLE_MS + 2 * MINUTE, MINUTE);
    expect(watched.hub.status()).toEqual([]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => watched.done(MANAGER, { type: index % 2 === 0 ? 'open-day' : 'close-day' })),
    );
    expect(new Set(answers.map(({ version }) => version)).size).toBe(20);
    expect(watched.broadcast.groups.at(-1)).toHaveLength(20);
  });

  it('[J58] whose log is damaged is refused and nothing is written over it', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue();
    watched.disk.damageEntry(HALL, 2, { at: MORNING + 1 });
    const after = new WatchedHub({ disk: watched.disk, time: watched.time });
    await after.hub.start();
    const left = after.log();
    expect(await after.refused(KIOSK, { type: 'issue-ticket', service: 'A' })).toBe('hall-read-only');
    const { line } = await after.screen();
    expect(line.goodbye?.kind).toBe('hall-read-only');
    expect(after.log()).toEqual(left);
  });

  it('[J58] whose log ends before its snapshot is refused', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue();
    await watched.hub.close();
    const snapshot = watched.disk.snapshot(HALL);
    const cut = new WatchedHub({ disk: watched.disk, time: watched.time });
    watched.disk.damageEntry(HALL, watched.head().version, 'missing');
    watched.disk.snapshot = () => snapshot;
    await cut.hub.start();
    expect(await cut.refused(KIOSK, { type: 'issue-ticket', service: 'A' })).toBe('hall-read-only');
  });

  it('[J53] forgets command ids when the business day after theirs has ended, and not before', async () => {
    const watched = await WatchedHub.serving({ changes: { businessDay: { opensAt: '08:00', closesAt: '18:00' } } });
    const first = await watched.issue('of-the-first-day');
    await watched.pass(24 * HOUR, HOUR / 2);
    expect(await watched.issue('of-the-first-day')).toEqual(first);
    await watched.pass(24 * HOUR, HOUR / 2);
    await settled();
    expect(watched.disk.command(HALL, 'of-the-first-day')).toBeNull();
    const again = await watched.issue('of-the-first-day');
    expect(again.version).toBe(watched.head().version);
    expect(watched.disk.command(HALL, `schedule:open-day:2026-11-23`)).not.toBeNull();
  });
});

describe('the rooms of the hub', () => {
  it('[J61] hear of each entry once, in order, with the state that holds it, and cannot hurt the hall', async () => {
    const watched = await WatchedHub.serving();
    const heard: number[] = [];
    const release = watched.hub.onCommitted((hall, entries, state) => {
      expect([hall, state.version]).toEqual([HALL, entries.at(-1)?.version]);
      heard.push(...entries.map(({ version }) => version));
      throw new Error('a room fails');
    });
    const before = watched.head().version;
    await Promise.all([watched.issue(), watched.issue()]);
    await watched.issue();
    release();
    await watched.issue();
    expect(heard).toEqual([before + 1, before + 2, before + 3]);
  });

  it('[J61] and the API read committed entries as screens get them', async () => {
    const watched = await WatchedHub.serving();
    const { version } = await watched.issue();
    await watched.issue();
    const entries = await watched.hub.entries(HALL, version, 10);
    expect(entries.map((entry) => entry.version)).toEqual([version + 1]);
    expect(entries[0]).not.toHaveProperty('commandId');
    expect(await watched.hub.entries(HALL, version + 1, 10)).toEqual([]);
    expect(await watched.hub.entries('nowhere', 0, 10)).toEqual([]);
  });
});
