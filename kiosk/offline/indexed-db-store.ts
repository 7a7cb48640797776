import { openDB, type IDBPDatabase } from 'idb';
import type { BookStore } from '../../shared/offline/book-store.ts';
import type { NumberBook } from '../../shared/offline/number-book.ts';

const DATABASE = 'hallcall-kiosk';
const BOOKS = 'books';
const BOOK = 'numbers';

/**
 * The book of a kiosk that is a page of the hub and nothing more. One transaction reads and writes it, so two pages of one browser
 * cannot give one number twice, and `strict` asks the browser to have it on the disk before the customer sees the number.
 */
export function indexedDbStore(): BookStore {
  let opened: Promise<IDBPDatabase> | null = null;
  const open = (): Promise<IDBPDatabase> => {
    opened ??= openDB(DATABASE, 1, {
      upgrade: (database) => void database.createObjectStore(BOOKS),
      terminated: () => (opened = null),
      // Another page wants to change the database, or somebody deletes it: the next step opens it again.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        opened = null;
      },
    }).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  return {
    async change(change) {
      const database = await open();
      const transaction = database.transaction(BOOKS, 'readwrite', { durability: 'strict' });
      const found = asBook(await transaction.store.get(BOOK));
      const { book, told } = change(found);
      if (book !== found) await transaction.store.put(book, BOOK);
      await transaction.done;
      return told;
    },
  };
}

/** Of another format, or damaged: as if there were none. A fresh store is lent other numbers. */
function asBook(value: unknown): NumberBook | null {
  if (typeof value !== 'object' || value === null || !('format' in value)) return null;
  return value.format === 1 ? (value as NumberBook) : null;
}
