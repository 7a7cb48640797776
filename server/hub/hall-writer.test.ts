import { describe, expect, it } from 'vitest';
import { assert } from '../../shared/lib/assert.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { MemoryDisk } from '../journal/memory-disk.ts';
import { KIOSK, MANAGER, MORNING, teller } from '../../test/support/played-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { HALL, passUntil, settled, WatchedHub } from '../../test/support/watched-hub.ts';
import { ROOM_PROBE_MS } from '../journal/limits.ts';
import { COMMANDS_WAITING_MAX, JOURNAL_RETRY_MS } from './limits.ts';

const ISSUE: Command = { type: 'issue-ticket', service: 'A' };

/** Appends wait until they are let go. */
function gate() {
  const waiting: (() => void)[] = [];
  const flakiness = { isShut: false, beforeAppend: () => (flakiness.isShut ? pass() : Promise.resolve()) };
  const pass = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const open = async (): Promise<void> => {
    flakiness.isShut = false;
    for (const go of waiting.splice(0)) go();
    await settled();
  };
  return { flakiness, open, waiting };
}

describe('commands that wait together', () => {
  it('[J40] are decided in order, each on what the ones before it leave, and shown as one group', async () => {
    const watched = await WatchedHub.serving();
    await watched.staff(1);
    const groups = watched.broadcast.groups.length;
    const [issued, called, second] = await Promise.all([
      watched.issue(),
      watched.done(teller(1), { type: 'call-next', counter: 1, atHand: null }),
      watched.issue(),
    ]);
    expect(called.result.ticket).toBe(issued.result.ticket);
    expect([called.version, second.version]).toEqual([issued.version + 1, issued.version + 2]);
    expect(watched.broadcast.groups.length).toBe(groups + 1);
    expect(watched.broadcast.groups.at(-1)).toHaveLength(3);
  });

  it('[J41] are neither answered nor shown before the journal has them', async () => {
    const { flakiness, open } = gate();
    const watched = await WatchedHub.serving({ flakiness });
    const before = await watched.version();
    flakiness.isShut = true;
    let answered = false;
    const issued = watched.issue().then(() => {
      answered = true;
    });
    await settled();
    expect([answered, await watched.version(), watched.broadcast.groups.length]).toEqual([false, before, before]);
    await open();
    await issued;
    expect([answered, await watched.version(), watched.head().version]).toEqual([true, before + 1, before + 1]);
  });

  it('[J46] hear a refusal that presumes others only after these are in the journal', async () => {
    const { flakiness, open } = gate();
    const watched = await WatchedHub.serving({ flakiness });
    flakiness.isShut = true;
    const signIn = watched.done(teller(1), { type: 'sign-in', counter: 1 });
    let refusal: string | null = null;
    const taken = watched.refused(teller(2), { type: 'sign-in', counter: 1 }).then((kind) => {
      refusal = kind;
    });
    await settled();
    expect(refusal).toBeNull();
    await open();
    await Promise.all([signIn, taken]);
    expect(refusal).toBe('counter-taken');
  });

  it('[J55] are refused with hub-busy when too many wait, and those that wait are answered', async () => {
    const { flakiness, open } = gate();
    const watched = await WatchedHub.serving({ flakiness });
    flakiness.isShut = true;
    const waiting = Array.from({ length: COMMANDS_WAITING_MAX }, () =>
      watched.send(KIOSK, { type: 'issue-ticket', service: 'Z' }),
    );
    const first = watched.send(KIOSK, ISSUE);
    await settled();
    expect(await first).toEqual({ ok: false, error: { kind: 'hub-busy' } });
    await open();
    const kinds = new Set((await Promise.all(waiting)).map((answer) => (answer.ok ? 'ok' : answer.error.kind)));
    expect([...kinds]).toEqual(['unknown-service']);
  });

  it('[J54] go on when one of them breaks the core: only that one is answered internal', async () => {
    const watched = await WatchedHub.serving();
    const broken = { type: 'no-such-command' } as unknown as Command;
    const [before, refused, after] = await Promise.all([watched.issue(), watched.refused(KIOSK, broken), watched.issue()]);
    expect(refused).toBe('internal');
    expect([before.result.number, after.result.number]).toEqual(['A001', 'A002']);
    expect((await watched.issue()).result.number).toBe('A003');
  });
});

