import { describe, expect, it } from 'vitest';
import { localStorageOutbox, type KeyValueStorage } from './local-storage-outbox.ts';
import type { StoredCommand } from './outbox.ts';

class FakeStorage implements KeyValueStorage {
  readonly items = new Map<string, string>();
  full = false;

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError');
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

function stored(id: string, since = 1): StoredCommand {
  return { command: { id, type: 'recall', counter: 3 }, since, sender: '00000000' };
}

describe('localStorageOutbox', () => {
  it('[C21] gives back what was kept, oldest first', () => {
    const storage = new FakeStorage();
    const outbox = localStorageOutbox(storage);
    outbox.save([stored('command-2', 2), stored('command-1', 1)]);
    expect(localStorageOutbox(storage).load()).toEqual([stored('command-1', 1), stored('command-2', 2)]);
    outbox.save([stored('command-2', 2)]);
    expect(localStorageOutbox(storage).load()).toEqual([stored('command-2', 2)]);
  });

  it('[C21] leaves what another tab or screen has kept', () => {
    const storage = new FakeStorage();
    const first = localStorageOutbox(storage, 'kiosk');
    const second = localStorageOutbox(storage, 'kiosk');
    first.load();
    second.load();
    first.save([stored('command-1')]);
    second.save([stored('command-2')]);
    second.save([]);
    localStorageOutbox(storage, 'desk').save([]);
    expect(localStorageOutbox(storage, 'kiosk').load()).toEqual([stored('command-1')]);
    expect(localStorageOutbox(storage, 'desk').load()).toEqual([]);
  });

  it('[C21] goes on when the storage is full', () => {
    const storage = new FakeStorage();
    const outbox = localStorageOutbox(storage);
    storage.full = true;
    expect(() => outbox.save([stored('command-1')])).not.toThrow();
    storage.full = false;
    outbox.save([stored('command-1')]);
    expect(outbox.load()).toEqual([stored('command-1')]);
  });

  it('[C21] reads damaged items as nothing', () => {
    const storage = new FakeStorage();
    storage.items.set('hallcall.outbox.screen.x', '{half');
    storage.items.set('somebody.else', '{}');
    expect(localStorageOutbox(storage).load()).toEqual([null]);
  });
});
