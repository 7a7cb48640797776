import type { CounterId } from '../../shared/hall/configuration.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { OptionKind } from '../config/option.ts';

/** Where strips of light listen: a port of the network, or a serial line of this machine. */
export type LedAddress =
  | { readonly is: 'udp'; readonly host: string; readonly port: number }
  /** Without `baud` the line is left as the system has set it. */
  | { readonly is: 'serial'; readonly device: string; readonly baud: number | null };

/** One counter, or all of them by one address: a bus on which each strip picks its own lines. */
export interface LedPlace {
  readonly counter: CounterId | 'all';
  readonly address: LedAddress;
}

const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200];

/** As it is written in an option and in the log: `udp:192.168.1.60:5200`, `serial:/dev/ttyUSB0@9600`. */
export function ledAddressText(address: LedAddress): string {
  if (address.is === 'udp') return `udp:${address.host}:${address.port}`;
  return `serial:${address.device}${address.baud === null ? '' : `@${address.baud}`}`;
}

/** `COUNTER=udp:HOST:PORT` and `COUNTER=serial:DEVICE@BAUD`, by commas; `*` for all counters. */
export const ledPlaces: OptionKind<readonly LedPlace[]> = {
  placeholder: 'LIST',
  parse: (given) => {
    const places: LedPlace[] = [];
    for (const each of given.split(',').map((part) => part.trim())) {
      if (each === '') continue;
      const [, counter = '', where = ''] = /^(\*|\d{1,4})=(.+)$/.exec(each) ?? [];
      const address = readAddress(where);
      if (!address.ok) return address;
      places.push({ counter: counter === '*' ? 'all' : Number(counter), address: address.value });
    }
    return ok(places);
  },
};

function readAddress(text: string): Result<LedAddress, string> {
  const [, host, port] = /^udp:([A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return ok({ is: 'udp', host, port: Number(port) });
  const [, device, baud] = /^serial:(\/[A-Za-z0-9._/-]{1,200})(?:@(\d{3,6}))?$/.exec(text) ?? [];
  if (device !== undefined && (baud === undefined || BAUD_RATES.includes(Number(baud)))) {
    return ok({ is: 'serial', device, baud: baud === undefined ? null : Number(baud) });
  }
  return failed('strips such as 3=udp:192.168.1.60:5200,4=serial:/dev/ttyUSB0@9600,*=udp:192.168.1.255:5200');
}
