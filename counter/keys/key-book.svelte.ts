import { clashOf, DEFAULT_KEYS, DESK_ACTIONS, isUsableKey, readKeys, type DeskAction, type DeskKeys } from './desk-keys.ts';

const KEYS_KEY = 'hallcall.desk-keys';

/** Why an action did not get the key. */
export type KeyProblem = { readonly is: 'unusable' } | { readonly is: 'clash'; readonly key: string; readonly with: DeskAction };

/** This browser's keys: read at the start, changed by its teller, kept. */
export class KeyBook {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #keys = $state.raw<DeskKeys>(DEFAULT_KEYS);
  /** The action whose new key is awaited. */
  #asking = $state.raw<DeskAction | null>(null);
  #problem = $state.raw<KeyProblem | null>(null);

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#keys = readKeys(storage.getItem(KEYS_KEY));
  }

  get keys(): DeskKeys {
    return this.#keys;
  }

  get isDefault(): boolean {
    return DESK_ACTIONS.every((action) => this.#keys[action] === DEFAULT_KEYS[action]);
  }

  get asking(): DeskAction | null {
    return this.#asking;
  }

  get problem(): KeyProblem | null {
    return this.#problem;
  }

  ask(action: DeskAction | null): void {
    this.#asking = action;
    this.#problem = null;
  }

  /** The key for the action that is asked about. A key that means something else already is not taken from it. */
  give(key: string): void {
    const action = this.#asking;
    if (action === null) return;
    const other = clashOf(this.#keys, action, key);
    if (!isUsableKey(key)) this.#problem = { is: 'unusable' };
    else if (other !== null) this.#problem = { is: 'clash', key, with: other };
    else this.#keep({ ...this.#keys, [action]: key });
  }

  clear(action: DeskAction): void {
    this.#keep({ ...this.#keys, [action]: null });
  }

  reset(): void {
    this.#keep(DEFAULT_KEYS);
  }

  #keep(keys: DeskKeys): void {
    this.ask(null);
    this.#keys = keys;
    const own = DESK_ACTIONS.filter((action) => keys[action] !== DEFAULT_KEYS[action]);
    this.#storage.setItem(KEYS_KEY, JSON.stringify(Object.fromEntries(own.map((action) => [action, keys[action]]))));
  }
}
