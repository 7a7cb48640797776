import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { SnapshotMessage } from '../../shared/protocol/down.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';

const AGAIN_MS = 50;

/** Looks at what one hub shows: each version with its hash, as it is shown. */
export interface ShownEntries {
  /** Everything shown must be in the log, where it was shown: a wall may not tell of a call that never was. */
  faults(name: string, entries: readonly JournalEntry[]): string[];
  close(): Promise<void>;
}

class Seen {
  readonly #hashes = new Map<number, Set<string>>();

  note(version: number, hash: string): void {
    this.#hashes.set(version, (this.#hashes.get(version) ?? new Set()).add(hash));
  }

  faults(name: string, entries: readonly JournalEntry[]): string[] {
    if (this.#hashes.size === 0) return [`shown: ${name} showed nothing at all`];
    return [...this.#hashes].flatMap(([version, hashes]) => {
      const inLog = version === 0 ? null : entries[version - 1]?.hash;
      const strange = [...hashes].filter((hash) => inLog !== null && hash !== inLog);
      return strange.length === 0 ? [] : [`shown: ${name} showed version ${version} otherwise than the log has it`];
    });
  }
}

/** Of a hub without rooms: lines of a page that never ends. A hub that is gone is asked again. */
export class ShownByBareHub implements ShownEntries {
  readonly #url: string;
  readonly #seen = new Seen();
  readonly #end = new AbortController();
  readonly #work: Promise<void>;

  constructor(url: string) {
    this.#url = url;
    this.#work = this.#follow();
  }

  faults(name: string, entries: readonly JournalEntry[]): string[] {
    return this.#seen.faults(name, entries);
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#work;
  }

  async #follow(): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        const response = await fetch(`${this.#url}/shown`, { signal: this.#end.signal });
        let unread = '';
        for await (const chunk of response.body ?? []) {
          const lines = (unread + Buffer.from(chunk as Uint8Array).toString()).split('\n');
          unread = lines.pop() ?? '';
          for (const line of lines) this.#seen.note(...(JSON.parse(line) as [number, string]));
        }
      } catch {
        // The hub is gone, or this one is over: both are told by what follows.
      }
      if (!this.#end.signal.aborted) await pause(AGAIN_MS);
    }
  }
}

/** Of the product: a screen's socket, which comes back by itself as often as it is lost. */
export class ShownOnScreen implements ShownEntries {
  readonly #seen = new Seen();
  readonly #socket: Socket;

  constructor(url: string, token: string) {
    const auth = { protocol: PROTOCOL_VERSION, token, resume: null };
    this.#socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      auth,
      reconnectionDelay: AGAIN_MS,
      reconnectionDelayMax: AGAIN_MS * 4,
    });
    this.#socket.on('snapshot', ({ hash, version }: SnapshotMessage) => this.#seen.note(version, hash));
    this.#socket.on('entries', (entries: readonly WireEntry[]) => {
      for (const { hash, version } of entries) this.#seen.note(version, hash);
    });
    // Told to go: Socket.IO comes back by itself only from lines that were lost.
    this.#socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') setTimeout(() => this.#socket.connect(), AGAIN_MS);
    });
  }

  faults(name: string, entries: readonly JournalEntry[]): string[] {
    return this.#seen.faults(name, entries);
  }

  close(): Promise<void> {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
    return Promise.resolve();
  }
}
