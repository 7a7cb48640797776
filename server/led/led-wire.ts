import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { LedAddress } from './led-address.ts';

/** What carries lines to strips of light. Strips never answer. */
export interface LedWire {
  /** Rejects when the line did not get out; the next one may. */
  send(line: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** @throws when the device is not there or is none. */
export function openLedWire(address: LedAddress): Promise<LedWire> {
  return address.is === 'udp' ? openUdp(address) : openSerial(address);
}

function openUdp({ host, port }: Extract<LedAddress, { is: 'udp' }>): Promise<LedWire> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, () => {
      socket.removeListener('error', reject);
      // What goes wrong later is told to whoever sends; an answer that nobody listens comes at some time or never.
      socket.on('error', () => undefined);
      socket.setBroadcast(true);
      // The socket alone keeps no process alive.
      socket.unref();
      resolve({
        send: (line) =>
          new Promise((sent, refused) => socket.send(line, port, host, (error) => (error === null ? sent() : refused(error)))),
        close: () => new Promise((closed) => socket.close(() => closed())),
      });
    });
  });
}

/** A device that takes nothing is given up for this line. */
const TRIES_MAX = 50;
const TRY_AGAIN_MS = 20;

/**
 * A device file, opened so that nothing waits inside the system: a cable without a strip would hold a thread of the process for ever.
 * Only a device is taken: a name that is not there, or a plain file, would fill the disk and light nothing.
 */
async function openSerial({ baud, device }: Extract<LedAddress, { is: 'serial' }>): Promise<LedWire> {
  if (baud !== null) await promisify(execFile)('stty', ['-F', device, String(baud), ...RAW]);
  const file = await open(device, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const facts = await file.stat();
  if (!facts.isCharacterDevice() && !facts.isFIFO()) {
    await file.close();
    throw new Error(`${device} is no device`);
  }
  return { send: (line) => writeAll(file, line), close: () => file.close() };
}

/** Eight bits, no parity, one stop bit, bytes as they are, no waiting for a modem. */
const RAW = ['raw', '-echo', 'cs8', '-parenb', '-cstopb', 'clocal', '-crtscts'];

async function writeAll(file: FileHandle, line: Buffer): Promise<void> {
  let rest = line;
  for (let tries = 0; rest.length > 0; tries += 1) {
    try {
      const { bytesWritten } = await file.write(rest);
      rest = rest.subarray(bytesWritten);
    } catch (error) {
      if (!isOnlyBusy(error)) throw error;
    }
    if (rest.length === 0) return;
    if (tries >= TRIES_MAX) throw new Error('the device takes nothing');
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
}

function isOnlyBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK');
}
