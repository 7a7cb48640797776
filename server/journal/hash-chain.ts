import { hash } from 'node:crypto';
import { assert } from '../../shared/lib/assert.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { Position } from '../../shared/protocol/position.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalEntry } from './entry.ts';
import { JournalDamagedError } from './journal.ts';

/** An entry before it has its place: the chain gives version, previous hash and hash. */
export type EntryDraft = Omit<JournalEntry, 'version' | 'previousHash' | 'hash'>;

/**
 * The hash of one entry: SHA-256, in hex, of the previous hash (64 hex digits as text) followed by the entry's body.
 * Whoever holds the texts can walk the chain again with any SHA-256.
 */
export function chainHash(previousHash: string, body: string): string {
  return hash('sha256', previousHash + body, 'hex');
}

/**
 * The bodies of the entries sealed last: what was made for the hash is written to storage a moment later. A ring, as a
 * `WeakMap` costs more than it saves here.
 */
const REMEMBERED = 1_024;
const rememberedEntries = new Array<JournalEntry | null>(REMEMBERED).fill(null);
const rememberedBodies = new Array<string>(REMEMBERED).fill('');

/** Canonical JSON of every field but `hash`, `previousHash` and `epoch`: what is hashed is what is stored. */
export function bodyOf(entry: JournalEntry): string {
  const slot = entry.version % REMEMBERED;
  return rememberedEntries[slot] === entry ? rememberedBodies[slot]! : canonicalBody(entry, entry.version);
}

/** Puts a draft right behind `previous`. */
export function sealEntry(draft: EntryDraft, previous: Position): JournalEntry {
  const version = previous.version + 1;
  const body = canonicalBody(draft, version);
  const entry: JournalEntry = {
    hall: draft.hall,
    version,
    epoch: draft.epoch,
    at: draft.at,
    actor: draft.actor,
    commandId: draft.commandId,
    fingerprint: draft.fingerprint,
    events: draft.events,
    previousHash: previous.hash,
    hash: chainHash(previous.hash, body),
  };
  rememberedEntries[version % REMEMBERED] = entry;
  rememberedBodies[version % REMEMBERED] = body;
  return entry;
}

export function positionOf(entry: JournalEntry): Position {
  return { version: entry.version, hash: entry.hash };
}

/** Throws `JournalDamagedError` unless the entry is whole and stands right behind `previous`. */
export function verifyEntry(entry: JournalEntry, previous: Position): void {
  if (entry.version !== previous.version + 1) throw missing(entry, previous);
  if (entry.previousHash !== previous.hash) throw damaged(entry, 'it does not continue the entry before it');
  // Made anew: a remembered body would vouch for itself.
  if (chainHash(entry.previousHash, canonicalBody(entry, entry.version)) !== entry.hash)
    throw damaged(entry, 'its hash does not fit');
}

/** As stored. `hall` and `version` are the keys under which the row was found. */
export interface StoredEntry {
  readonly hall: string;
  readonly version: number;
  readonly epoch: number;
  readonly hash: string;
  readonly body: string;
}

/** Verifies the stored text against the chain, then reads it. Throws `JournalDamagedError`. */
export function openEntry(stored: StoredEntry, previous: Position): JournalEntry {
  if (stored.version !== previous.version + 1) throw missing(stored, previous);
  if (chainHash(previous.hash, stored.body) !== stored.hash) throw damaged(stored, 'its hash does not fit');
  const body = JSON.parse(stored.body) as Omit<JournalEntry, 'epoch' | 'previousHash' | 'hash'>;
  if (body.hall !== stored.hall || body.version !== stored.version)
    throw damaged(stored, 'it belongs to another hall or version');
  const { at, actor, commandId, fingerprint, events } = body;
  return {
    hall: body.hall,
    version: body.version,
    epoch: stored.epoch,
    at,
    actor,
    commandId,
    fingerprint,
    events,
    previousHash: previous.hash,
    hash: stored.hash,
  };
}

/** Who and what, without the id: the same command sent again has the same fingerprint, any other has another one. */
export function fingerprintOf(actor: Pick<Actor, 'id'>, command: Command): string {
  return hash('sha256', canonicalJson({ actor: actor.id, command }), 'hex');
}

function canonicalBody(entry: Omit<EntryDraft, 'epoch'>, version: number): string {
  assert(version > 0, 'versions start at 1');
  const { actor, at, commandId, events, fingerprint, hall } = entry;
  return canonicalJson({ actor, at, commandId, events, fingerprint, hall, version });
}

function missing(next: { readonly hall: string; readonly version: number }, previous: Position): JournalDamagedError {
  return new JournalDamagedError(next.hall, previous.version + 1, `missing; version ${next.version} comes next`);
}

function damaged(entry: { readonly hall: string; readonly version: number }, what: string): JournalDamagedError {
  return new JournalDamagedError(entry.hall, entry.version, what);
}
