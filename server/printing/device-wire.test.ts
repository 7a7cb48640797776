import { describe, expect, it } from 'vitest';
import { paperText, type PrintedPaper } from '../../test/support/printed-paper.ts';
import { mannerOf } from '../../test/support/printer-manners.ts';
import { ticketPaperOf } from '../../test/support/ticket-papers.ts';
import { SYSTEM_TIMERS } from '../../test/support/system-timers.ts';
import type { PrinterLanguage } from '../../shared/hall/setup/paper-setup.ts';
import { deviceWire, type DeviceFile } from './device-wire.ts';
import { EPSON_DIALOGUE } from './epson-dialogue.ts';
import { LinePrinter } from './line-printer.ts';
import { STAR_DIALOGUE } from './star-dialogue.ts';
import { ticketBytes } from './ticket-bytes.ts';

/** What the system says when a device has nothing to read or takes nothing more just now. */
const busy = (): Error => Object.assign(new Error('try again'), { code: 'EAGAIN' });
const gone = (): Error => Object.assign(new Error('no such device'), { code: 'ENODEV' });

/** A USB printer as the system shows it: takes a few bytes at a time, now and then none, and answers when it is asked. */
class DeviceOfTest implements DeviceFile {
  readonly papers: PrintedPaper[] = [];
  isClosed = false;
  isGone = false;
  readonly #manner;
  readonly #answers: number[] = [];
  #writes = 0;

  constructor(language: PrinterLanguage) {
    this.#manner = mannerOf(language);
  }

  read(buffer: Uint8Array): Promise<{ bytesRead: number }> {
    if (this.isGone) return Promise.reject(gone());
    if (this.#answers.length === 0) return Promise.reject(busy());
    const taken = this.#answers.splice(0, 2);
    buffer.set(taken);
    return Promise.resolve({ bytesRead: taken.length });
  }

  write(bytes: Uint8Array): Promise<{ bytesWritten: number }> {
    if (this.isGone) return Promise.reject(gone());
    this.#writes += 1;
    if (this.#writes % 3 === 0) return Promise.reject(busy());
    const taken = bytes.slice(0, 700);
    for (const byte of taken) {
      for (const event of this.#manner.read(byte)) {
        if (event.is === 'paper') this.papers.push(event.paper);
        else
          this.#answers.push(
            ...((event.is === 'question' ? this.#manner.answer('ok', event.question) : this.#manner.markReached('ok')) ?? []),
          );
      }
    }
    return Promise.resolve({ bytesWritten: taken.length });
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

describe.each([
  ['epson', EPSON_DIALOGUE],
  ['star-line', STAR_DIALOGUE],
] as const)('a printer at this machine that speaks %s', (language, dialogue) => {
  const bytes = ticketBytes(ticketPaperOf(), { columns: 32, language });

  function printerOn(file: DeviceOfTest, lines: string[] = [], baud?: 9_600) {
    const openWire = deviceWire({ device: '/dev/usb/lp0', baud }, SYSTEM_TIMERS, {
      openFile: (path) => (file.isGone ? Promise.reject(gone()) : (lines.push(path), Promise.resolve(file))),
      setLine: (path, rate) => Promise.resolve(lines.push(`${path} ${rate}`)),
    });
    return new LinePrinter({ openWire, dialogue, timers: SYSTEM_TIMERS });
  }

  it('[B12] prints through a device file that takes a little at a time, and closes it after each paper', async () => {
    const file = new DeviceOfTest(language);
    const printer = printerOn(file);
    expect(await printer.status()).toBe('ready');
    expect(await printer.print(bytes)).toEqual({ is: 'printed', condition: 'ready' });
    expect(file.papers.map(paperText)).toEqual([expect.stringContaining('A012')]);
    expect(file.isClosed).toBe(true);
  });

  it('[B12] sets the speed of a serial line before it opens it', async () => {
    const lines: string[] = [];
    expect(await printerOn(new DeviceOfTest(language), lines, 9_600).status()).toBe('ready');
    expect(lines).toEqual(['/dev/usb/lp0 9600', '/dev/usb/lp0']);
  });

  it('[B12] is unreachable when the device is not there, or goes away under way', async () => {
    const file = new DeviceOfTest(language);
    const printer = printerOn(file);
    const outcome = printer.print(bytes);
    file.isGone = true;
    expect(await outcome).toEqual({ is: 'failed', fault: 'unreachable', condition: 'unreachable' });
    expect(await printer.status()).toBe('unreachable');
  });
});
