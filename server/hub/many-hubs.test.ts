import { describe, expect, it } from 'vitest';
import type { Command } from '../../shared/hall/commands.ts';
import { KIOSK, MORNING, teller } from '../../test/support/played-hall.ts';
import { RemoteJournal } from '../../test/support/remote-journal.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { HALL, passUntil, settled, WatchedHub, type WatchedHubOptions } from '../../test/support/watched-hub.ts';
import type { Duties } from './duties.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { PeerMessage, Peers } from './peers.ts';
import { HELD_MS_MAX, JOURNAL_RETRY_MS, LEAVING_ANSWERS_MS_MAX, TURNED_AWAY_MS, UNREACHABLE_MS_MAX } from './limits.ts';

const ISSUE: Command = { type: 'issue-ticket', service: 'A' };

/** A hub whose journal is on other machines. */
async function remote(options: WatchedHubOptions = {}): Promise<{ watched: WatchedHub; journal: RemoteJournal }> {
  const { journals, throughJournal } = journalsOnOne();
  const watched = await WatchedHub.serving({ ...options, throughJournal });
  return { watched, journal: journals[0]! };
}

/** The ways of several hubs to one such journal, in the order of the hubs. */
function journalsOnOne() {
  const withdrawn = new Map<string, string>();
  const journals: RemoteJournal[] = [];
  const throughJournal: WatchedHubOptions['throughJournal'] = (own) => {
    const journal = new RemoteJournal(own, withdrawn);
    journals.push(journal);
    return journal;
  };
  return { journals, throughJournal };
}

/** Two hubs on one journal. The first has a command in hand of which nobody knows; it goes on when its journal is `writable` again. */
async function withOneInHand(command: Command, id: string) {
  const { journals, throughJournal } = journalsOnOne();
  const first = await WatchedHub.serving({ throughJournal });
  const second = await first.another({ throughJournal });
  await second.staff(1);
  await second.issue();
  const [own, others] = [journals[0]!, journals[1]!];
  own.nobodyKnows = 'not-written';
  const heard = hear(first.send(teller(1), command, id));
  await settled();
  const goOn = async (): Promise<void> => {
    own.nobodyKnows = null;
    own.become({ is: 'writable' });
    await settled();
  };
  return { first, second, heard, goOn, own, others };
}

/** Two hubs that hear each other. */
function twoPeers(): [Peers, Peers] {
  type Told = (topic: string, message: PeerMessage) => void;
  const sides = [new Set<Told>(), new Set<Told>()] as const;
  const peerOf = (own: Set<Told>, other: Set<Told>): Peers => ({
    tell: (topic, message) => {
      for (const told of other) told(topic, message);
    },
    on: (topic, listener) => {
      const told: Told = (about, message) => {
        if (about === topic) listener(message);
      };
      own.add(told);
      return () => own.delete(told);
    },
  });
  return [peerOf(sides[0], sides[1]), peerOf(sides[1], sides[0])];
}

/** What was answered by now. */
function hear(answer: Promise<HubAnswer>): { kind: string | null } {
  const heard: { kind: string | null } = { kind: null };
  void answer.then((told) => {
    heard.kind = told.ok ? 'done' : told.error.kind;
  });
  return heard;
}

