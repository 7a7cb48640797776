import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BookStore } from '../../shared/offline/book-store.ts';
import type { NumberBook } from '../../shared/offline/number-book.ts';

/**
 * The book as one file: written beside it, brought to the disk, put in its place, and the folder brought to the disk too. So a power cut leaves
 * the book of before or the one of after, and a number that was told is in it.
 *
 * A file that cannot be read is put aside under another name, never overwritten; the kiosk then has no numbers until it is lent others.
 */
export function fileBookStore(file: string, onDamaged: (aside: string) => void): BookStore {
  let last: Promise<unknown> = Promise.resolve();
  let kept: NumberBook | null | undefined;
  return {
    change(change) {
      const step = last.then(() => {
        kept ??= readBook(file, onDamaged);
        const { book, told } = change(kept);
        if (book !== kept) write(file, JSON.stringify(book));
        kept = book;
        return told;
      });
      last = step.catch(() => (kept = undefined));
      return step;
    },
  };
}

function readBook(file: string, onDamaged: (aside: string) => void): NumberBook | null {
  if (!existsSync(file)) return null;
  try {
    const book = JSON.parse(readFileSync(file, 'utf8')) as NumberBook;
    if (Number(book.format) === 1 && Array.isArray(book.blocks) && Array.isArray(book.tickets)) return book;
  } catch {
    // Half a file, or none of ours: put aside below.
  }
  let aside = `${file}.damaged`;
  for (let each = 2; existsSync(aside); each += 1) aside = `${file}.damaged-${each}`;
  renameSync(file, aside);
  onDamaged(aside);
  return null;
}

function write(file: string, text: string): void {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
