import { setTimeout as pause } from 'node:timers/promises';
import type { JournalEntry } from '../../server/journal/entry.ts';

const AGAIN_MS = 50;

/**
 * Looks at what one hub shows its screens: each version with its hash, as it is shown. A hub that is gone is asked again.
 */
export class ShownEntries {
  readonly #url: string;
  readonly #seen = new Map<number, Set<string>>();
  readonly #end = new AbortController();
  readonly #work: Promise<void>;

  constructor(url: string) {
    this.#url = url;
    this.#work = this.#follow();
  }

  get count(): number {
    return this.#seen.size;
  }

  /** Everything shown must be in the log, where it was shown: a wall may not tell of a call that never was. */
  faults(name: string, entries: readonly JournalEntry[]): string[] {
    return [...this.#seen].flatMap(([version, hashes]) => {
      const inLog = entries[version - 1]?.hash;
      const strange = [...hashes].filter((hash) => hash !== inLog);
      return strange.length === 0 ? [] : [`shown: ${name} showed version ${version} otherwise than the log has it`];
    });
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#work;
  }

  async #follow(): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        const response = await fetch(`${this.#url}/shown`, { signal: this.#end.signal });
        // The product has no such page: its screens are looked at as screens.
        if (!response.ok) return;
        let unread = '';
        for await (const chunk of response.body ?? []) {
          const lines = (unread + Buffer.from(chunk as Uint8Array).toString()).split('\n');
          unread = lines.pop() ?? '';
          for (const line of lines) this.#note(line);
        }
      } catch {
        // The hub is gone, or this one is over: both are told by what follows.
      }
      if (!this.#end.signal.aborted) await pause(AGAIN_MS);
    }
  }

  #note(line: string): void {
    const [version, hash] = JSON.parse(line) as [number, string];
    this.#seen.set(version, (this.#seen.get(version) ?? new Set()).add(hash));
  }
}