describe('a command of which nobody knows', () => {
  it.each(['written', 'not-written'] as const)('[W1] is answered and shown only when the journal knows (%s)', async (what) => {
    const { journal, watched } = await remote();
    const { line } = await watched.screen();
    const before = watched.head().version;
    journal.nobodyKnows = what;
    const heard = hear(watched.send(KIOSK, ISSUE, 'nobody-knows-this'));
    await watched.pass(5_000, 500);
    expect([heard.kind, line.versions, await watched.version()]).toEqual([null, [], before]);
    journal.nobodyKnows = null;
    journal.become({ is: 'writable' });
    await settled();
    expect([heard.kind, line.versions, watched.head().version]).toEqual(['done', [before + 1], before + 1]);
  });

  it('[W1] that comes again meanwhile is the same, and both hear one answer', async () => {
    const { journal, watched } = await remote();
    journal.nobodyKnows = 'written';
    const both = [watched.send(KIOSK, ISSUE, 'pressed-twice-1'), watched.send(KIOSK, ISSUE, 'pressed-twice-1')];
    await settled();
    journal.nobodyKnows = null;
    journal.become({ is: 'writable' });
    const [first, second] = await Promise.all(both);
    expect(first).toEqual(second);
    expect(watched.log().filter(({ commandId }) => commandId === 'pressed-twice-1')).toHaveLength(1);
  });

  it('[W2] is decided again on what another hub has done meanwhile', async () => {
    const { journal, watched } = await remote();
    await watched.staff(1);
    await watched.issue();
    await watched.issue();
    journal.nobodyKnows = 'not-written';
    const next: Command = { type: 'call-next', counter: 1, atHand: null };
    const heard = hear(watched.send(teller(1), next));
    await settled();
    const rival = await watched.another({ throughJournal: (own) => own });
    await rival.done(teller(1), next);
    journal.nobodyKnows = null;
    journal.become({ is: 'writable' });
    await settled();
    expect(heard.kind).toBe('counter-moved-on');
  });

  it('[W3] for half a minute is only looked up: done if it is in the log, and else not any more', async () => {
    for (const [what, kind] of [
      ['written', 'done'],
      ['not-written', 'hall-read-only'],
    ] as const) {
      const { journal, watched } = await remote();
      journal.nobodyKnows = what;
      const heard = hear(watched.send(KIOSK, ISSUE));
      await settled();
      journal.become({ is: 'read-only', reason: 'copies-missing' });
      await watched.pass(HELD_MS_MAX + 1_000, 1_000);
      const before = watched.head().version;
      journal.nobodyKnows = null;
      journal.become({ is: 'writable' });
      await watched.pass(2_000, 500);
      expect([heard.kind, watched.head().version]).toEqual([kind, before]);
    }
  });

  it('[W4] waits also when it comes while the journal is out of reach; while copies are missing it is refused', async () => {
    const { journal, watched } = await remote();
    journal.become({ is: 'read-only', reason: 'unreachable' });
    const held = hear(watched.send(KIOSK, ISSUE));
    await watched.pass(1_000);
    expect(held.kind).toBeNull();
    journal.become({ is: 'read-only', reason: 'copies-missing' });
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hall-read-only');
    journal.become({ is: 'writable' });
    await settled();
    expect(held.kind).toBe('done');
  });

  it('[W5] when the hub stops is left to the next: no answer that could be untrue', async () => {
    const { journal, watched } = await remote();
    journal.nobodyKnows = 'written';
    const heard = hear(watched.send(KIOSK, ISSUE, 'left-to-the-next'));
    await settled();
    await watched.hub.close();
    expect(heard.kind).toBe('hub-leaving');
    const next = await watched.another({ throughJournal: (own) => own });
    expect((await next.issue('left-to-the-next')).result.number).toBe('A001');
  });
});

describe('a command that one hub has in hand and another answers', () => {
  const NEXT: Command = { type: 'call-next', counter: 1, atHand: null };
  const ID = 'sent-to-two-hubs';

  it('[W18] is done by nobody once it was refused: who has it in hand says what was said', async () => {
    const { first, goOn, heard, second } = await withOneInHand(NEXT, ID);
    await second.done(teller(1), NEXT);
    expect(await second.refused(teller(1), NEXT, ID)).toBe('counter-moved-on');
    // What it was refused for is no more: it would be done now.
    await second.done(teller(1), { type: 'finish-service', counter: 1 });
    const { version } = second.head();
    await goOn();
    expect([heard.kind, first.head().version]).toEqual(['counter-moved-on', version]);
    expect(await second.refused(teller(1), NEXT, ID)).toBe('counter-moved-on');
    expect(await second.refused(KIOSK, ISSUE, ID)).toBe('command-id-reused');
  });

  it('[W18] does not keep the commands beside it from being done', async () => {
    const { first, goOn, heard, second } = await withOneInHand(NEXT, ID);
    await second.done(teller(1), NEXT);
    await second.refused(teller(1), NEXT, ID);
    await second.done(teller(1), { type: 'finish-service', counter: 1 });
    const beside = [hear(first.send(KIOSK, ISSUE, 'beside-it-1')), hear(first.send(KIOSK, ISSUE, 'beside-it-2'))];
    await goOn();
    await first.pass(100, 10);
    expect([heard.kind, ...beside.map(({ kind }) => kind)]).toEqual(['counter-moved-on', 'done', 'done']);
  });

  it('[W18] is told its entry where it was done meanwhile, whatever would be said now', async () => {
    const { goOn, heard, second } = await withOneInHand(NEXT, ID);
    const { version } = await second.done(teller(1), NEXT, ID);
    await goOn();
    expect([heard.kind, second.head().version]).toEqual(['done', version]);
  });

  it('[W19] is not answered before it is known that it is withdrawn', async () => {
    const { others, second } = await withOneInHand(NEXT, ID);
    await second.done(teller(1), NEXT);
    others.nobodyKnows = 'written';
    const refused = hear(second.send(teller(1), NEXT, ID));
    await second.pass(3_000, 500);
    others.become({ is: 'read-only', reason: 'copies-missing' });
    await second.pass(3_000, 500);
    expect(refused.kind).toBeNull();
    others.nobodyKnows = null;
    others.become({ is: 'writable' });
    await second.pass(JOURNAL_RETRY_MS);
    expect(refused.kind).toBe('counter-moved-on');
  });

  it('[W19] that waits to be withdrawn is left to another hub by one that is cut off', async () => {
    const { others, second } = await withOneInHand(NEXT, ID);
    await second.done(teller(1), NEXT);
    others.nobodyKnows = 'not-written';
    const refused = hear(second.send(teller(1), NEXT, ID));
    await second.pass(UNREACHABLE_MS_MAX + JOURNAL_RETRY_MS, 500);
    expect(refused.kind).toBe('hub-leaving');
  });

  it('[W24] may still be done after a refusal that says when and not what of, and under a name instead of a drawn id', async () => {
    const { goOn, heard, others, second } = await withOneInHand(NEXT, ID);
    others.become({ is: 'read-only', reason: 'copies-missing' });
    expect(await second.refused(teller(1), NEXT, ID)).toBe('hall-read-only');
    await goOn();
    expect(heard.kind).toBe('done');
    others.become({ is: 'writable' });
    expect(await second.refused(teller(1), NEXT, 'import:1')).toBe('counter-moved-on');
    await second.done(teller(1), { type: 'finish-service', counter: 1 });
    expect(await second.refused(teller(1), NEXT, 'import:1')).toBe('nobody-waiting');
  });
});

