import type { LanguageChoice } from '../../shared/ui/language.svelte.ts';
import type { StaffSession } from '../session/staff-session.svelte.ts';
import type { RegionDesk } from './region-desk.svelte.ts';

/** From the sign-in page to the region's figures and back: one desk for each session, closed with it. */
export class RegionApp {
  readonly session: StaffSession;
  readonly language: LanguageChoice;
  readonly #openDesk: (token: string, onOver: () => void) => RegionDesk;
  #desk = $state.raw<RegionDesk | null>(null);

  constructor(options: {
    readonly session: StaffSession;
    readonly language: LanguageChoice;
    readonly openDesk: (token: string, onOver: () => void) => RegionDesk;
  }) {
    this.session = options.session;
    this.language = options.language;
    this.#openDesk = options.openDesk;
    this.#followSession();
  }

  get desk(): RegionDesk | null {
    return this.#desk;
  }

  async signIn(staffNumber: string, password: string): Promise<void> {
    await this.session.signIn(staffNumber, password);
    this.#followSession();
  }

  async logOff(): Promise<void> {
    this.#closeDesk();
    await this.session.logOff();
  }

  #followSession(): void {
    const { status } = this.session;
    if (status.is !== 'signed-in' || this.#desk !== null) return;
    this.#desk = this.#openDesk(status.token, () => {
      this.#closeDesk();
      this.session.end();
    });
  }

  #closeDesk(): void {
    this.#desk?.close();
    this.#desk = null;
  }
}
