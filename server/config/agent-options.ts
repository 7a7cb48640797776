import { BAUD_RATES, PRINTER_LANGUAGES } from '../../shared/hall/setup/paper-setup.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import { LOG_LEVELS } from './hub-options.ts';
import { integer, oneOf, option, optionalText, optionalUrl, path, type OptionKind, type ValuesOf } from './option.ts';
import type { PrinterAddress, TcpAddress } from '../printing/printer-address.ts';

export const AGENT_USAGE = `A program beside a kiosk: serves its page on this machine, keeps numbers for when the hub is away, prints.

Usage: npm run kiosk:agent -- --hub URL [--enrol CODE] [--printer WHERE] [options]`;

const attachedPrinter: OptionKind<PrinterAddress | null> = {
  placeholder: 'WHERE',
  parse: (given) => {
    if (given === '') return ok(null);
    const device = /^(\/dev\/[\w./-]+|\\\\\.\\\w+|COM\d+)(?:@(\d+))?$/.exec(given);
    const baud = BAUD_RATES.find((rate) => String(rate) === device?.[2]);
    if (device?.[1] !== undefined && (device[2] === undefined || baud !== undefined)) {
      return ok({ device: device[1], ...(baud !== undefined && { baud }) });
    }
    const [, host, port] = /^([A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(given) ?? [];
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return ok({ host, port: Number(port) });
    return failed('a printer such as /dev/usb/lp0, /dev/ttyUSB0@9600 or 192.168.1.50:9100');
  },
};

const relayed: OptionKind<TcpAddress | null> = {
  placeholder: 'HOST:PORT',
  parse: (given) => {
    if (given === '') return ok(null);
    const [, host, port] = /^([A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(given) ?? [];
    if (host !== undefined && Number(port) <= 65_535) return ok({ host, port: Number(port) });
    return failed('an address of this machine and a port, such as 0.0.0.0:9100');
  },
};

/** Everything the agent can be told from outside. Only `server/kiosk-agent/main.ts` reads them. */
export const AGENT_OPTIONS = {
  hub: option({
    flag: 'hub',
    variable: 'HALLCALL_HUB',
    kind: optionalUrl,
    fallback: 'http://127.0.0.1:8080',
    description: 'Where the hub is.',
  }),
  enrol: option({
    flag: 'enrol',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'the device that this folder was enrolled as',
    description: 'The code behind # of the address that "npm run device -- add --kind kiosk" tells; once.',
  }),
  port: option({
    flag: 'port',
    variable: 'HALLCALL_AGENT_PORT',
    kind: integer(0, 65_535),
    fallback: 8090,
    description: "TCP port of the kiosk's page on 127.0.0.1; 0 takes any free one.",
  }),
  data: option({
    flag: 'data',
    variable: 'HALLCALL_AGENT_DATA',
    kind: path,
    fallback: './kiosk-data',
    description: 'Folder of the numbers and the token; made when missing. Belongs to one kiosk: never copy it to another.',
  }),
  printer: option({
    flag: 'printer',
    variable: 'HALLCALL_AGENT_PRINTER',
    kind: attachedPrinter,
    fallback: null,
    fallbackShown: "the hall's own for this kiosk, or its first",
    description:
      'Where tickets are printed while the hub is away: a device file, a serial line with its speed, or host and port.',
  }),
  relay: option({
    flag: 'relay',
    variable: 'HALLCALL_AGENT_RELAY',
    kind: relayed,
    fallback: null,
    fallbackShown: 'not at all',
    description:
      'Where the hub, and nobody else, reaches that printer while it is there: this address and port are its host and port in the hall.',
  }),
  language: option({
    flag: 'printer-language',
    variable: 'HALLCALL_AGENT_PRINTER_LANGUAGE',
    kind: oneOf(PRINTER_LANGUAGES),
    fallback: 'epson',
    description: 'What that printer understands.',
  }),
  columns: option({
    flag: 'columns',
    variable: 'HALLCALL_AGENT_COLUMNS',
    kind: integer(24, 64),
    fallback: 48,
    description: 'Latin characters in a line of its paper: 48 on 80 mm, 32 on 58 mm.',
  }),
  logLevel: option({
    flag: 'log-level',
    variable: 'HALLCALL_LOG_LEVEL',
    kind: oneOf(LOG_LEVELS),
    fallback: 'info',
    description: 'How much is told on standard error.',
  }),
} as const;

export type AgentOptions = ValuesOf<typeof AGENT_OPTIONS>;
