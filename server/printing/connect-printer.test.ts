import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paperText } from '../../test/support/printed-paper.ts';
import { responsiveMs } from '../../test/support/responsive-time.ts';
import { SYSTEM_TIMERS } from '../../test/support/system-timers.ts';
import { TestPrinter } from '../../test/support/tcp-printer.ts';
import { ticketPaperOf } from '../../test/support/ticket-papers.ts';
import { connectPrinter } from './connect-printer.ts';
import type { Printer } from './printer.ts';
import { ticketBytes } from './ticket-bytes.ts';

/** What a customer may wait before the screen says that there is no paper. */
const KNOWN_WITHIN_MS = 2_000;

/** Star Line Mode is asked in the same words as StarPRNT. */
describe.each(['epson', 'star'] as const)('a TCP printer that speaks %s', (language) => {
  const bytes = ticketBytes(ticketPaperOf(), { columns: 48, language });
  let machine: TestPrinter;
  let printer: Printer;

  beforeEach(async () => {
    machine = await TestPrinter.start('ok', language);
    printer = connectPrinter({ address: machine.address, language }, SYSTEM_TIMERS);
  });

  afterEach(async () => {
    printer.close();
    await machine.stop();
  });

  it('[K60, B10] says printed when the printer has confirmed it', async () => {
    expect(await printer.print(bytes)).toEqual({ is: 'printed', condition: 'ready' });
    expect(await printer.print(bytes)).toEqual({ is: 'printed', condition: 'ready' });
    expect(machine.papers.map(paperText)).toEqual([expect.stringContaining('A012'), expect.stringContaining('A012')]);
  });

  it.each([
    ['ok', 'ready'],
    ['chatty', 'ready'],
    ['near-end', 'paper-near-end'],
    ['paper-out', 'paper-out'],
    ['cover-open', 'cover-open'],
    ['jam', 'paper-jam'],
    ['error', 'printer-error'],
    ['hanging', 'unreachable'],
    ['refusing', 'unreachable'],
  ] as const)('[K61, B10] tells a printer that is %s: %s', async (mode, condition) => {
    await machine.behave(mode);
    expect(await printer.status()).toBe(condition);
  });

  it.each([
    ['paper-out', 'paper-out'],
    ['cover-open', 'cover-open'],
    ['jam', 'paper-jam'],
    ['error', 'printer-error'],
    ['refusing', 'unreachable'],
    ['hanging', 'unreachable'],
    ['dying', 'unreachable'],
    ['mute', 'printer-error'],
    ['running-out', 'paper-out'],
  ] as const)('[K62, B10] knows within 2 s that a printer that is %s does not print: %s', async (mode, fault) => {
    await machine.behave(mode);
    const ms = await responsiveMs(async () => {
      expect(await printer.print(bytes)).toEqual({ is: 'failed', fault, condition: fault });
    });
    expect(ms).toBeLessThan(KNOWN_WITHIN_MS);
  });

  it('[K62] sends nothing to a printer that cannot print', async () => {
    await machine.behave('paper-out');
    await printer.print(bytes);
    await machine.behave('ok');
    expect(await printer.print(bytes)).toEqual({ is: 'printed', condition: 'ready' });
    expect(machine.papers).toHaveLength(1);
  });

  it('[K61] prints near the end of the roll and says so', async () => {
    await machine.behave('near-end');
    expect(await printer.print(bytes)).toEqual({ is: 'printed', condition: 'paper-near-end' });
  });

  it('[K63] waits for a slow printer as long as it answers that all is well', async () => {
    await machine.behave('slow');
    const outcome = printer.print(bytes);
    await machine.printed(1);
    await machine.asked(3);
    await machine.behave('ok');
    machine.finish();
    expect(await outcome).toEqual({ is: 'printed', condition: 'ready' });
  });

  it('[K60] is not misled by bytes that nobody asked for', async () => {
    await machine.behave('chatty');
    expect(await printer.print(bytes)).toEqual({ is: 'printed', condition: 'ready' });
  });

  it('[K64] leaves the printer free for others between two tickets', async () => {
    await printer.print(bytes);
    const other = connectPrinter({ address: machine.address, language }, SYSTEM_TIMERS);
    expect(await other.status()).toBe('ready');
    expect(await printer.print(bytes)).toMatchObject({ is: 'printed' });
    other.close();
  });

  it('[K64] tries again when a printer refuses because it is at another connection', async () => {
    await machine.behave('refusing');
    const outcome = printer.status();
    await machine.behave('ok');
    expect(await outcome).toBe('ready');
  });

  it('ends what is under way when it is closed', async () => {
    await machine.behave('hanging');
    const outcome = printer.print(bytes);
    await machine.connected(1);
    printer.close();
    expect(await outcome).toMatchObject({ is: 'failed', fault: 'unreachable' });
    expect(await printer.status()).toBe('unreachable');
  });
});
