import { reconnectDelay } from '../shared/client/reconnect-delay.ts';
import type { Text } from '../shared/hall/text.ts';
import type { Timers } from '../shared/lib/clock.ts';
import type { NewId } from '../shared/lib/ids.ts';
import type { Random } from '../shared/lib/random.ts';
import type { PhoneCommandType } from '../shared/protocol/phone-view.ts';

export interface PhoneOrdersOptions {
  readonly ask: (name: string, options: RequestInit) => Promise<Response>;
  readonly newId: NewId;
  readonly timers: Timers;
  readonly random: Random;
}

export type OrderState =
  | { readonly is: 'none' }
  /** The customer has to say yes. */
  | { readonly is: 'asking'; readonly type: PhoneCommandType }
  /** `tries`: how often it did not get through. */
  | { readonly is: 'sending'; readonly type: PhoneCommandType; readonly tries: number }
  | { readonly is: 'done'; readonly type: PhoneCommandType }
  | { readonly is: 'refused'; readonly text: Text };

const UNTOLD: Text = { zh: '现在无法办理，请咨询工作人员。', en: 'This is not possible now. Please ask the staff.' };

/** Leaving and being put back: asked for twice, then sent with one id until it is answered, so that it happens once. */
export class PhoneOrders {
  readonly #options: PhoneOrdersOptions;
  #state = $state.raw<OrderState>({ is: 'none' });

  constructor(options: PhoneOrdersOptions) {
    this.#options = options;
  }

  get state(): OrderState {
    return this.#state;
  }

  want(type: PhoneCommandType): void {
    if (this.#state.is !== 'sending') this.#state = { is: 'asking', type };
  }

  putAway(): void {
    if (this.#state.is !== 'sending') this.#state = { is: 'none' };
  }

  confirm(): void {
    if (this.#state.is !== 'asking') return;
    const { type } = this.#state;
    void this.#send(type, { id: this.#options.newId(), tries: 0 });
  }

  async #send(type: PhoneCommandType, { id, tries }: { readonly id: string; readonly tries: number }): Promise<void> {
    this.#state = { is: 'sending', type, tries };
    try {
      const body = JSON.stringify({ id, type });
      const answer = await this.#options.ask('commands', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      // The hub is busy, stopping or has a full disk: the same id again, later.
      if (answer.status === 429 || answer.status >= 500) throw new Error('not now');
      if (answer.ok) this.#state = { is: 'done', type };
      else this.#state = { is: 'refused', text: await refusalOf(answer) };
    } catch {
      const { random, timers } = this.#options;
      this.#state = { is: 'sending', type, tries: tries + 1 };
      timers.after(reconnectDelay(tries + 2, random), () => void this.#send(type, { id, tries: tries + 1 }));
    }
  }
}

/** The hub's own words, or plain ones where there are none. */
export async function refusalOf(answer: Response): Promise<Text> {
  const problem = (await answer.json().catch(() => null)) as { readonly text?: Text } | null;
  return problem?.text ?? UNTOLD;
}
