import { describe, expect, it } from 'vitest';
import { HUB_OPTIONS, HUB_USAGE, hubOptionProblems, type HubOptions } from './hub-options.ts';
import { helpText, readOptions } from './read-options.ts';

function read(arguments_: readonly string[], environment: Record<string, string> = {}) {
  return readOptions(HUB_OPTIONS, { arguments: arguments_, environment });
}

function options(arguments_: readonly string[], environment: Record<string, string> = {}): HubOptions {
  const result = read(arguments_, environment);
  if (!result.ok || result.value.is !== 'options') throw new Error(JSON.stringify(result));
  return result.value.values;
}

describe('options of the hub', () => {
  it('[A64] has defaults that need nothing: port 8080 on loopback, ./data', () => {
    expect(options([])).toMatchObject({ port: 8080, host: '127.0.0.1', data: './data', phoneUrl: null, plantedFault: 'none' });
  });

  it('[A64] takes a flag over its variable, and a variable over the default', () => {
    expect(options([], { HALLCALL_PORT: '9000' }).port).toBe(9000);
    expect(options(['--port', '9001'], { HALLCALL_PORT: '9000' }).port).toBe(9001);
    expect(options(['--port=9002']).port).toBe(9002);
    expect(options([], { HALLCALL_PORT: '' }).port).toBe(8080);
  });

  it('[A64] reads lists and addresses', () => {
    const given = options(['--printers', 'front=10.0.0.5:9100', '--allowed-origins', 'http://a.local:8080, https://b.local'], {
      HALLCALL_PHONE_URL: 'http://10.0.0.2:8080/',
    });
    expect(given.printers).toEqual(new Map([['front', { host: '10.0.0.5', port: 9100 }]]));
    expect(given.allowedOrigins).toEqual(['http://a.local:8080', 'https://b.local']);
    expect(given.phoneUrl).toBe('http://10.0.0.2:8080');
  });

  it('[A65] names every mistake at once', () => {
    const result = read(['--prot', '1', '--port', 'x', '--log-level', 'loud', '--data'], {
      HALLCALL_PHONE_URL: 'ftp://x',
      HALLCALL_PRINTERS: 'front',
      HALLCALL_ALLOWED_ORIGINS: 'http://a/b',
    });
    expect(result).toEqual({
      ok: false,
      error: [
        'unknown option --prot; --help lists all',
        '--data needs a value',
        '--port is "x": expected a whole number from 0 to 65535',
        'HALLCALL_ALLOWED_ORIGINS is "http://a/b": expected origins such as http://hall.local:8080, separated by commas',
        'HALLCALL_PHONE_URL is "ftp://x": expected an address such as http://192.168.1.10:8080',
        'HALLCALL_PRINTERS is "front": expected printers such as front=192.168.1.50:9100, separated by commas',
        '--log-level is "loud": expected one of trace, debug, info, warn, error, silent',
      ],
    });
    expect(read(['--port', '1', '--port', '2'])).toEqual({ ok: false, error: ['--port is given twice'] });
  });

  it('[A66] refuses a planted fault outside a test', () => {
    expect(hubOptionProblems(options(['--planted-fault', 'dedupe-off']))).toHaveLength(1);
    expect(hubOptionProblems(options(['--planted-fault', 'dedupe-off'], { HALLCALL_TEST: '1' }))).toEqual([]);
  });

  it('[A67] lists every option under --help', () => {
    expect(read(['--port', 'x', '--help'])).toEqual({ ok: true, value: { is: 'help' } });
    expect(helpText(HUB_USAGE, HUB_OPTIONS)).toMatchInlineSnapshot(`
      "Hallcall hub: one hall on one machine, from the kiosk to the wall.

      Usage: npm start -- [options]

      Options:
        --port N                        TCP port of the screens, the socket and the API; 0 takes any free one.
                                        (HALLCALL_PORT, default: 8080)
        --host TEXT                     Address to listen on. Anything but loopback needs passwords of your own first.
                                        (HALLCALL_HOST, default: 127.0.0.1)
        --data PATH                     Folder of journal.sqlite, database.sqlite and hall.yaml; made when missing.
                                        (HALLCALL_DATA, default: ./data)
        --hall-file PATH                Seeds a new hall; on a hall that exists it is only compared (see "npm run hall").
                                        (HALLCALL_HALL_FILE, default: hall.yaml in the data folder, on an empty one the demo hall)
        --allowed-origins LIST          Origins, by commas, whose pages may use the hub besides its own.
                                        (HALLCALL_ALLOWED_ORIGINS, default: only pages that this hub itself serves)
        --phone-port N                  TCP port of the page for customers’ phones and of nothing else; opened only with --phone-url.
                                        (HALLCALL_PHONE_PORT, default: 8090)
        --phone-host TEXT               Address of that port: loopback, behind a reverse proxy with TLS on this machine.
                                        (HALLCALL_PHONE_HOST, default: 127.0.0.1)
        --phone-proxy TEXT              Address of the reverse proxy whose X-Forwarded-For is believed, when it runs elsewhere.
                                        (HALLCALL_PHONE_PROXY, default: this machine)
        --phone-url URL                 Where customers' phones reach the hub; when set, tickets carry a QR code.
                                        (HALLCALL_PHONE_URL, default: none)
        --printers LIST                 Addresses that replace those of the hall: ID=HOST:PORT, by commas.
                                        (HALLCALL_PRINTERS, default: as the hall is configured)
        --led LIST                      Strips of light: COUNTER=udp:HOST:PORT or COUNTER=serial:DEVICE@BAUD, by commas; * for all counters.
                                        (HALLCALL_LED, default: none)
        --led-encoding utf-8|gbk        How their fonts are addressed.
                                        (HALLCALL_LED_ENCODING, default: utf-8)
        --led-repeat N                  Every strip is told its state again after so many seconds.
                                        (HALLCALL_LED_REPEAT, default: 10)
        --forecasts on|off              Expected waits, their alerts and advice, computed in a thread beside the work; off: none are shown or quoted.
                                        (HALLCALL_FORECASTS, default: on)
        --log-level trace|debug|info|warn|error|silent
                                        How much the log says. JSON lines on standard error.
                                        (HALLCALL_LOG_LEVEL, default: info)
        --planted-fault none|ack-before-commit|dedupe-off|synchronous-normal
                                        For tests of the tests: breaks a promise on purpose. Refused without HALLCALL_TEST=1.
                                        (HALLCALL_PLANTED_FAULT, default: none)
        --test 0|1                      Says that this hub serves a test and no hall.
                                        (HALLCALL_TEST, default: 0)
        --help                          this text
      "
    `);
  });
});
