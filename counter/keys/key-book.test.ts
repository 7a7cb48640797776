import { describe, expect, it } from 'vitest';
import { StoredItems } from '../../test/support/stored-items.ts';
import { DEFAULT_KEYS } from './desk-keys.ts';
import { KeyBook } from './key-book.svelte.ts';

describe('the keys of one browser', () => {
  it('[S51] gives an action the next key, and keeps it', () => {
    const storage = new StoredItems();
    const book = new KeyBook(storage);
    book.ask('recall');
    book.give('r');
    expect([book.asking, book.problem, book.keys.recall, book.isDefault]).toEqual([null, null, 'r', false]);
    expect(new KeyBook(storage).keys).toEqual({ ...DEFAULT_KEYS, recall: 'r' });
  });

  it('[S51] takes no key that cannot be one, or that means something else, and says which', () => {
    const book = new KeyBook(new StoredItems());
    book.ask('recall');
    book.give('PageDown');
    expect([book.problem, book.asking]).toEqual([{ is: 'unusable' }, 'recall']);
    book.give('-');
    expect(book.problem).toEqual({ is: 'clash', key: '-', with: 'no-show' });
    expect(book.keys).toEqual(DEFAULT_KEYS);
    book.ask(null);
    book.give('r');
    expect([book.problem, book.isDefault]).toEqual([null, true]);
  });

  it('[S51] takes a key away, and goes back to the default ones', () => {
    const storage = new StoredItems();
    const book = new KeyBook(storage);
    book.clear('no-show');
    expect(new KeyBook(storage).keys['no-show']).toBeNull();
    book.ask('recall');
    book.give('-');
    expect(book.keys.recall).toBe('-');
    book.reset();
    expect([book.isDefault, new KeyBook(storage).isDefault]).toEqual([true, true]);
  });
});
