import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Timers } from '../../shared/lib/clock.ts';
import type { DeviceAddress } from './printer-address.ts';
import type { OpenedWire, OpenWire, PrinterWire, WireListener } from './printer-wire.ts';

/** A device has no "there is something to read": it is asked so often. */
const LOOK_EVERY_MS = 10;
const READ_BYTES = 256;
/** A serial byte is ten bits long: start, eight, stop. */
const BITS_PER_BYTE = 10;

/** What is used of an open file. */
export interface DeviceFile {
  read(buffer: Uint8Array): Promise<{ readonly bytesRead: number }>;
  write(bytes: Uint8Array): Promise<{ readonly bytesWritten: number }>;
  close(): Promise<void>;
}

export interface DeviceDoors {
  /** Opens without waiting for anything; rejects when it cannot. */
  readonly openFile: (path: string) => Promise<DeviceFile>;
  /** Sets a serial line: eight bits, no parity, bytes as they are. */
  readonly setLine: (path: string, baud: number) => Promise<unknown>;
}

const DOORS: DeviceDoors = {
  openFile: (path) => open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY),
  setLine: (path, baud) =>
    promisify(execFile)('stty', ['-F', path, String(baud), 'raw', '-echo', 'cs8', '-parenb', '-cstopb', 'clocal', 'ixon']),
};

/**
 * A printer at this machine. The file is opened so that reading and writing never wait inside the system: a USB printer that
 * is silent would hold a thread of the process for ever, and one that is out of paper would hold the write.
 */
export function deviceWire({ device, baud }: DeviceAddress, timers: Timers, doors: DeviceDoors = DOORS): OpenWire {
  return async (listener): Promise<OpenedWire> => {
    try {
      if (baud !== undefined) await doors.setLine(device, baud);
      return new DeviceWire(await doors.openFile(device), { listener, timers, baud });
    } catch {
      // Not there, or somebody else has it open: both may be over in a moment.
      return 'refused';
    }
  };
}

interface DeviceWireParts {
  readonly listener: WireListener;
  readonly timers: Timers;
  readonly baud: number | undefined;
}

class DeviceWire implements PrinterWire {
  readonly #file: DeviceFile;
  readonly #listener: WireListener;
  readonly #baud: number | undefined;
  readonly #toWrite: Uint8Array[] = [];
  readonly #stopLooking: () => void;
  #isReading = false;
  #isWriting = false;
  #isOver = false;

  constructor(file: DeviceFile, { listener, timers, baud }: DeviceWireParts) {
    this.#file = file;
    this.#listener = listener;
    this.#baud = baud;
    this.#stopLooking = timers.every(LOOK_EVERY_MS, () => {
      void this.#read();
      void this.#writeOn();
    });
  }

  write(bytes: Uint8Array): void {
    if (this.#isOver) return;
    this.#toWrite.push(bytes);
    void this.#writeOn();
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopLooking();
    // A device that is gone cannot be closed either: nobody misses it.
    void this.#file.close().catch(() => {});
  }

  transferMs(bytes: number): number {
    return this.#baud === undefined ? 0 : Math.ceil((bytes * BITS_PER_BYTE * 1_000) / this.#baud);
  }

  async #read(): Promise<void> {
    if (this.#isReading || this.#isOver) return;
    this.#isReading = true;
    try {
      const buffer = new Uint8Array(READ_BYTES);
      const { bytesRead } = await this.#file.read(buffer);
      // Nothing read is no end: a USB printer answers so when it has nothing to say.
      if (bytesRead > 0 && !this.#isOver) this.#listener.onBytes(buffer.slice(0, bytesRead));
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** As much as the device takes now; the rest at the next look. */
  async #writeOn(): Promise<void> {
    if (this.#isWriting || this.#isOver) return;
    this.#isWriting = true;
    try {
      for (let next = this.#toWrite[0]; next !== undefined && !this.#isOver; next = this.#toWrite[0]) {
        const { bytesWritten } = await this.#file.write(next);
        if (bytesWritten >= next.length) this.#toWrite.shift();
        else this.#toWrite[0] = next.slice(bytesWritten);
        if (bytesWritten === 0) return;
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isWriting = false;
    }
  }

  #failed(error: unknown): void {
    if (this.#isOver || isOnlyBusy(error)) return;
    this.close();
    this.#listener.onEnd();
  }
}

function isOnlyBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK');
}
