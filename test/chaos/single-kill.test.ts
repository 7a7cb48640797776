import { randomFillSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { answerOf } from '../../shared/hall/answer.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { randomInteger, seededRandom } from '../../shared/lib/random.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { SqliteJournalReader } from '../../server/journal/sqlite-journal-reader.ts';
import { paperText } from '../support/printed-paper.ts';
import { TestPrinter } from '../support/tcp-printer.ts';
import { RestCaller } from './caller.ts';
import { chaosConfiguration } from './hall-crowd.ts';
import { kioskToken, signIn } from './hall-entrance.ts';
import { HALL, HubProgram } from './hub-program.ts';

const SEED = 20261122;
const NEXT_ROUNDS = 8;
/** From before the command arrives to after its answer has left. */
const KILL_WITHIN_MS = 12;
const TIMEOUT_MS = 5 * 60_000;
const CHECK_MS = 20;

const newId = idsFrom((bytes) => randomFillSync(bytes));
const opened: { remove(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.remove();
});

async function started(configuration = chaosConfiguration()): Promise<HubProgram> {
  const hub = await HubProgram.prepare({ configuration });
  opened.push(hub);
  await hub.start();
  return hub;
}

function entriesOf(hub: HubProgram): JournalEntry[] {
  const reader = new SqliteJournalReader(hub.journalPath);
  try {
    return reader.read(HALL, 0, Number.MAX_SAFE_INTEGER);
  } finally {
    reader.close();
  }
}

const eventsOf = (hub: HubProgram): HallEvent[] => entriesOf(hub).flatMap(({ events }) => [...events]);

async function accepted(caller: RestCaller, command: SentCommand) {
  const reply = await caller.call(command);
  if (reply.is !== 'answered' || !reply.answer.ok) throw new Error(`not accepted: ${JSON.stringify(reply)}`);
  return reply.answer.value;
}

describe('one kill -9', () => {
  it(
    '[J77] in the middle of *next* calls exactly one ticket, and the sender hears which',
    async () => {
      const random = seededRandom(SEED);
      const hub = await started();
      const kiosk = new RestCaller(hub.url, await kioskToken(hub.url));
      const teller = new RestCaller(hub.url, await signIn(hub.url, '1001'));
      await accepted(teller, { id: newId(), type: 'sign-in', counter: 1 });
      await accepted(teller, { id: newId(), type: 'open-counter', counter: 1 });
      for (let ticket = 0; ticket <= NEXT_ROUNDS; ticket += 1) {
        await accepted(kiosk, { id: newId(), type: 'issue-ticket', service: 'A' });
      }
      let atHand: string | null = null;
      for (let round = 0; round < NEXT_ROUNDS; round += 1) {
        const next: SentCommand = { id: newId(), type: 'call-next', counter: 1, atHand };
        const first = teller.call(next);
        await pause(randomInteger(random, KILL_WITHIN_MS));
        await hub.kill();
        const heard = await first;
        await hub.start();
        const { version, result } = await accepted(teller, next);
        if (heard.is === 'answered') expect(heard.answer).toEqual({ ok: true, value: { version, result } });
        const entries = entriesOf(hub).filter(({ commandId }) => commandId === next.id);
        expect(entries.map((entry) => [entry.version, answerOf(entry.events).ticket])).toEqual([[version, result.ticket]]);
        expect(eventsOf(hub).filter(({ type }) => type === 'ticket-called')).toHaveLength(round + 1);
        atHand = result.ticket ?? null;
      }
    },
    TIMEOUT_MS,
  );

  it.each([
    ['after the paper came, before the printer confirmed it', 'slow'],
    ['while the printer takes the ticket and says nothing', 'hanging'],
  ] as const)(
    '[J78] %s prints the ticket again, marked 补打',
    async (_, mode) => {
      const machine = await TestPrinter.start();
      opened.push({ remove: () => machine.stop() });
      const front = { id: 'front', name: { zh: '门口', en: 'front' }, ...machine.address, columns: 48 };
      const hub = await started(chaosConfiguration({ printers: [front] }));
      const kiosk = new RestCaller(hub.url, await kioskToken(hub.url));
      await machine.behave(mode);
      const { result } = await accepted(kiosk, { id: newId(), type: 'issue-ticket', service: 'A' });
      if (mode === 'slow') await machine.printed(1);
      await hub.kill();
      expect(eventsOf(hub).some(({ type }) => type === 'ticket-printed' || type === 'print-failed')).toBe(false);
      const before = machine.papers.length;
      await machine.behave('ok');
      await hub.start();
      const papers = await machine.printed(before + 1);
      expect(papers.slice(before).map((paper) => paperText(paper))).toEqual([expect.stringMatching(/补打[^]*A001/)]);
      const outcomes = (): HallEvent[] =>
        eventsOf(hub).filter(({ type }) => type === 'ticket-printed' || type === 'print-failed');
      while (outcomes().length === 0) await pause(CHECK_MS);
      expect(outcomes()).toEqual([{ type: 'ticket-printed', ticket: result.ticket }]);
    },
    TIMEOUT_MS,
  );
});
