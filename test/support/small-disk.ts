import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeBytes } from '../../server/journal/ballast.ts';
import type { PagesMax } from '../../server/journal/sqlite-journal-writes.ts';

const DISK_BYTES = 6 * 1_024 * 1_024;
const CHUNK_BYTES = 4_096;
/** SQLite's own upper end, and a file that soon has no room. */
const PAGES_UNLIMITED = 1_073_741_823;
const PAGES_WHEN_FULL = 60;

/**
 * A folder whose disk can be filled, in one of two real ways: a small file system of its own where we may mount one (root),
 * else SQLite's page limit, shared with the writer's thread. `kind` says which.
 */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'hallcall-disk-'));
  readonly kind: 'tmpfs' | 'page-limit';
  readonly pagesMax: PagesMax | null;

  constructor(bytes: number = DISK_BYTES) {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'hallcall-test', this.folder]);
    this.kind = mounted.status === 0 ? 'tmpfs' : 'page-limit';
    this.pagesMax = this.kind === 'tmpfs' ? null : new Int32Array(new SharedArrayBuffer(4)).fill(PAGES_UNLIMITED);
  }

  fill(): void {
    if (this.pagesMax !== null) {
      Atomics.store(this.pagesMax, 0, PAGES_WHEN_FULL);
      return;
    }
    const filler = openSync(this.#filler, 'a');
    const chunk = new Uint8Array(CHUNK_BYTES);
    while (freeBytes(this.folder) > 0) writeSync(filler, chunk);
    closeSync(filler);
  }

  free(): void {
    if (this.pagesMax !== null) Atomics.store(this.pagesMax, 0, PAGES_UNLIMITED);
    rmSync(this.#filler, { force: true });
  }

  dispose(): void {
    if (this.kind === 'tmpfs') spawnSync('umount', ['--lazy', this.folder]);
    rmSync(this.folder, { recursive: true });
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}
