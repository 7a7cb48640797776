import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { BALLAST_PART_OF_FREE } from './limits.ts';

const CHUNK_BYTES = 1_024 * 1_024;

/**
 * A file of no use but its size: when the disk is full, the operator deletes it and the hall goes on at once while he looks
 * for what filled the disk. Never deleted by the hub itself: that would only put off the moment in which somebody is told.
 * Made again by a start that finds plenty of room. Returns whether it is there.
 */
export function keepBallast(path: string, bytes: number): boolean {
  try {
    if (sizeOf(path) === bytes) return true;
    if (bytes > freeBytes(dirname(path)) * BALLAST_PART_OF_FREE) return false;
    writeFully(path, bytes);
    return true;
  } catch {
    // Safe: without the ballast the journal works as well; only the operator has less to delete.
    rmSync(path, { force: true });
    return false;
  }
}

/** What an ordinary user may still write there. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

/** Not by setting a length: a file with holes takes no room. */
function writeFully(path: string, bytes: number): void {
  const chunk = new Uint8Array(CHUNK_BYTES).fill(0xa5);
  const file = openSync(path, 'w');
  try {
    for (let written = 0; written < bytes;) written += writeSync(file, chunk, 0, Math.min(CHUNK_BYTES, bytes - written));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
