import { createHash } from 'node:crypto';
import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { chainOf, entryDraft, headOf } from '../../test/support/journal-entries.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalEntry } from './entry.ts';
import { bodyOf, fingerprintOf, openEntry, positionOf, sealEntry, verifyEntry, type StoredEntry } from './hash-chain.ts';
import { JournalDamagedError } from './journal.ts';

const RUNS = { numRuns: 200, seed: 20261122 };

function stored(entry: JournalEntry): StoredEntry {
  return { hall: entry.hall, version: entry.version, epoch: entry.epoch, hash: entry.hash, body: bodyOf(entry) };
}

describe('the hash chain', () => {
  it('[J3] hashes the previous hash and every field but hash, previous hash and epoch', () => {
    const entry = sealEntry(entryDraft('demo', 'a'), ORIGIN);
    const { hash, previousHash, epoch, ...body } = entry;
    expect({ previousHash, epoch, version: entry.version }).toEqual({ previousHash: ORIGIN.hash, epoch: 1, version: 1 });
    expect(hash).toBe(createHash('sha256').update(previousHash).update(canonicalJson(body)).digest('hex'));
    expect(sealEntry({ ...entryDraft('demo', 'a'), epoch: 2 }, ORIGIN).hash).toBe(hash);
  });

  it('[J3] gives one hash for ever: the value of a known entry', () => {
    expect(sealEntry(entryDraft('demo', 'a'), ORIGIN).hash).toMatchInlineSnapshot(
      `"78381116e181b3d6b8b4951e37de6003057544f20348867a3f0ff6d459ceee2e"`,
    );
  });

  it('[J3] makes entries that verify, in memory and as stored', () => {
    let previous = ORIGIN;
    for (const entry of chainOf('demo', 20)) {
      verifyEntry(entry, previous);
      expect(openEntry(stored(entry), previous)).toEqual(entry);
      previous = positionOf(entry);
    }
  });

  it('[J3] has the same body for an entry sealed here and for its copy', () => {
    const [entry] = chainOf('demo', 1);
    expect(bodyOf({ ...entry! })).toBe(bodyOf(entry!));
  });

  it('[J3] finds any change of any field but the epoch', () => {
    const entry = chainOf('demo', 3)[2]!;
    const previous = headOf(chainOf('demo', 2));
    const changes: Partial<JournalEntry>[] = [
      { hall: 'other' },
      { version: 4 },
      { at: entry.at + 1 },
      { actor: 'staff:1004' },
      { commandId: 'another' },
      { fingerprint: '0'.repeat(64) },
      { events: [] },
      { previousHash: ORIGIN.hash },
      { hash: ORIGIN.hash },
    ];
    for (const change of changes) expect(() => verifyEntry({ ...entry, ...change }, previous)).toThrow(JournalDamagedError);
    verifyEntry({ ...entry, epoch: 7 }, previous);
  });

  it('[J3] finds any flipped bit of a stored entry', () => {
    const entry = chainOf('demo', 2)[1]!;
    const previous = headOf(chainOf('demo', 1));
    const whole = stored(entry);
    fc.assert(
      fc.property(fc.nat(whole.body.length - 1), fc.integer({ min: 0, max: 6 }), (place, bit) => {
        const flipped = String.fromCharCode(whole.body.charCodeAt(place) ^ (1 << bit));
        const body = whole.body.slice(0, place) + flipped + whole.body.slice(place + 1);
        expect(() => openEntry({ ...whole, body }, previous)).toThrow(JournalDamagedError);
      }),
      RUNS,
    );
  });

  it('[J3] finds missing, repeated, exchanged and foreign entries', () => {
    const rows = chainOf('demo', 6).map(stored);
    const walk = (order: readonly StoredEntry[]): void => {
      let previous = ORIGIN;
      for (const row of order) previous = positionOf(openEntry(row, previous));
    };
    walk(rows);
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), fc.boolean(), (chosen, reversed) => {
        const order = (reversed ? chosen.toReversed() : chosen).map((index) => rows[index]!);
        if (order.every((row, index) => row.version === index + 1)) walk(order);
        else expect(() => walk(order)).toThrow(JournalDamagedError);
      }),
      RUNS,
    );
    expect(() => walk([rows[0]!, rows[0]!])).toThrow('journal of hall "demo" is damaged at version 2: missing');
    expect(() => walk([{ ...rows[0]!, hall: 'other' }])).toThrow('it belongs to another hall or version');
  });
});

describe('the fingerprint', () => {
  it('[J4] is of actor and command, not of the order of fields or of absent ones', () => {
    const actor = { id: 'staff:1003' };
    const print = fingerprintOf(actor, { type: 'issue-ticket', service: 'A', class: undefined });
    expect(print).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintOf(actor, { service: 'A', type: 'issue-ticket' })).toBe(print);
    expect(fingerprintOf(actor, { type: 'issue-ticket', service: 'B' })).not.toBe(print);
    expect(fingerprintOf({ id: 'staff:1004' }, { type: 'issue-ticket', service: 'A' })).not.toBe(print);
  });
});
