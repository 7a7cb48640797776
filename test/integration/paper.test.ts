import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccessDatabase } from '../../server/database/access-database.ts';
import { Hub } from '../../server/hub/hub.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { Printing } from '../../server/printing/printing.ts';
import { connectPrinter } from '../../server/printing/connect-printer.ts';
import { Records } from '../../server/records/records.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { paperText } from '../support/printed-paper.ts';
import { FakeBroadcast } from '../support/fake-connection.ts';
import { GREETER, KIOSK } from '../support/played-hall.ts';
import { responsiveMs } from '../support/responsive-time.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { testConfiguration } from '../support/test-configuration.ts';
import type { PrinterMode } from '../support/printer-mode.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

const HALL = 'demo';
const KNOWN_WITHIN_MS = 2_000;
const PHONE_URL = 'https://hall.example:8443';

let machine: TestPrinter;
let hub: Hub;
let printing: Printing;
let tickets = 0;

beforeEach(async () => {
  machine = await TestPrinter.start();
  hub = new Hub({
    journal: new MemoryJournal(),
    broadcast: new FakeBroadcast(),
    clock: SYSTEM_CLOCK,
    monotonic: () => performance.now(),
    timers: SYSTEM_TIMERS,
    newId: () => String((tickets += 1)).padStart(32, '0'),
    log: SILENT_LOG,
    release: 'test',
  });
  await hub.start();
  const front = { id: 'front', name: { zh: '门口', en: 'Front' }, ...machine.address, columns: 48 };
  await hub.seed(HALL, testConfiguration({ name: { zh: '城东营业厅', en: 'East hall' }, printers: [front] }));
  printing = new Printing({
    hub,
    halls: [HALL],
    clock: SYSTEM_CLOCK,
    timers: SYSTEM_TIMERS,
    log: SILENT_LOG,
    addresses: new Map(),
    phoneLink: (hall, ticket) => `${PHONE_URL}/t#${hall}-${ticket}`,
    openPrinter: (place) => connectPrinter(place, SYSTEM_TIMERS),
  });
  await printing.start();
});

afterEach(async () => {
  await printing.close();
  await hub.close();
  await machine.stop();
});

/** The first committed event that fits. */
function event<Type extends HallEvent['type']>(type: Type): Promise<Extract<HallEvent, { type: Type }>> {
  return new Promise((resolve) => {
    const release = hub.onCommitted((_, entries) => {
      const found = entries.flatMap(({ events }) => events).find((each) => each.type === type);
      if (found === undefined) return;
      release();
      resolve(found as Extract<HallEvent, { type: Type }>);
    });
  });
}

async function issue(): Promise<string> {
  const answer = await hub.submit(HALL, KIOSK, { id: `issue-${String((tickets += 1))}-00`, type: 'issue-ticket', service: 'A' });
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value.result.number ?? '';
}

describe('paper, from the hall to the machine', () => {
  it('[K65, K57] a ticket comes out of the printer with its code, and the hall knows it', async () => {
    const printed = event('ticket-printed');
    const number = await issue();
    const { ticket } = await printed;
    const [paper] = await machine.printed(1);
    expect(paper && paperText(paper)).toContain(number);
    expect(paper?.qrCodes).toEqual([`${PHONE_URL}/t#${HALL}-${ticket}`]);
  });

  it('[K67] a burst comes out in order, each once', async () => {
    const numbers = await Promise.all(Array.from({ length: 8 }, issue));
    const papers = await machine.printed(8);
    expect(papers.map((paper) => numbers.find((number) => paperText(paper).includes(number)))).toEqual(numbers);
  });

  it('[P98, P105] a jam opens a hardware fault; afterwards a copy comes out and a person ends the fault', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hallcall-paper-'));
    const database = await openAccessDatabase(join(folder, 'database.sqlite'));
    const basics = { clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
    const records = await Records.open({ ...basics, database, hub, halls: [HALL] });
    const theFault = async () => {
      await records.idle();
      return (await records.faults.page(HALL, {})).records[0];
    };
    await machine.behave('error');
    const jammed = event('print-failed');
    await issue();
    const { ticket } = await jammed;
    const reported = await theFault();
    expect(reported).toMatchObject({ printer: 'front', condition: 'printer-error', reportedBy: null, state: 'open' });
    await machine.behave('ok');
    const printed = event('ticket-printed');
    await hub.submit(HALL, GREETER, { id: 'reprint-0002', type: 'reprint-ticket', ticket });
    await printed;
    const recovered = await theFault();
    expect(recovered?.recoveredAt).toBeGreaterThanOrEqual(reported?.startedAt ?? Infinity);
    const step = { fault: recovered?.id ?? '', id: 'step-0001', step: 'done', remark: '已清除卡纸' } as const;
    expect(await records.faults.append(HALL, '2001', step)).toMatchObject({
      value: { record: { state: 'done', endedAt: recovered?.recoveredAt, history: [{ step: 'recovered' }, { by: '2001' }] } },
    });
    await records.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('[P105] a copy comes out marked 补打, and the hall knows that it did', async () => {
    const first = event('ticket-printed');
    await issue();
    const { ticket } = await first;
    const second = event('ticket-printed');
    await hub.submit(HALL, GREETER, { id: 'reprint-0001', type: 'reprint-ticket', ticket });
    expect((await second).ticket).toBe(ticket);
    const papers = await machine.printed(2);
    expect(papers.map((paper) => paperText(paper).includes('补打'))).toEqual([false, true]);
  });

  it.each([
    ['refusing', 'unreachable'],
    ['hanging', 'unreachable'],
    ['paper-out', 'paper-out'],
    ['cover-open', 'cover-open'],
    ['error', 'printer-error'],
    ['mute', 'printer-error'],
  ] satisfies [PrinterMode, string][])(
    '[K62, K66] when the printer is %s, the hall knows within 2 s: %s',
    async (mode, fault) => {
      await machine.behave(mode);
      const failure = event('print-failed');
      const ms = await responsiveMs(async () => {
        await issue();
        expect((await failure).fault).toBe(fault);
      });
      expect(ms).toBeLessThan(KNOWN_WITHIN_MS);
    },
  );

  it('[K66] a printer that is mended prints the next ticket', async () => {
    await machine.behave('cover-open');
    const failure = event('print-failed');
    await issue();
    await failure;
    await machine.behave('ok');
    const printed = event('ticket-printed');
    await issue();
    await printed;
    expect(machine.papers).toHaveLength(1);
  });
});
