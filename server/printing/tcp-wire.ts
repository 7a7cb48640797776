import { connect } from 'node:net';
import type { Timers } from '../../shared/lib/clock.ts';
import type { TcpAddress } from './printer-address.ts';
import type { OpenedWire, OpenWire } from './printer-wire.ts';

/** A printer's port in the network. */
export function tcpWire(address: TcpAddress, timers: Timers): OpenWire {
  return (listener, timeoutMs) =>
    new Promise<OpenedWire>((resolve) => {
      const socket = connect({ host: address.host, port: address.port, noDelay: true });
      const settle = (outcome: OpenedWire): void => {
        release();
        if (typeof outcome === 'string') {
          socket.removeAllListeners('error');
          // A late error of a socket that is given up has nobody to tell.
          socket.on('error', () => {});
          socket.destroy();
        }
        resolve(outcome);
      };
      const release = timers.after(timeoutMs, () => settle('silent'));
      socket.once('error', () => settle('refused'));
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        let hasEnded = false;
        const end = (): void => {
          if (hasEnded) return;
          hasEnded = true;
          listener.onEnd();
        };
        socket.on('data', (chunk: Buffer) => listener.onBytes(chunk));
        for (const event of ['error', 'end', 'close'] as const) socket.on(event, end);
        settle({
          write: (bytes) => void socket.write(bytes),
          close: () => {
            socket.end();
            socket.destroy();
          },
          transferMs: () => 0,
        });
      });
    });
}