describe('entries of another hub', () => {
  it('[W6] are shown as soon as they are heard of, once', async () => {
    const { journal, watched } = await remote();
    const rival = await watched.another({ throughJournal: (own) => own });
    const { line } = await watched.screen();
    const { version } = await rival.issue();
    expect(line.versions).toEqual([]);
    journal.grow(HALL, version);
    await settled();
    expect(line.versions).toEqual([version]);
    journal.grow(HALL, version);
    await settled();
    expect(line.versions).toEqual([version]);
  });

  it('[I42] are looked for before anything is refused: what was allowed a moment ago elsewhere is allowed here', async () => {
    const { watched } = await remote();
    await watched.staff(1);
    const rival = await watched.another({ throughJournal: (own) => own });
    const { version } = await rival.issue();
    await watched.done(teller(1), { type: 'call-next', counter: 1, atHand: null });
    expect(watched.head().version).toBe(version + 1);
    expect(await watched.refused(teller(1), { type: 'call-next', counter: 2, atHand: null })).toBe('not-signed-in');
  });

  it('[I43] that cannot be asked about make a refusal wait, and not the hall', async () => {
    const { journal, watched } = await remote();
    await watched.staff(1);
    journal.isSilent = true;
    const held = hear(watched.send(teller(1), { type: 'call-next', counter: 1, atHand: null }));
    await watched.pass(2_000);
    expect(held.kind).toBeNull();
    expect((await watched.issue()).result.number).toBe('A001');
    journal.isSilent = false;
    await watched.pass(2_000, 1_000);
    expect(held.kind).toBe('done');
  });

  it('[I42] are not asked for by a hall that takes nothing: it says so at once', async () => {
    const { journal, watched } = await remote();
    const rival = await watched.another({ throughJournal: (own) => own });
    journal.become({ is: 'read-only', reason: 'copies-missing' });
    await rival.issue();
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hall-read-only');
  });

  it('[W7] and own ones get their turns: of two hubs that decide for one hall at once the one with the longer way does not starve', async () => {
    const time = new VirtualTime(MORNING);
    const [left, right] = twoPeers();
    const near = await passUntil(time, WatchedHub.serving({ time, timedJournal: true, peers: left }));
    const far = await passUntil(time, near.another({ journalDelayMs: 2, peers: right }));
    const from = near.head().version;
    let isOver = false;
    const answers: HubAnswer[] = [];
    const ask = async (hub: WatchedHub): Promise<void> => {
      while (!isOver) answers.push(await hub.send(KIOSK, ISSUE));
    };
    const crowd = Array.from({ length: 10 }, () => ask(near));
    const served = Array.from({ length: 20 }, () => far.send(KIOSK, ISSUE));
    const distant = await passUntil(time, Promise.all(served));
    isOver = true;
    await passUntil(time, Promise.all(crowd));
    expect([...distant, ...answers].filter(({ ok }) => !ok)).toEqual([]);
    expect(near.head().version - from).toBe(distant.length + answers.length);
  });
});

