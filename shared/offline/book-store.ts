import type { NumberBook } from './number-book.ts';

/** Where a kiosk's book is kept. Real: IndexedDB in a page, a file beside the agent. */
export interface BookStore {
  /**
   * Reads the book (null: there is none, or it was lost), changes it and keeps it, as one step that no other comes between. When it
   * resolves the book is as safe as the machine can make it; it rejects when it could not be kept, and then nothing has changed. The same
   * book given back is not written again.
   */
  change<Told>(change: (book: NumberBook | null) => { readonly book: NumberBook; readonly told: Told }): Promise<Told>;
}

/** For tests, and as the promise that every store keeps: what is in it outlives whoever uses it. */
export function memoryBookStore(): BookStore & { kept: string | null } {
  return {
    kept: null,
    change(change) {
      const read = this.kept === null ? null : (JSON.parse(this.kept) as NumberBook);
      const { book, told } = change(read);
      if (book !== read) this.kept = JSON.stringify(book);
      return Promise.resolve(told);
    },
  };
}
