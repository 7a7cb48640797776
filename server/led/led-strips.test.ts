import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { windowSign } from '../../shared/hall/views/window-sign.ts';
import { KIOSK, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { settled } from '../../test/support/watched-hub.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { SILENT_LOG } from '../observability/log.ts';
import { ledPlaces, type LedPlace } from './led-address.ts';
import { ledLine } from './led-line.ts';
import { LedStrips, type LedHub } from './led-strips.ts';
import { encodeLed } from './led-text.ts';
import { windowText } from './window-text.ts';

const utf8 = (text: string) => encodeLed(text, 'utf-8');

/** A played hall that tells of its entries as a hub does. */
class Hall implements LedHub {
  readonly played = new PlayedHall();
  readonly #listeners = new Set<(hall: string, entries: unknown, state: PlayedHall['state']) => void>();

  read() {
    return Promise.resolve({ state: this.played.state });
  }

  onCommitted(listener: (hall: string, entries: unknown, state: PlayedHall['state']) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  tell(hall = 'demo'): void {
    for (const listener of this.#listeners) listener(hall, [], this.played.state);
  }

  open(counter: number): void {
    this.played.done({ type: 'sign-in', counter }, teller(counter));
    this.played.done({ type: 'open-counter', counter }, teller(counter));
    this.tell();
  }

  call(counter: number): void {
    this.played.done({ type: 'issue-ticket', service: 'B' }, KIOSK);
    this.played.done({ type: 'call-next', counter }, teller(counter));
    this.tell();
  }
}

function places(text: string): readonly LedPlace[] {
  const read = ledPlaces.parse(text);
  return must(read.ok ? read.value : null, 'good addresses');
}

/** Text of each line that came, checked by its own sum. */
function readLine(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const [, body, sum] = /^\$([^]*)\*([0-9A-F]{2})\r\n$/.exec(text) ?? [];
  const found = Buffer.from(must(body ?? null, text), 'utf8').reduce((all, byte) => all ^ byte, 0);
  expect(found).toBe(Number.parseInt(must(sum ?? null, text), 16));
  return body!;
}

let hall: Hall;
let time: VirtualTime;
let strips: LedStrips;

function serve(address: string, repeatSeconds = 10): LedStrips {
  const options = { hub: hall, hall: 'demo', places: places(address), encoding: 'utf-8', repeatSeconds } as const;
  strips = new LedStrips({ ...options, timers: time, log: SILENT_LOG });
  return strips;
}

beforeEach(() => {
  hall = new Hall();
  time = new VirtualTime(hall.played.now);
});

afterEach(async () => {
  await strips.close();
  await strips.close();
  expect(time.timersLeft).toBe(0);
  expect(hall.listeners).toBe(0);
});

describe('strips of light by UDP', () => {
  let socket: Socket;
  let lines: string[];
  let port: number;

  beforeEach(async () => {
    lines = [];
    socket = createSocket('udp4');
    socket.on('message', (bytes) => lines.push(readLine(bytes)));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    ({ port } = socket.address());
  });

  afterEach(() => {
    socket.close();
  });

  async function heard(count: number): Promise<readonly string[]> {
    while (lines.length < count) await once(socket, 'message');
    return lines.splice(0);
  }

  it('[M20] are told a counter’s state at the start, at each change and again every so often, and nothing between', async () => {
    await serve(`3=udp:127.0.0.1:${port}`).start();
    const closed = 'HC1|3|closed||暂停服务，请留意叫号|Temporarily closed. Please wait for your number.';
    expect(await heard(1)).toEqual([closed]);
    hall.open(3);
    expect(await heard(1)).toEqual(['HC1|3|idle||业务受理|Open']);
    hall.tell();
    hall.open(1);
    hall.tell('another hall');
    hall.call(3);
    expect(await heard(1)).toEqual(['HC1|3|calling|B001|请 B001 号办理|B001, please']);
    hall.played.done({ type: 'start-service', counter: 3 }, teller(3));
    hall.tell();
    expect(await heard(1)).toEqual(['HC1|3|serving|B001|正在办理|Now serving']);
    time.advance(10_000);
    expect(await heard(1)).toEqual(['HC1|3|serving|B001|正在办理|Now serving']);
    hall.played.done({ type: 'finish-service', counter: 3 }, teller(3));
    hall.played.done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
    hall.tell();
    expect(await heard(1)).toEqual(['HC1|3|paused||暂停服务，请留意叫号|Temporarily closed. Please wait for your number.']);
  });

  it('[M20] one address may carry all counters', async () => {
    await serve(`*=udp:127.0.0.1:${port},3=udp:127.0.0.1:${port}`).start();
    const all = await heard(hall.played.state.counters.size);
    expect(all.map((line) => Number(line.split('|')[1])).toSorted((one, other) => one - other)).toEqual(
      [...hall.played.state.counters.keys()].toSorted((one, other) => one - other),
    );
  });
});

describe('strips of light at a serial line', () => {
  let terminal: ChildProcess;
  let device: string;
  let lines: AsyncIterator<string>;

  /** A pseudo terminal: what is written to the one end comes out at the other, as through a cable. */
  beforeEach(async () => {
    terminal = spawn('script', ['-qfc', 'tty; exec sleep 60', '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    lines = createInterface({ input: terminal.stdout! })[Symbol.asyncIterator]();
    device = (await next()).trim();
  });

  afterEach(() => {
    terminal.kill();
  });

  async function next(): Promise<string> {
    for (;;) {
      const { value } = await lines.next();
      // `script` says goodbye to a terminal that it does not know with a line of its own.
      if (typeof value === 'string' && value.trim() !== '') return value;
    }
  }

  it('[M21] are told the same lines through a device file, set to its speed', async () => {
    expect(device).toMatch(/^\/dev\/pts\/\d+$/);
    await serve(`3=serial:${device}@9600`).start();
    expect(readLine(Buffer.from(`${(await next()).replace(/\r$/, '')}\r\n`))).toMatch(/^HC1\|3\|closed\|/);
    hall.open(3);
    hall.call(3);
    const heard = [await next(), await next()].map((line) => readLine(Buffer.from(`${line.replace(/\r$/, '')}\r\n`)));
    expect(heard).toEqual(['HC1|3|idle||业务受理|Open', 'HC1|3|calling|B001|请 B001 号办理|B001, please']);
  });
});

describe('strips that are not there', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hallcall-led-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('[M22] that are for a counter which the hall has not are told of once', async () => {
    const warned: object[] = [];
    const log = { ...SILENT_LOG, warn: (facts: object) => warned.push(facts) };
    const given = { hub: hall, hall: 'demo', encoding: 'utf-8', repeatSeconds: 1, timers: time, log } as const;
    strips = new LedStrips({ ...given, places: places('3=udp:127.0.0.1:9,99=udp:127.0.0.1:9,*=udp:127.0.0.1:9') });
    await strips.start();
    for (let second = 0; second < 3; second += 1) {
      time.advance(1_000);
      await settled();
    }
    expect(warned.filter((each) => 'counter' in each)).toEqual([{ led: 'udp:127.0.0.1:9', counter: 99 }]);
  });

  it('[M22] hold up nothing, are told once, and are tried again: a missing device, and a plain file is none', async () => {
    const warned: string[] = [];
    writeFileSync(join(folder, 'file'), '');
    const log = { ...SILENT_LOG, warn: (facts: object) => warned.push((facts as { led: string }).led) };
    const given = { hub: hall, hall: 'demo', encoding: 'utf-8', repeatSeconds: 1, timers: time, log } as const;
    strips = new LedStrips({ ...given, places: places(`3=serial:${folder}/none,1=serial:${folder}/file`) });
    await strips.start();
    for (let second = 0; second < 5; second += 1) {
      hall.tell();
      time.advance(1_000);
      await settled();
      await settled();
    }
    await strips.close();
    expect(warned.toSorted()).toEqual([`serial:${folder}/file`, `serial:${folder}/none`]);
  });
});

describe('what a line says', () => {
  beforeEach(() => {
    serve('');
  });

  it('[M20] nothing that somebody wrote breaks its frame', () => {
    const sign = must(windowSign(hall.played.state, 3), 'a counter');
    const bytes = ledLine({ ...sign, state: 'calling', ticket: 'A$1|2*3\r\n\u202e\u0007' }, utf8);
    const body = readLine(bytes);
    expect(body.split('|')).toHaveLength(6);
    expect(body).toContain('|A 1 2 3|');
    expect(ledLine({ ...sign, ticket: 'A'.repeat(5_000) }, utf8).length).toBeLessThan(700);
  });

  it('[M23] in the font’s own encoding; what it lacks is a square and no other character', () => {
    expect(encodeLed('请 A012', 'gbk')).toEqual(Buffer.from([0xc7, 0xeb, 0x20, 0x41, 0x30, 0x31, 0x32]));
    expect(new TextDecoder('gbk').decode(encodeLed('暂停服务，请留意叫号', 'gbk'))).toBe('暂停服务，请留意叫号');
    expect(new TextDecoder('gbk').decode(encodeLed('a😀é', 'gbk'))).toBe('a□é');
    expect(utf8('请')).toEqual(Buffer.from('请'));
  });

  it('[M24] as text: always the same twelve lines', () => {
    hall.open(3);
    hall.call(3);
    const sign = must(windowSign(hall.played.state, 3), 'a counter');
    const lines = windowText({ ...sign, name: { zh: '三号\n柜台: x', en: 'Three\u2028' } })
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      ...['counter', 'state', 'ticket', 'staff', 'text-zh', 'text-en'],
      ...['name-zh', 'name-en', 'services-zh', 'services-en', 'reserved-zh', 'reserved-en'],
    ]);
    expect(lines.slice(0, 8)).toEqual([
      'counter: 3',
      'state: calling',
      'ticket: B001',
      'staff: 1003',
      'text-zh: 请 B001 号办理',
      'text-en: B001, please',
      'name-zh: 三号 柜台: x',
      'name-en: Three',
    ]);
  });

  it('[M20] addresses are read whole or refused', () => {
    expect(places(' 3=udp:10.0.0.5:5200, *=serial:/dev/ttyUSB0@9600,4=serial:/dev/ttyS1 ')).toEqual([
      { counter: 3, address: { is: 'udp', host: '10.0.0.5', port: 5200 } },
      { counter: 'all', address: { is: 'serial', device: '/dev/ttyUSB0', baud: 9600 } },
      { counter: 4, address: { is: 'serial', device: '/dev/ttyS1', baud: null } },
    ]);
    for (const wrong of [
      '3',
      '3=tcp:h:1',
      '3=udp:h',
      '3=udp:h:0',
      '3=udp:h:70000',
      'x=udp:h:1',
      '3=serial:ttyUSB0',
      '3=serial:/dev/x@7',
    ])
      expect(ledPlaces.parse(wrong).ok, wrong).toBe(false);
  });
});
