import type { OutboxStorage, StoredCommand } from './outbox.ts';

/** The part of the browser's `Storage` that is needed: `localStorage` or `sessionStorage` fits. */
export interface KeyValueStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = 'hallcall.outbox.';

/**
 * Unanswered commands in the browser's storage, one item each: two tabs of one screen share the storage, and a list in
 * one item would let each of them wipe out what the other has kept. `screen` keeps apart the screens of one machine, such as
 * `kiosk` and `desk`.
 */
export function localStorageOutbox(storage: KeyValueStorage, screen = 'screen'): OutboxStorage {
  const prefix = `${PREFIX}${screen}.`;
  const kept = new Set<string>();
  return {
    load: () => {
      const found: unknown[] = [];
      for (const key of keysOf(storage, prefix)) {
        kept.add(key);
        found.push(parsed(storage.getItem(key)));
      }
      return found;
    },
    save: (list) => {
      const wanted = new Map(list.map((item) => [prefix + item.command.id, item]));
      for (const key of [...kept]) {
        if (wanted.has(key)) continue;
        storage.removeItem(key);
        kept.delete(key);
      }
      for (const [key, item] of wanted) {
        if (!kept.has(key) && written(storage, key, item)) kept.add(key);
      }
    },
  };
}

function keysOf(storage: KeyValueStorage, prefix: string): string[] {
  const keys: string[] = [];
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index);
    if (key?.startsWith(prefix)) keys.push(key);
  }
  return keys.sort((left, right) => sinceOf(storage, left) - sinceOf(storage, right));
}

function sinceOf(storage: KeyValueStorage, key: string): number {
  const item = parsed(storage.getItem(key));
  return typeof item === 'object' && item !== null && 'since' in item && typeof item.since === 'number' ? item.since : 0;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    // Somebody else wrote under our name: not a command, and the outbox drops what is none.
    return null;
  }
}

function written(storage: KeyValueStorage, key: string, item: StoredCommand): boolean {
  try {
    storage.setItem(key, JSON.stringify(item));
    return true;
  } catch {
    // Full or forbidden storage: the command is still sent and kept in memory; only a reload would forget it, and a
    // hall must go on calling.
    return false;
  }
}
