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

  it('[Y1] an installation of many hubs is told where its stores are; alone, a hub needs nothing of it', () => {
    expect(options([])).toMatchObject({ redis: null, database: null, redisReplicas: 2, redisCopies: 'strict', hub: null });
    const addresses = [
      'redis://10.0.0.1:6379',
      'rediss://hub:secret@redis.local:6380/0',
      'redis-sentinel://hub:secret@10.0.0.1:26379,10.0.0.2:26379,10.0.0.3:26379/hallcall',
      'rediss-sentinel://hub:secret@10.0.0.1:26379,10.0.0.2:26379/hallcall?sentinel-login=hub:secret&ca=/etc/hallcall/ca.crt',
      'redis-cluster://10.0.0.1:7000,10.0.0.2:7000',
    ];
    for (const redis of addresses) expect(options([], { HALLCALL_REDIS: redis }).redis).toBe(redis);
    const given = options(['--redis-allow', 'no-fsync, few-replicas', '--hub', 'hub-1', '--redis-replicas', '1'], {
      HALLCALL_DATABASE: 'postgres://hub:secret@10.0.0.4:5432/hallcall',
    });
    expect(given).toMatchObject({ redisAllow: ['no-fsync', 'few-replicas'], hub: 'hub-1', redisReplicas: 1 });
    expect(hubOptionProblems(given)).toEqual([]);
  });

  it('[Y2] what is wrong with an address is told without its password, and options that need each other are asked for', () => {
    const wrong = read(['--hub', 'two words', '--redis-replicas', '9'], {
      HALLCALL_REDIS: 'redis-sentinel://hub:geheim@10.0.0.1:26379',
      HALLCALL_DATABASE: 'mysql://hub:geheim@10.0.0.4/hallcall',
    });
    expect(wrong).toMatchObject({ ok: false });
    const told = wrong.ok ? [] : wrong.error;
    expect(told.join()).not.toContain('geheim');
    expect(told.map((each) => each.split(' expected')[0])).toEqual([
      'HALLCALL_REDIS:',
      '--redis-replicas is "9":',
      'HALLCALL_DATABASE:',
      '--hub is "two words":',
    ]);
    const alone = ['--database-reports', 'postgres://a@b/c', '--redis-copies', 'relaxed', '--redis-replicas', '0'];
    expect(hubOptionProblems(options([...alone, '--region-url', 'https://region.local']))).toHaveLength(3);
  });

  it('[A66] refuses a planted fault outside a test', () => {
    expect(hubOptionProblems(options(['--planted-fault', 'dedupe-off']))).toHaveLength(1);
    expect(hubOptionProblems(options(['--planted-fault', 'dedupe-off'], { HALLCALL_TEST: '1' }))).toEqual([]);
  });

  it('[A67] lists every option under --help', () => {
    expect(read(['--port', 'x', '--help'])).toEqual({ ok: true, value: { is: 'help' } });
    expect(helpText(HUB_USAGE, HUB_OPTIONS)).toMatchInlineSnapshot(`
      "Hallcall hub: one hall on one machine, from the kiosk to the wall; or one of many hubs of many halls.

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
        --proxies LIST                  Addresses, by commas, of load balancers whose X-Forwarded-For is believed.
                                        (HALLCALL_PROXIES, default: none)
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
        --redis URL                     Where the journal is when there are many hubs.
                                        (HALLCALL_REDIS, default: none, the journal is in the data folder)
        --redis-replicas N              Nodes besides the first that must have an entry before it counts.
                                        (HALLCALL_REDIS_REPLICAS, default: 2)
        --redis-copies strict|relaxed   When one of them is lost: strict stops writing until an operator acts, relaxed goes on with fewer.
                                        (HALLCALL_REDIS_COPIES, default: strict)
        --redis-allow LIST              Settings of Redis, by name and commas, that are accepted although the promises do not hold with them.
                                        (HALLCALL_REDIS_ALLOW, default: none)
        --database URL                  PostgreSQL with accounts, devices, records and history when there are many hubs.
                                        (HALLCALL_DATABASE, default: none, the database is in the data folder)
        --database-reports URL          A copy of that database which may only be read: reports are made there.
                                        (HALLCALL_DATABASE_REPORTS, default: the same database)
        --hub NAME                      What this hub is called among others; no two may have the same.
                                        (HALLCALL_HUB, default: the name of the machine and the port)
        --region-url URL                The region service that this hall ships its entries to.
                                        (HALLCALL_REGION_URL, default: none)
        --region-token-file PATH        A file with the token that the region gave to this hall.
                                        (HALLCALL_REGION_TOKEN_FILE, default: none)
        --region-ca PATH                A file with the certificate authority of the region service.
                                        (HALLCALL_REGION_CA, default: those that this machine trusts)
        --log-level trace|debug|info|warn|error|silent
                                        How much the log says. JSON lines on standard error.
                                        (HALLCALL_LOG_LEVEL, default: info)
        --planted-fault none|ack-before-commit|dedupe-off|synchronous-normal|synchronous-dropped|wait-off|wait-one|wait-elsewhere|no-epoch|resume-at-head|no-hash-check|numbers-from-clock|cors-only-origin|room-without-scope
                                        For tests of the tests: breaks a promise on purpose. Refused without HALLCALL_TEST=1.
                                        (HALLCALL_PLANTED_FAULT, default: none)
        --test 0|1                      Says that this hub serves a test and no hall.
                                        (HALLCALL_TEST, default: 0)
        --help                          this text
      "
    `);
  });
});