describe('a hub that is cut off', () => {
  it('[W8] sends its screens to another and takes none, until it can know again what others do', async () => {
    const { journal, watched } = await remote();
    const { line } = await watched.screen();
    journal.become({ is: 'read-only', reason: 'unreachable' });
    const held = hear(watched.send(KIOSK, ISSUE));
    await watched.pass(UNREACHABLE_MS_MAX - 1_000, 1_000);
    expect([line.goodbye, watched.hub.takesScreens, held.kind]).toEqual([null, true, null]);
    await watched.pass(1_000);
    expect([line.goodbye?.kind, watched.hub.takesScreens, held.kind]).toEqual(['hub-leaving', false, 'hub-leaving']);
    const late = await watched.screen();
    await watched.pass(TURNED_AWAY_MS - 1);
    expect([late.line.sent, late.line.goodbye]).toEqual([[], null]);
    await watched.pass(1);
    expect(late.line.goodbye?.kind).toBe('hub-leaving');
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hub-leaving');
    journal.become({ is: 'writable' });
    expect([watched.hub.takesScreens, (await watched.screen()).line.goodbye]).toEqual([true, null]);
  });

  it('[W9] tells screens why nothing can be written, and how many copies are kept when that is fewer than promised', async () => {
    const { journal, watched } = await remote();
    const { line } = await watched.screen();
    expect(line.last('heartbeat')).not.toHaveProperty('copies');
    journal.become({ is: 'read-only', reason: 'copies-missing' });
    expect(line.last('heartbeat')).toMatchObject({ readOnly: 'journal', why: 'copies-missing' });
    journal.become({ is: 'writable', copies: { kept: 1, promised: 2 } });
    expect(line.last('heartbeat')).toMatchObject({ readOnly: null, copies: { kept: 1, promised: 2 } });
  });
});

describe('a hub that stops among others', () => {
  it('[W10] is not for new screens at once, answers what is at hand, then tells its screens to go', async () => {
    const time = new VirtualTime(MORNING);
    const watched = await passUntil(time, WatchedHub.serving({ time, timedJournal: true }));
    const { line } = await watched.screen();
    const leaving = watched.hub.leave(2_000);
    expect([watched.hub.takesScreens, line.goodbye]).toEqual([false, null]);
    await watched.pass(1_999, 100);
    const atHand = hear(watched.send(KIOSK, ISSUE));
    await passUntil(time, leaving);
    expect([atHand.kind, line.goodbye?.kind]).toEqual(['done', 'hub-leaving']);
    expect(line.versions).toHaveLength(1);
    expect(await watched.refused(KIOSK, ISSUE)).toBe('hub-leaving');
  });

  it('[W10] does not wait for ever for an answer that nobody can give', async () => {
    const { journal, watched } = await remote();
    const { line } = await watched.screen();
    journal.become({ is: 'read-only', reason: 'unreachable' });
    const held = hear(watched.send(KIOSK, ISSUE));
    await settled();
    const leaving = watched.hub.leave(0);
    await watched.pass(LEAVING_ANSWERS_MS_MAX - 100, 100);
    expect(line.goodbye).toBeNull();
    await passUntil(watched.time, leaving, 10);
    expect(line.goodbye?.kind).toBe('hub-leaving');
    await watched.hub.close();
    expect(held.kind).toBe('hub-leaving');
  });
});

describe('the schedule of a hall', () => {
  it('[W11] is the duty of one hub, which takes it up when it gets it and leaves it when it loses it', async () => {
    const office = { businessDay: { opensAt: '08:30', closesAt: '18:00' } };
    const time = new VirtualTime(MORNING - 2 * 3_600_000);
    const listeners = new Set<(hall: string, held: boolean) => void>();
    let held = false;
    const duties: Duties = {
      holds: () => held,
      fence: () => (held ? 1 : null),
      stand: () => undefined,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => Promise.resolve(),
    };
    const watched = await WatchedHub.serving({ time, duties, changes: office });
    const opened = (): number => watched.log().filter(({ events }) => events.some(({ type }) => type === 'day-opened')).length;
    await watched.pass(12 * 3_600_000, 60_000);
    expect(opened()).toBe(0);
    await watched.pass(14 * 3_600_000, 60_000);
    held = true;
    for (const tell of listeners) tell(HALL, true);
    await watched.pass(2_000, 1_000);
    expect(opened()).toBe(1);
    held = false;
    for (const tell of listeners) tell(HALL, false);
    await watched.pass(24 * 3_600_000, 600_000);
    expect(opened()).toBe(1);
  });
});
