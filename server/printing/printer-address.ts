import type { PrinterLanguage, BaudRate } from '../../shared/hall/setup/paper-setup.ts';

/** A printer in the network, nearly always at port 9100. */
export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/** A printer at this machine: a USB printer's device file, or with `baud` a serial line. */
export interface DeviceAddress {
  readonly device: string;
  readonly baud?: BaudRate | undefined;
}

export type PrinterAddress = TcpAddress | DeviceAddress;

/** Where a printer is and what it understands: all that `connectPrinter` needs. */
export interface PrinterPlace {
  readonly address: PrinterAddress;
  readonly language: PrinterLanguage;
}

export function isDevice(address: PrinterAddress): address is DeviceAddress {
  return 'device' in address;
}

/** As it is written in a log: `10.0.0.5:9100`, `/dev/usb/lp0`, `/dev/ttyUSB0@9600`. */
export function addressText(address: PrinterAddress): string {
  if (!isDevice(address)) return `${address.host}:${address.port}`;
  return address.baud === undefined ? address.device : `${address.device}@${address.baud}`;
}

/** True when nothing of it has changed: an open printer may go on. */
export function isSamePlace(left: PrinterPlace, right: PrinterPlace): boolean {
  return left.language === right.language && addressText(left.address) === addressText(right.address);
}
