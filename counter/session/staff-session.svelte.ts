import { STAFF_TOKEN_KEY } from '../../shared/ui/wall-preview.ts';
import type { SessionsApi, SignInFailure } from './sessions-api.ts';

export type SessionStatus =
  | { readonly is: 'signed-out'; readonly why: SignInFailure | 'session-over' | null }
  | { readonly is: 'signing-in' }
  | { readonly is: 'signed-in'; readonly token: string };

/** The part of the browser's storage that is needed. Session storage: closing the browser logs off. */
export type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Who works at this browser. A reload keeps the session; the hub decides whether it still holds. */
export class StaffSession {
  readonly #api: SessionsApi;
  readonly #storage: TokenStorage;
  #status = $state.raw<SessionStatus>({ is: 'signed-out', why: null });

  constructor({ api, storage }: { api: SessionsApi; storage: TokenStorage }) {
    this.#api = api;
    this.#storage = storage;
    const token = storage.getItem(STAFF_TOKEN_KEY);
    if (token !== null) this.#status = { is: 'signed-in', token };
  }

  get status(): SessionStatus {
    return this.#status;
  }

  /** Signing in twice at once is one attempt. */
  async signIn(staffNumber: string, password: string): Promise<void> {
    if (this.#status.is !== 'signed-out') return;
    this.#status = { is: 'signing-in' };
    const answer = await this.#api.signIn(staffNumber.trim(), password);
    if (!answer.ok) {
      this.#status = { is: 'signed-out', why: answer.error };
      return;
    }
    this.#storage.setItem(STAFF_TOKEN_KEY, answer.value.token);
    this.#status = { is: 'signed-in', token: answer.value.token };
  }

  /** By the person's own wish. */
  async logOff(): Promise<void> {
    const status = this.#status;
    if (status.is !== 'signed-in') return;
    this.#forget(null);
    await this.#api.signOut(status.token);
  }

  /** By the hub's word: expired, or revoked. */
  end(): void {
    if (this.#status.is === 'signed-in') this.#forget('session-over');
  }

  #forget(why: 'session-over' | null): void {
    this.#storage.removeItem(STAFF_TOKEN_KEY);
    this.#status = { is: 'signed-out', why };
  }
}
