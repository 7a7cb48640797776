import type { Timers } from '../../shared/lib/clock.ts';
import type { PrinterSetup } from '../../shared/hall/configuration.ts';
import { deviceWire } from './device-wire.ts';
import { EPSON_DIALOGUE } from './epson-dialogue.ts';
import { LinePrinter } from './line-printer.ts';
import { isDevice, type PrinterAddress, type PrinterPlace } from './printer-address.ts';
import type { OpenWire } from './printer-wire.ts';
import type { Printer } from './printer.ts';
import { STAR_DIALOGUE } from './star-dialogue.ts';
import { tcpWire } from './tcp-wire.ts';

/** A printer of the network, of a USB device file or of a serial line, in its own language. Nothing is opened yet. */
export function connectPrinter({ address, language }: PrinterPlace, timers: Timers): Printer {
  return new LinePrinter({
    openWire: wireTo(address, timers),
    dialogue: language === 'epson' ? EPSON_DIALOGUE : STAR_DIALOGUE,
    timers,
  });
}

/** The bytes alone, to and fro. Nothing is opened yet. */
export function wireTo(address: PrinterAddress, timers: Timers): OpenWire {
  return isDevice(address) ? deviceWire(address, timers) : tcpWire(address, timers);
}

/** Where the configuration says that a printer is. */
export function placeOf({ host, port, device, baud, language = 'epson' }: PrinterSetup): PrinterPlace {
  return { address: device === undefined ? { host, port } : { device, baud }, language };
}
