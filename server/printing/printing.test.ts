import { afterEach, describe, expect, it } from 'vitest';
import { GREETER, KIOSK, SYSTEM } from '../../test/support/played-hall.ts';
import { HALL, RunningHub, settled } from '../../test/support/running-hub.ts';
import { ScriptedPrinter } from '../../test/support/scripted-printer.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import { PRINT_AGAIN_WITHIN_MS, PRINT_QUEUE_MAX, REPORT_AGAIN_MS_MAX, STATUS_EVERY_MS } from './print-limits.ts';
import { isDevice } from './printer-address.ts';
import { Printing, type PrintingHub } from './printing.ts';
import { PrinterQueue } from './printer-queue.ts';

const setup = (id: string, host = id) => ({ id, name: { zh: id, en: id }, host, port: 9100, columns: 48 });
const PRINTERS = [setup('front'), setup('side')];

let rooms: Printing[] = [];

/** A printing room; its printers are made by address and kept over restarts. */
async function room(
  running: RunningHub,
  machines = new Map<string, ScriptedPrinter>(),
  addresses = new Map(),
  hub: PrintingHub = running.hub,
) {
  const printing = new Printing({
    hub,
    halls: [HALL],
    clock: running.time,
    timers: running.time,
    log: SILENT_LOG,
    addresses,
    phoneLink: null,
    openPrinter: ({ address }) => {
      const host = isDevice(address) ? address.device : address.host;
      const machine = machines.get(host) ?? new ScriptedPrinter();
      machines.set(host, machine);
      return machine;
    },
  });
  rooms.push(printing);
  await printing.start();
  await settled();
  const machine = (host: string): ScriptedPrinter => machines.get(host) ?? new ScriptedPrinter();
  return { printing, machines, machine };
}

async function hallWithPrinters(): Promise<RunningHub> {
  return RunningHub.serving({}, { printers: PRINTERS });
}

/** Facts about paper, as the journal has them. */
function facts(running: RunningHub): HallEvent[] {
  const wanted = ['ticket-printed', 'print-failed', 'printer-reported'];
  return running.log().flatMap(({ events }) => events.filter(({ type }) => wanted.includes(type)));
}

const outcomes = (running: RunningHub) => facts(running).filter(({ type }) => type !== 'printer-reported');

afterEach(async () => {
  for (const each of rooms) await each.close();
  rooms = [];
});