describe('a command id', () => {
  it('[J42] leads to one entry: sent again it hears the first answer, also from memory and after a restart', async () => {
    const watched = await WatchedHub.serving();
    const first = await watched.issue('the-first-command');
    const version = watched.head().version;
    expect(await watched.issue('the-first-command')).toEqual(first);
    const after = await watched.another();
    expect(await after.issue('the-first-command')).toEqual(first);
    expect(after.head().version).toBe(version);
  });

  it('[J42] hears its first answer even where it would now be refused', async () => {
    const watched = await WatchedHub.serving();
    const signIn: Command = { type: 'sign-in', counter: 1 };
    const first = await watched.done(teller(1), signIn, 'sign-in-once');
    await watched.hub.close();
    const after = await watched.another();
    expect(await after.done(teller(1), signIn, 'sign-in-once')).toEqual(first);
    expect(await after.refused(teller(1), signIn)).toBe('already-signed-in');
  });

  it('[J43] that comes with another command or from another sender is refused with command-id-reused', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue('one-id-for-two');
    expect(await watched.refused(KIOSK, { type: 'issue-ticket', service: 'B' }, 'one-id-for-two')).toBe('command-id-reused');
    expect(await watched.refused(MANAGER, ISSUE, 'one-id-for-two')).toBe('command-id-reused');
    const after = await watched.another();
    expect(await after.refused(MANAGER, ISSUE, 'one-id-for-two')).toBe('command-id-reused');
  });

  it('[J44] that comes twice while it waits leads to one entry and one answer', async () => {
    const watched = await WatchedHub.serving();
    const version = watched.head().version;
    const [left, right] = await Promise.all([watched.issue('clicked-twice'), watched.issue('clicked-twice')]);
    expect(left).toEqual(right);
    expect(watched.head().version).toBe(version + 1);
    const other = watched.send(KIOSK, ISSUE, 'clicked-again');
    expect(await watched.refused(MANAGER, ISSUE, 'clicked-again')).toBe('command-id-reused');
    assert((await other).ok, 'the first of the two is done');
  });

  it('[J45] that was refused is decided anew', async () => {
    const watched = await WatchedHub.serving();
    const open: Command = { type: 'open-counter', counter: 1 };
    expect(await watched.refused(teller(1), open, 'open-counter-1')).toBe('not-signed-in');
    await watched.done(teller(1), { type: 'sign-in', counter: 1 });
    expect((await watched.done(teller(1), open, 'open-counter-1')).version).toBe(watched.head().version);
  });

  it('[J52] of another business day is refused with command-expired', async () => {
    const watched = await WatchedHub.serving();
    for (const day of ['2026-11-23', '2099-01-01', '2026-99-99'])
      expect(await watched.refused(KIOSK, { ...ISSUE, day })).toBe('command-expired');
    expect(await watched.refused(KIOSK, { ...ISSUE, day: '2026-11-21' })).toBe('command-expired');
    expect((await watched.done(KIOSK, { ...ISSUE, day: '2026-11-22' })).result.number).toBe('A001');
  });

  it('[J60] is not answered while the journal cannot say whether it has an entry', async () => {
    const flakiness = { fails: false, failReading: () => flakiness.fails };
    const watched = await WatchedHub.serving({ flakiness });
    flakiness.fails = true;
    let refusal: string | null = null;
    void watched.refused(KIOSK, { type: 'issue-ticket', service: 'Z' }).then((kind) => {
      refusal = kind;
    });
    await settled();
    expect(refusal).toBeNull();
    flakiness.fails = false;
    await watched.pass(JOURNAL_RETRY_MS);
    expect(refusal).toBe('unknown-service');
  });
});

