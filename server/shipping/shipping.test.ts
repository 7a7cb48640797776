import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { SHIPMENT_BYTES_MAX, SHIPMENT_BYTES_USUAL, shipmentSchema, type ShippingState } from '../../shared/protocol/shipping.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { chainOf } from '../../test/support/journal-entries.ts';
import { ManualTimers } from '../../test/support/manual-timers.ts';
import { EVERY_DUTY, type Duties } from '../hub/duties.ts';
import { NO_PEERS, type PeerMessage, type Peers } from '../hub/peers.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { MemoryJournal } from '../journal/memory-journal.ts';
import { SHIP_REFUSED_RETRY_MS, SHIP_RETRY_MS_MAX, SHIP_RETRY_MS_MIN } from './limits.ts';
import { openShipping } from './open-shipping.ts';
import { deliveryOf, type Delivery, type RegionLine } from './region-line.ts';
import { Shipping } from './shipping.ts';

const HALL = 'north-1';
const START = Date.UTC(2026, 10, 22, 1);

/** A region that takes what continues what it has; `answer` puts a word of its own in its place. */
class TestRegion implements RegionLine {
  taken: unknown[] = [];
  position: Position = ORIGIN;
  readonly bodies: string[] = [];
  readonly askedAt: number[] = [];
  answer: ((body: string) => Delivery | null) | null = null;
  now: () => number = () => 0;

  deliver(_hall: string, body: string): Promise<Delivery> {
    this.bodies.push(body);
    this.askedAt.push(this.now());
    const own = this.answer?.(body) ?? null;
    return Promise.resolve(own ?? this.take(body));
  }

  take(body: string): Delivery {
    const { entries } = shipmentSchema.parse(JSON.parse(body));
    for (const entry of entries) {
      if (entry.version > this.position.version + 1) return { is: 'out-of-order', position: this.position };
      if (entry.version <= this.position.version) continue;
      this.taken.push(entry);
      this.position = { version: entry.version, hash: entry.hash };
    }
    return { is: 'taken', position: this.position };
  }

  close(): void {
    // Nothing is open.
  }
}

let timers: ManualTimers;
let passedMs: number;
let journal: MemoryJournal;
let region: TestRegion;
let log: { readonly level: string; readonly message: string }[];
let hear: (entries: readonly JournalEntry[]) => void;
const open: Shipping[] = [];

function shipping(given: { readonly duties?: Duties; readonly peers?: Peers; readonly random?: () => number } = {}): Shipping {
  const { duties = EVERY_DUTY, peers = NO_PEERS, random = () => 1 } = given;
  const listeners = new Set<(hall: string, entries: readonly JournalEntry[]) => void>();
  hear = (entries) => listeners.forEach((listener) => listener(HALL, entries));
  const write = (level: string) => (_facts: object, message: string) => void log.push({ level, message });
  const made = new Shipping({
    hub: {
      onCommitted(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    journal,
    line: region,
    duties,
    peers,
    clock: { now: () => START + passedMs },
    timers,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    random,
  });
  open.push(made);
  return made;
}

async function pass(ms: number): Promise<void> {
  // In small steps, so that the clock and the timers go together.
  for (let left = ms; left > 0; left -= 100) {
    const step = Math.min(100, left);
    passedMs += step;
    await timers.advance(step);
  }
}

async function commit(count: number): Promise<JournalEntry[]> {
  const head = await journal.head(HALL);
  const entries = chainOf(HALL, count, head);
  await journal.append(HALL, head, entries);
  hear(entries);
  return entries;
}

beforeEach(() => {
  [timers, passedMs, log] = [new ManualTimers(), 0, []];
  journal = new MemoryJournal();
  region = new TestRegion();
  region.now = () => passedMs;
});

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  expect(timers.size).toBe(0);
});

