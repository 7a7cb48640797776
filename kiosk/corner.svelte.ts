import type { PrinterId } from '../shared/hall/configuration.ts';
import type { Language } from '../shared/i18n/language.ts';
import type { Timers } from '../shared/lib/clock.ts';
import { PIN_DIGITS_MAX, type TestPrint } from '../shared/protocol/kiosk-requests.ts';
import type { KioskApi, PinFault } from './kiosk-api.ts';
import { TypedSigns } from './typed-signs.svelte.ts';

/** How long the hidden corner is held down. */
export const CORNER_HOLD_MS = 3_000;
/** Nobody does anything behind the PIN: it closes by itself. */
export const CORNER_IDLE_MS = 60_000;

export type CornerPage =
  | { readonly is: 'closed' }
  | { readonly is: 'pin'; readonly fault: PinFault | null; readonly asking: boolean; readonly then: 'desk' | 'paper-changed' }
  | { readonly is: 'desk'; readonly test: 'none' | 'printing' | TestPrint };

export interface CornerOptions {
  readonly api: Pick<KioskApi, 'pin' | 'testPrint'>;
  readonly timers: Timers;
  /** This kiosk's printer; null: none. */
  readonly printer: () => PrinterId | null;
  readonly setPaperChange: (printer: PrinterId, on: boolean) => Promise<unknown>;
  readonly keepLanguage: (language: Language) => void;
  readonly reload: () => void;
}

/**
 * What staff do at the kiosk itself. The PIN is checked by the hub, which slows guessing and writes every try down; nothing
 * behind it is drawn before the hub has said yes.
 */
export class Corner {
  /** Shown as dots only. */
  readonly pin: TypedSigns;
  readonly #options: CornerOptions;
  #page = $state.raw<CornerPage>({ is: 'closed' });
  #releaseHold: () => void = () => undefined;
  #releaseIdle: () => void = () => undefined;

  constructor(options: CornerOptions) {
    this.#options = options;
    this.pin = new TypedSigns({ takes: /^\d$/, lengthMax: PIN_DIGITS_MAX, onEnter: () => void this.enter() });
  }

  get page(): CornerPage {
    return this.#page;
  }

  get isOpen(): boolean {
    return this.#page.is !== 'closed';
  }

  /** A finger went down on the corner. */
  hold(): void {
    this.#releaseHold();
    this.#releaseHold = this.#options.timers.after(CORNER_HOLD_MS, () => this.askPin('desk'));
  }

  release(): void {
    this.#releaseHold();
  }

  askPin(then: 'desk' | 'paper-changed'): void {
    this.pin.clear();
    this.#show({ is: 'pin', fault: null, asking: false, then });
  }

  async enter(): Promise<void> {
    const page = this.#page;
    if (page.is !== 'pin' || page.asking || this.pin.value === '') return;
    const pin = this.pin.value;
    this.pin.clear();
    this.#show({ ...page, asking: true });
    const checked = await this.#options.api.pin(pin);
    if (this.#page.is !== 'pin') return;
    if (!checked.ok) return this.#show({ ...page, asking: false, fault: checked.error });
    if (page.then === 'desk') return this.#show({ is: 'desk', test: 'none' });
    await this.#paperChange(false);
    this.close();
  }

  async beginPaperChange(): Promise<void> {
    if (this.#page.is !== 'desk') return;
    await this.#paperChange(true);
    this.close();
  }

  async testPrint(): Promise<void> {
    const printer = this.#options.printer();
    if (this.#page.is !== 'desk' || this.#page.test === 'printing' || printer === null) return;
    this.#show({ is: 'desk', test: 'printing' });
    const outcome = (await this.#options.api.testPrint(printer)) ?? { is: 'failed', fault: 'unreachable' };
    if (this.#page.is === 'desk') this.#show({ is: 'desk', test: outcome });
  }

  chooseLanguage(language: Language): void {
    if (this.#page.is === 'desk') this.#options.keepLanguage(language);
    this.touched();
  }

  reload(): void {
    if (this.#page.is === 'desk') this.#options.reload();
  }

  /** Somebody is at it. */
  touched(): void {
    if (this.isOpen) this.#waitForIdle();
  }

  /** Idempotent. */
  close(): void {
    this.#releaseHold();
    this.#releaseIdle();
    this.pin.clear();
    this.#page = { is: 'closed' };
  }

  async #paperChange(on: boolean): Promise<void> {
    const printer = this.#options.printer();
    if (printer !== null) await this.#options.setPaperChange(printer, on);
  }

  #show(page: CornerPage): void {
    this.#page = page;
    this.#waitForIdle();
  }

  #waitForIdle(): void {
    this.#releaseIdle();
    this.#releaseIdle = this.#options.timers.after(CORNER_IDLE_MS, () => this.close());
  }
}