describe('a journal that fails', () => {
  it('[J47] refuses every command, shows nothing of the failed group, and leaves the hall readable', async () => {
    const disk = new MemoryDisk();
    const watched = await WatchedHub.serving({ disk });
    const first = await watched.issue('before-the-disk-was-full');
    const { line } = await watched.screen();
    disk.isFull = true;
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hall-read-only');
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hall-read-only');
    expect(line.versions).toEqual([]);
    expect([await watched.version(), (await watched.state()).tickets.size]).toEqual([first.version, 1]);
    expect(await watched.issue('before-the-disk-was-full')).toEqual(first);
  });

  it('[J48] goes on from what it holds as soon as it can be written again', async () => {
    const time = new VirtualTime(MORNING);
    const disk = new MemoryDisk();
    const watched = await passUntil(time, WatchedHub.serving({ disk, time, timedJournal: true }));
    const [{ line }] = await Promise.all([watched.screen(), watched.pass(10, 1)]);
    disk.isFull = true;
    expect(await passUntil(time, watched.refused(KIOSK, ISSUE))).toBe('hall-read-only');
    expect(line.last('heartbeat').readOnly).toBe('journal');
    disk.isFull = false;
    await watched.pass(2 * ROOM_PROBE_MS, 100);
    expect(line.last('heartbeat').readOnly).toBeNull();
    const { result, version } = await passUntil(time, watched.issue());
    expect([result.number, line.versions]).toEqual(['A001', [version]]);
  });

  it('[J50] without saying whether it wrote loses nothing and doubles nothing', async () => {
    let losses = 0;
    const flakiness = { isOn: false, loseOutcome: () => flakiness.isOn && (losses += 1) <= 2 };
    const watched = await WatchedHub.serving({ flakiness });
    const { line } = await watched.screen();
    flakiness.isOn = true;
    const answers = await Promise.all([watched.issue(), watched.issue()]);
    expect(answers.map(({ result }) => result.number)).toEqual(['A001', 'A002']);
    expect(watched.log().filter(({ events }) => events[0]?.type === 'ticket-issued')).toHaveLength(2);
    expect(line.versions).toEqual(answers.map(({ version }) => version));
  });

  it('[J50] and cannot be read right after is told again, and screens get what they have not seen', async () => {
    let lost = false;
    let failed = false;
    const flakiness = {
      isOn: false,
      loseOutcome: () => flakiness.isOn && !lost && (lost = true),
      failReading: () => lost && !failed && (failed = true),
    };
    const watched = await WatchedHub.serving({ flakiness });
    const { line } = await watched.screen();
    flakiness.isOn = true;
    const { version } = await watched.issue();
    expect([failed, watched.head().version, line.versions]).toEqual([true, version, [version]]);
    const late = await watched.screen({ version: version - 1, hash: watched.log()[version - 2]!.hash });
    expect(late.line.versions).toEqual([version]);
  });

  it('[J49] because another hub was first makes this one catch up, show that, and decide again', async () => {
    const watched = await WatchedHub.serving();
    const rival = await watched.another();
    const { line } = await watched.screen();
    const first = await rival.issue();
    const second = await watched.issue();
    expect([first.result.number, second.result.number]).toEqual(['A001', 'A002']);
    expect(line.versions).toEqual([first.version, second.version]);
    expect(await rival.issue()).toMatchObject({ version: second.version + 1, result: { number: 'A003' } });
  });

  it('[J42] answers from the entry that another hub made of the same command', async () => {
    const watched = await WatchedHub.serving();
    const rival = await watched.another();
    const first = await rival.issue('sent-to-both-hubs');
    const [again, other] = await Promise.all([watched.issue('sent-to-both-hubs'), watched.issue()]);
    expect(again).toEqual(first);
    expect(other.result.number).toBe('A002');
  });

  it('[J58] shorter than what was committed makes the hall read-only; nothing is written over it', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue();
    await watched.issue();
    watched.disk.damageEntry(HALL, watched.head().version, 'missing');
    const left = watched.log();
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hall-read-only');
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hall-read-only');
    expect(watched.log()).toEqual(left);
  });
});

describe('time', () => {
  it('[J51] in the log never goes back, whatever is done to the clock', async () => {
    const watched = await WatchedHub.serving();
    await watched.issue();
    watched.time.setClockBy(-30 * 60_000);
    await watched.issue();
    const times = watched.log().map(({ at }) => at);
    expect(times).toEqual([...times].sort((left, right) => left - right));
  });
});
