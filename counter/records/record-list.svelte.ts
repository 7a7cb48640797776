import type { RecordsPage } from '../../shared/protocol/records.ts';
import type { ApiAnswer, ApiFailure, HallApi } from '../session/hall-api.ts';

/**
 * One kind of records, newest first, as the hub has them. Records hold free text and are in no event, so a screen asks
 * for them: when it is opened, after each change of its own, and now and then while it is looked at.
 */
export class RecordList<Item extends { readonly id: string }> {
  readonly #api: HallApi;
  readonly #path: string;
  #items = $state.raw<readonly Item[]>([]);
  #before = $state.raw<number | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);
  #busy = $state(false);
  #loaded = $state(false);
  #query = '';

  constructor({ api, path }: { api: HallApi; path: string }) {
    this.#api = api;
    this.#path = path;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  get hasMore(): boolean {
    return this.#before !== null;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  get isLoaded(): boolean {
    return this.#loaded;
  }

  /** The newest page. `query`: such as `state=open`; kept for the next time. */
  async load(query = this.#query): Promise<void> {
    this.#query = query;
    const page = await this.#api.get<RecordsPage<Item>>(query === '' ? this.#path : `${this.#path}?${query}`);
    if (query !== this.#query) return;
    if (!page.ok) {
      this.#failure = page.error;
      return;
    }
    this.#failure = null;
    this.#loaded = true;
    this.#items = page.value.records;
    this.#before = page.value.before;
  }

  /** The page before the oldest that is here. */
  async more(): Promise<void> {
    if (this.#before === null) return;
    const query = [this.#query, `before=${this.#before}`].filter((part) => part !== '').join('&');
    const page = await this.#api.get<RecordsPage<Item>>(`${this.#path}?${query}`);
    if (!page.ok) {
      this.#failure = page.error;
      return;
    }
    const known = new Set(this.#items.map(({ id }) => id));
    this.#items = [...this.#items, ...page.value.records.filter(({ id }) => !known.has(id))];
    this.#before = page.value.before;
  }

  /** Writes below the list's path and reads it again. True once the hub has it; `failure` says why not. */
  async write(below: string, body: object): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    const answer: ApiAnswer<unknown> = await this.#api.send('POST', this.#path + below, body);
    this.#busy = false;
    if (!answer.ok) {
      this.#failure = answer.error;
      return false;
    }
    await this.load();
    return true;
  }
}
