import * as z from 'zod/mini';
import type { Timers } from '../../shared/lib/clock.ts';
import type { LentSummary, TakenTicket, TakeTicket } from '../../shared/offline/lent-numbers.ts';
import type { LentSource } from './lent-source.ts';

/** How often the agent is asked what it has. It is on the same machine. */
const ASK_MS = 2_000;

const takenSchema = z.object({ id: z.string(), number: z.string(), takenAt: z.number(), printed: z.boolean() });

/** The agent marks the page that it serves, so a page of the hub asks nobody. */
export function isServedByAgent(document: Document): boolean {
  return document.querySelector('meta[name="hallcall-agent"]') !== null;
}

/** The numbers are the agent's, which also prints: what it has outlives this page, whatever becomes of the browser. */
export class AgentLent implements LentSource {
  readonly prints = true;
  readonly #fetch: typeof fetch;
  readonly #timers: Timers;
  readonly #listeners = new Set<() => void>();
  #summary: LentSummary = { hall: null, services: [], waiting: 0, refused: [] };
  #stop: (() => void) | null = null;

  constructor(options: { readonly fetch: typeof fetch; readonly timers: Timers }) {
    this.#fetch = options.fetch;
    this.#timers = options.timers;
  }

  get summary(): LentSummary {
    return this.#summary;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#stop !== null) return;
    this.#stop = this.#timers.every(ASK_MS, () => void this.#ask());
    void this.#ask();
  }

  async take(wanted: TakeTicket): Promise<TakenTicket | null> {
    try {
      const response = await this.#fetch('/agent/tickets', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wanted),
      });
      if (!response.ok) return null;
      const read = takenSchema.safeParse(await response.json());
      return read.success ? read.data : null;
    } catch {
      // The agent is being started again: the customer is told that there is no ticket now, and may touch the tile once more.
      return null;
    }
  }

  close(): void {
    this.#stop?.();
    this.#listeners.clear();
  }

  async #ask(): Promise<void> {
    try {
      const response = await this.#fetch('/agent/state', { method: 'GET' });
      // The agent is of the same build as the page that it serves.
      if (response.ok) this.#see((await response.json()) as LentSummary);
    } catch {
      this.#see({ ...this.#summary, services: [] });
    }
  }

  #see(summary: LentSummary): void {
    if (JSON.stringify(summary) === JSON.stringify(this.#summary)) return;
    this.#summary = summary;
    for (const listener of [...this.#listeners]) listener();
  }
}
