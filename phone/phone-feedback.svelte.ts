import { reconnectDelay } from '../shared/client/reconnect-delay.ts';
import type { RatingGrade } from '../shared/hall/setup/feedback-setup.ts';
import type { Text } from '../shared/hall/text.ts';
import { refusalOf, type PhoneOrdersOptions } from './phone-orders.svelte.ts';

export type FeedbackState =
  | { readonly is: 'none' }
  /** `tries`: how often it did not get through. */
  | { readonly is: 'sending'; readonly tries: number }
  | { readonly is: 'done'; readonly number: number | null }
  | { readonly is: 'refused'; readonly text: Text };

/** What is said after the service. Sent with one id until it is answered, so that it is said once. */
export class PhoneFeedback {
  readonly #options: PhoneOrdersOptions;
  #rating = $state.raw<FeedbackState>({ is: 'none' });
  #comment = $state.raw<FeedbackState>({ is: 'none' });

  constructor(options: PhoneOrdersOptions) {
    this.#options = options;
  }

  get rating(): FeedbackState {
    return this.#rating;
  }

  get comment(): FeedbackState {
    return this.#comment;
  }

  /** A second tap is none. */
  rate(leg: number, grade: RatingGrade): void {
    if (this.#rating.is === 'sending' || this.#rating.is === 'done') return;
    const body = { id: this.#options.newId(), type: 'rate-service', leg, grade };
    void this.#send('commands', body, 0, (state) => (this.#rating = state));
  }

  write(leg: number, text: string): void {
    if (this.#comment.is === 'sending' || this.#comment.is === 'done') return;
    const body = { id: this.#options.newId(), leg, text };
    void this.#send('comments', body, 0, (state) => (this.#comment = state));
  }

  async #send(name: string, body: object, tries: number, keep: (state: FeedbackState) => void): Promise<void> {
    keep({ is: 'sending', tries });
    try {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await this.#options.ask(name, { method: 'POST', headers, body: JSON.stringify(body) });
      // The hub is busy, stopping or has a full disk: the same id again, later.
      if (answer.status === 429 || answer.status >= 500) throw new Error('not now');
      if (!answer.ok) return keep({ is: 'refused', text: await refusalOf(answer) });
      const said = (await answer.json().catch(() => null)) as { readonly number?: number } | null;
      keep({ is: 'done', number: said?.number ?? null });
    } catch {
      const { random, timers } = this.#options;
      keep({ is: 'sending', tries: tries + 1 });
      timers.after(reconnectDelay(tries + 2, random), () => void this.#send(name, body, tries + 1, keep));
    }
  }
}
