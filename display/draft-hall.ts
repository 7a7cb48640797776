import type { HallConfiguration } from '../shared/hall/configuration.ts';
import type { HallState } from '../shared/hall/state.ts';
import type { HallSource } from '../shared/ui/hall.svelte.ts';

/**
 * The hall as it is now under a configuration that nobody has saved: what the setup panel's preview shows. The state is the live one,
 * looked at through a copy of its outermost object; nothing of it is changed, and nothing is sent.
 */
export class DraftHall implements HallSource {
  readonly #live: HallSource;
  readonly #listeners = new Set<() => void>();
  #draft: HallConfiguration | null = null;

  constructor(live: HallSource) {
    this.#live = live;
  }

  show(draft: HallConfiguration): void {
    this.#draft = draft;
    for (const listener of this.#listeners) listener();
  }

  get state(): HallState | null {
    const { state } = this.#live;
    return state === null || this.#draft === null ? state : { ...state, configuration: this.#draft };
  }

  get connection(): HallSource['connection'] {
    return this.#live.connection;
  }

  get welcome(): HallSource['welcome'] {
    return this.#live.welcome;
  }

  get readOnly(): HallSource['readOnly'] {
    return this.#live.readOnly;
  }

  get pending(): HallSource['pending'] {
    return [];
  }

  get forecast(): HallSource['forecast'] {
    return this.#live.forecast;
  }

  now(): number {
    return this.#live.now();
  }

  send(): never {
    throw new Error('a preview sends nothing');
  }

  subscribe(listener: () => void): () => void {
    const release = this.#live.subscribe(listener);
    this.#listeners.add(listener);
    return () => {
      release();
      this.#listeners.delete(listener);
    };
  }

  onSettled(): () => void {
    return () => undefined;
  }
}