describe('shipping', () => {
  it('[Z1] goes on from where the region says it stands, in order, whoever of them began anew in between', async () => {
    const room = shipping();
    const first = await commit(30);
    await room.take(HALL);
    await pass(1_000);
    expect(room.state(HALL)).toMatchObject({ is: 'up-to-date' });
    const more = await commit(5);
    await pass(1_000);
    expect(region.taken).toEqual([...first, ...more].map(({ hall: _hall, ...entry }) => entry));
    await must(open.pop(), 'one is open').close();
    // The region was set back to a copy of yesterday, the hub is another process.
    region.position = { version: 12, hash: must(first[11], 'twelve').hash };
    region.taken = region.taken.slice(0, 12);
    const again = shipping();
    await again.take(HALL);
    const last = await commit(3);
    await pass(2_000);
    expect(region.taken).toEqual([...first, ...more, ...last].map(({ hall: _hall, ...entry }) => entry));
  });

  it('[Z1] catches up as fast with a hall at work as with one at rest', async () => {
    const room = shipping();
    const behind = 4_000;
    await commit(behind);
    await room.take(HALL);
    for (let round = 0; round < 30; round += 1) {
      await pass(100);
      await commit(1);
    }
    expect(region.position.version).toBeGreaterThan(behind);
    await pass(1_000);
    expect(region.position.version).toBe(behind + 30);
    expect(room.state(HALL)).toMatchObject({ is: 'up-to-date' });
  });

  it('[Z1] asks anew when an answer was lost: what was taken is sent again and taken once', async () => {
    const room = shipping();
    await commit(10);
    region.answer = (body) => {
      region.take(body);
      return { is: 'away', why: 'unreachable', detail: 'socket hang up' };
    };
    await room.take(HALL);
    await pass(500);
    await commit(2);
    await pass(1_000);
    expect(room.state(HALL).is).toBe('cut-off');
    region.answer = null;
    await pass(10_000);
    expect(room.state(HALL).is).toBe('up-to-date');
    expect(region.taken).toHaveLength(12);
  });

  it('[Z2] of a long log goes in bodies of 64 kB, one after the other', async () => {
    const room = shipping();
    const head = await journal.head(HALL);
    const entries = chainOf(HALL, 1_200, head);
    await journal.append(HALL, head, entries);
    await room.take(HALL);
    await pass(3_000);
    expect(region.position.version).toBe(1_200);
    const sizes = region.bodies.map((body) => body.length);
    expect(Math.max(...sizes)).toBeLessThan(SHIPMENT_BYTES_USUAL * 2);
    expect(Math.max(...sizes)).toBeLessThan(SHIPMENT_BYTES_MAX);
    expect(region.bodies.length).toBeGreaterThan(6);
  });

  it('[Z3] [Z8] tries again after a second, then later and later up to a minute, and each hall at a moment of its own', async () => {
    const room = shipping({ random: () => 0.5 });
    region.answer = () => ({ is: 'away', why: 'unreachable', detail: 'ECONNREFUSED' });
    await commit(3);
    await room.take(HALL);
    await pass(300_000);
    const gaps = region.askedAt.slice(1).map((at, index) => at - must(region.askedAt[index], 'one before'));
    expect(must(gaps[0], 'a second try')).toBeGreaterThanOrEqual(SHIP_RETRY_MS_MIN / 2);
    expect(must(gaps[0], 'a second try')).toBeLessThanOrEqual(SHIP_RETRY_MS_MIN);
    for (const [index, gap] of gaps.entries())
      if (index > 0) expect(gap).toBeGreaterThanOrEqual(must(gaps[index - 1], 'one before') - 100);
    expect(must(gaps.at(-1), 'many')).toBeLessThanOrEqual(SHIP_RETRY_MS_MAX);
    expect(room.state(HALL)).toMatchObject({ is: 'cut-off', by: null, why: 'unreachable' });
    expect(log.filter(({ level }) => level === 'warn')).toHaveLength(1);
    // What is committed meanwhile does not make it hurry.
    const asked = region.bodies.length;
    await commit(50);
    await pass(1_000);
    expect(region.bodies.length).toBeLessThanOrEqual(asked + 1);
    // Another cause is news, and told once as well.
    region.answer = () => ({ is: 'away', why: 'certificate-time', detail: 'certificate has expired' });
    await pass(180_000);
    expect(room.state(HALL)).toMatchObject({ is: 'cut-off', why: 'certificate-time' });
    expect(log.filter(({ level }) => level === 'warn')).toHaveLength(2);
    region.answer = null;
    await pass(60_000);
    expect(room.state(HALL).is).toBe('up-to-date');
  });

  it('[Z4] that is refused says so, once in the log and for as long as it lasts on the panel, and is tried every minute', async () => {
    const room = shipping();
    await commit(4);
    await room.take(HALL);
    await pass(1_000);
    region.answer = () => ({ is: 'refused', fault: 'log-forked', version: 3 });
    await commit(2);
    await pass(5 * SHIP_REFUSED_RETRY_MS);
    expect(room.state(HALL)).toMatchObject({ is: 'refused', fault: 'log-forked', version: 3, by: 2 });
    expect(log.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(region.bodies.length).toBeLessThan(12);
    expect(await journal.head(HALL)).toMatchObject({ version: 6 });
    region.answer = null;
    await pass(SHIP_REFUSED_RETRY_MS);
    expect(room.state(HALL).is).toBe('up-to-date');
  });

  it('[Z5] is done by the hub that has the duty; another one knows how it stands by what that one told', async () => {
    const listeners: ((message: PeerMessage) => void)[] = [];
    const told: PeerMessage[] = [];
    const peers: Peers = {
      tell: (_topic, message) => told.push(message),
      on(_topic, listener) {
        listeners.push(listener);
        return () => undefined;
      },
    };
    let isHeld = false;
    const room = shipping({ duties: { ...EVERY_DUTY, holds: () => isHeld }, peers });
    await commit(3);
    await room.take(HALL);
    await pass(20_000);
    expect([region.bodies.length, room.state(HALL)]).toEqual([0, { is: 'off' }]);
    const state: ShippingState = { is: 'behind', by: 7, since: START };
    for (const listener of listeners) {
      listener({ hall: HALL, state });
      listener({ hall: HALL, state: { is: 'of another release' } });
    }
    expect(room.state(HALL)).toEqual(state);
    await pass(31_000);
    expect(room.state(HALL)).toEqual({ is: 'off' });
    isHeld = true;
    await pass(6_000);
    expect(region.position.version).toBe(3);
    expect(room.status()).toMatchObject([{ hall: HALL, state: { is: 'up-to-date' } }]);
    expect(told).toContainEqual({ hall: HALL, state: expect.objectContaining({ is: 'up-to-date' }) as unknown });
  });

  it('[Z6] does not begin over a plain wire or without a token', () => {
    const options = {} as Parameters<typeof openShipping>[1];
    const address = { regionUrl: 'http://region.example:8443', regionTokenFile: '/nowhere/token', regionCa: null };
    expect(() => openShipping(address, options)).toThrow(/is not encrypted/);
    expect(() => openShipping({ ...address, regionUrl: 'https://region.example', regionTokenFile: null }, options)).toThrow(
      /needs --region-token-file/,
    );
    expect(() => openShipping({ ...address, regionUrl: 'http://127.0.0.1:1' }, options)).toThrow(/token is not there/);
    expect(openShipping({ ...address, regionUrl: null }, options)).toBeNull();
  });

  it('[Z4] takes no answer for a region’s that is not one', () => {
    for (const [said, is] of [
      [{ status: 200, body: { position: { version: 3, hash: 'a'.repeat(64) } } }, 'taken'],
      [{ status: 200, body: '<html>' }, 'away'],
      [{ status: 404, body: null }, 'away'],
      [{ status: 502, body: { error: 'bad gateway' } }, 'away'],
      [{ status: 503, body: { kind: 'hall-read-only' } }, 'away'],
      [{ status: 409, body: { kind: 'entries-out-of-order', position: { version: 3, hash: 'a'.repeat(64) } } }, 'out-of-order'],
      [{ status: 404, body: { kind: 'unknown-hall' } }, 'refused'],
      [{ status: 409, body: { kind: 'log-forked', version: 9 } }, 'refused'],
    ] as const) {
      expect([said, deliveryOf(said).is]).toEqual([said, is]);
    }
  });
});
