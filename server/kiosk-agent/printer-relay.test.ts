import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { SYSTEM_TIMERS } from '../../test/support/system-timers.ts';
import { TestPrinter } from '../../test/support/tcp-printer.ts';
import { connectPrinter, wireTo } from '../printing/connect-printer.ts';
import { PrinterRelay } from './printer-relay.ts';

/** A line, and the cut. */
const PAPER = Uint8Array.from([...new TextEncoder().encode('A501\n'), 0x1d, 0x56, 0x42, 0x00]);
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** A printer at the kiosk's own machine, and the same one as a hub at `hub` reaches it. */
async function attached(state: 'ok' | 'paper-out', hub = 'http://127.0.0.1:8080') {
  const printer = await TestPrinter.start(state);
  const relay = new PrinterRelay({ openWire: wireTo(printer.address, SYSTEM_TIMERS), hub });
  open.push(relay, { close: () => printer.stop() });
  const address = { host: '127.0.0.1', port: await relay.start({ host: '127.0.0.1', port: 0 }) };
  return { printer, address, seen: connectPrinter({ address, language: 'epson' }, SYSTEM_TIMERS) };
}

describe('the printer of a kiosk, for its hub', () => {
  it('[O27] prints for the hub, says how it is, and is free again after each ticket', async () => {
    const { printer, seen } = await attached('ok');
    for (let each = 1; each <= 3; each += 1) {
      expect(await seen.print(PAPER)).toMatchObject({ is: 'printed' });
      expect(printer.papers).toHaveLength(each);
    }
    expect(await seen.status()).toBe('ready');
  });

  it('[O27] tells the hub what is wrong with it', async () => {
    const { seen, printer } = await attached('paper-out');
    expect(await seen.print(PAPER)).toMatchObject({ is: 'failed', fault: 'paper-out' });
    await printer.stop();
    expect(await seen.status()).toBe('unreachable');
  });

  it('[O27] prints for nobody else, and for one at a time', async () => {
    const { printer, seen } = await attached('ok', 'http://192.0.2.1:8080');
    expect(await seen.print(PAPER)).toMatchObject({ is: 'failed', fault: 'unreachable' });
    expect(printer.papers).toEqual([]);
    const { address } = await attached('ok');
    const first = connect(address);
    await once(first, 'connect');
    const second = connect(address);
    await once(second, 'close');
    expect(first.destroyed).toBe(false);
    first.destroy();
  });
});