describe('the printing room', () => {
  it('[K65] prints what the hall asked for and journals that it is printed', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    const { result } = await running.issue();
    await settled();
    expect(machine('front').sent).toEqual([expect.stringContaining('A001')]);
    expect(outcomes(running)).toEqual([{ type: 'ticket-printed', ticket: result.ticket }]);
  });

  it('[K65] prints on the printer that was named, and nothing when none was', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    await running.done(KIOSK, { type: 'issue-ticket', service: 'A', printer: 'side' });
    await running.done(KIOSK, { type: 'issue-ticket', service: 'A', printer: null });
    await settled();
    expect([machine('front').sent.length, machine('side').sent.length]).toEqual([0, 1]);
    expect(outcomes(running)).toHaveLength(1);
  });

  it.each(['paper-out', 'cover-open', 'unreachable', 'printer-error'] as const)(
    '[K66] journals a print that failed, and why: %s',
    async (condition) => {
      const running = await hallWithPrinters();
      const { machine } = await room(running);
      machine('front').condition = condition;
      const { result } = await running.issue();
      await settled();
      expect(outcomes(running)).toEqual([{ type: 'print-failed', ticket: result.ticket, fault: condition }]);
      expect(facts(running)).toContainEqual({ type: 'printer-reported', printer: 'front', condition });
    },
  );

  it('[K67] keeps the order of a burst, and fails those behind a failed one with it', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    machine('front').isHeld = true;
    for (let ticket = 1; ticket <= 3; ticket += 1) await running.issue();
    await settled();
    expect(machine('front').sent).toHaveLength(1);
    machine('front').finish();
    await settled();
    expect(machine('front').sent.map((words) => /A\d{3}/.exec(words)?.[0])).toEqual(['A001', 'A002']);
    machine('front').condition = 'paper-out';
    machine('front').finish();
    await settled();
    expect(outcomes(running).map(({ type }) => type)).toEqual(['ticket-printed', 'print-failed', 'print-failed']);
    expect(machine('front').sent).toHaveLength(2);
  });

  it('[K67] does not let one printer wait for another', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    machine('front').isHeld = true;
    await running.issue();
    const { result } = await running.done(KIOSK, { type: 'issue-ticket', service: 'B', printer: 'side' });
    await settled();
    expect(outcomes(running)).toEqual([{ type: 'ticket-printed', ticket: result.ticket }]);
    machine('front').finish();
  });

  it('[K68] refuses to pile up tickets: the queue of a printer is bounded', async () => {
    const machine = new ScriptedPrinter();
    machine.isHeld = true;
    const queue = new PrinterQueue(machine);
    const waiting = Array.from({ length: PRINT_QUEUE_MAX + 1 }, () => queue.print(new Uint8Array()));
    expect(await queue.print(new Uint8Array())).toMatchObject({ is: 'failed' });
    machine.condition = 'unreachable';
    machine.finish();
    expect(await Promise.all(waiting)).toHaveLength(PRINT_QUEUE_MAX + 1);
    await queue.close();
  });

  it('[Y7] a hub that has lost its duty prints no further paper, and prints again when it has it', async () => {
    const machine = new ScriptedPrinter();
    let mayPrint = false;
    const queue = new PrinterQueue(machine, () => mayPrint);
    const paper = new Uint8Array();
    expect(await queue.print(paper)).toEqual({ is: 'closed' });
    mayPrint = true;
    expect(await queue.print(paper)).toMatchObject({ is: 'printed' });
    expect(machine.sent).toHaveLength(1);
    await queue.close();
  });

  it('[K69] looks at a printer every few seconds and journals only a change', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    expect(facts(running).map(({ type }) => type)).toEqual(['printer-reported', 'printer-reported']);
    for (const condition of ['ready', 'paper-near-end', 'paper-near-end', 'ready'] as const) {
      machine('front').condition = condition;
      running.time.advance(STATUS_EVERY_MS);
      await settled();
    }
    const told = facts(running).slice(2);
    expect(told.map((fact) => fact.type === 'printer-reported' && fact.condition)).toEqual(['paper-near-end', 'ready']);
    expect(machine('front').looks).toBe(5);
  });

  it('[K69] does not look while the printer prints', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    machine('front').isHeld = true;
    await running.issue();
    running.time.advance(3 * STATUS_EVERY_MS);
    await settled();
    expect(machine('front').looks).toBe(1);
    machine('front').finish();
  });

  it('[K69] says nothing about a printer that is as the hall already knows', async () => {
    const running = await hallWithPrinters();
    const first = await room(running);
    await first.printing.close();
    const before = running.log().length;
    await room(running, first.machines);
    expect(running.log()).toHaveLength(before);
  });

  it('[K70] after a restart prints a young request once more, marked 补打', async () => {
    const running = await hallWithPrinters();
    const { result } = await running.issue();
    running.time.advance(PRINT_AGAIN_WITHIN_MS - 1);
    const restarted = await running.restarted();
    const { machine } = await room(restarted);
    expect(machine('front').sent).toEqual([expect.stringMatching(/补打[^]*A001/)]);
    expect(outcomes(restarted)).toEqual([{ type: 'ticket-printed', ticket: result.ticket }]);
  });

  it('[K70] after a restart an older request has failed: too late', async () => {
    const running = await hallWithPrinters();
    const { result } = await running.issue();
    running.time.advance(PRINT_AGAIN_WITHIN_MS);
    const restarted = await running.restarted();
    const { machine } = await room(restarted);
    expect(machine('front').sent).toEqual([]);
    expect(outcomes(restarted)).toEqual([{ type: 'print-failed', ticket: result.ticket, fault: 'too-late' }]);
  });

  it('[K70] a second restart prints nothing again', async () => {
    const running = await hallWithPrinters();
    await running.issue();
    const { printing, machines, machine } = await room(running);
    await printing.close();
    await room(await running.restarted(), machines);
    expect(machine('front').sent).toHaveLength(1);
  });

  it('[P105] prints a copy when somebody asks for one, marked 补打, once for each time', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    const { result } = await running.issue();
    await settled();
    const ticket = result.ticket ?? '';
    await running.done(GREETER, { type: 'reprint-ticket', ticket });
    await settled();
    await running.done(GREETER, { type: 'reprint-ticket', ticket, printer: 'side' });
    await settled();
    expect(machine('front').sent.map((words) => words.includes('补打'))).toEqual([false, true]);
    expect(machine('side').sent).toEqual([expect.stringMatching(/补打[^]*A001/)]);
    expect(outcomes(running)).toEqual([1, 2, 3].map(() => ({ type: 'ticket-printed', ticket })));
  });

  it('[P105] prints a ticket that had failed when the paper is there again', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    machine('front').condition = 'paper-out';
    const { result } = await running.issue();
    await settled();
    machine('front').condition = 'ready';
    await running.done(GREETER, { type: 'reprint-ticket', ticket: result.ticket ?? '' });
    await settled();
    expect(machine('front').sent.at(-1)).toMatch(/补打[^]*A001/);
    expect(outcomes(running).map(({ type }) => type)).toEqual(['print-failed', 'ticket-printed']);
  });

  it('[P106] names the counters marked for a class on its tickets, for what they serve', async () => {
    const usual = testConfiguration();
    const counters = usual.counters.map((each) => (each.id === 3 ? { ...each, reservedFor: 'vip' } : each));
    const running = await RunningHub.serving({}, { printers: PRINTERS, counters });
    const { machine } = await room(running);
    for (const [service, kind] of [
      ['B', 'vip'],
      ['A', 'vip'],
      ['B', 'standard'],
    ] as const)
      await running.done(KIOSK, { type: 'issue-ticket', service, class: kind });
    await settled();
    expect(machine('front').sent.map((words) => words.includes('专席：3'))).toEqual([true, false, false]);
  });

  it('[P107] prints the ticket of who checks in, with the time that was booked', async () => {
    const running = await hallWithPrinters();
    const { machine } = await room(running);
    const at = running.time.now() + 10 * 60_000;
    await running.done(SYSTEM, { type: 'book-appointments', appointments: [{ code: 'K4821', service: 'B', at }] });
    await running.done(KIOSK, { type: 'check-in', code: 'K4821' });
    await settled();
    expect(machine('front').sent).toEqual([expect.stringMatching(/B001[^]*预约时间[^]*09:10/)]);
  });

  it('[K71] leaves what it could not begin to the next start when it is closed', async () => {
    const running = await hallWithPrinters();
    const { printing, machine, machines } = await room(running);
    machine('front').isHeld = true;
    await running.issue();
    await running.issue();
    const closing = printing.close();
    machine('front').finish();
    await closing;
    expect(outcomes(running)).toHaveLength(1);
    machine('front').isHeld = false;
    await room(running, machines);
    expect(machine('front').sent.map((words) => words.includes('补打'))).toEqual([false, true]);
  });

  it('[K72] follows the configuration while it runs: new printers print, removed ones fail what waits', async () => {
    const running = await hallWithPrinters();
    const { machine, machines } = await room(running);
    machine('front').isHeld = true;
    await running.issue();
    await running.issue();
    await running.done(SYSTEM, {
      type: 'configure-hall',
      configuration: testConfiguration({ printers: [setup('side'), setup('back')] }),
    });
    machine('front').finish();
    await settled();
    expect(machine('front').isClosed).toBe(true);
    expect(
      outcomes(running)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['print-failed', 'ticket-printed']);
    await running.done(KIOSK, { type: 'issue-ticket', service: 'A', printer: 'back' });
    await settled();
    expect(machine('back').sent).toHaveLength(1);
    expect([...machines.keys()]).toEqual(['front', 'side', 'back']);
  });

  it('[K72] reaches a printer at the address that the operator gave instead', async () => {
    const running = await hallWithPrinters();
    const { machines } = await room(running, new Map(), new Map([['front', { host: 'bench', port: 1 }]]));
    expect([...machines.keys()]).toEqual(['bench', 'side']);
  });

  it('[K73] sends a report again until the hall takes it', async () => {
    const running = await hallWithPrinters();
    let refusals = 3;
    const hub: PrintingHub = {
      read: (hall) => running.hub.read(hall),
      onCommitted: (listener) => running.hub.onCommitted(listener),
      submit: (hall, actor, sent) => {
        if (sent.type !== 'report-print' || refusals === 0) return running.hub.submit(hall, actor, sent);
        refusals -= 1;
        return Promise.resolve({ ok: false, error: { kind: 'hall-read-only' } });
      },
    };
    await room(running, new Map(), new Map(), hub);
    const { result } = await running.issue();
    await settled();
    expect(outcomes(running)).toEqual([]);
    for (let tries = 0; tries < 3; tries += 1) {
      running.time.advance(REPORT_AGAIN_MS_MAX);
      await settled();
    }
    expect(outcomes(running)).toEqual([{ type: 'ticket-printed', ticket: result.ticket }]);
  });

  it('[K73] does not hold up the end of the process when the hall takes no report', async () => {
    const running = await hallWithPrinters();
    const { printing } = await room(running);
    await running.issue();
    running.disk.isFull = true;
    await printing.close();
    running.disk.isFull = false;
    const restarted = await running.restarted();
    await room(restarted);
    expect(outcomes(restarted)).toHaveLength(1);
  });

  it('leaves no timer behind', async () => {
    const running = await hallWithPrinters();
    const before = running.time.timersLeft;
    const { printing } = await room(running);
    await printing.close();
    await printing.close();
    expect(running.time.timersLeft).toBe(before);
  });
});
