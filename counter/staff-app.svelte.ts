import type { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { TickingClock } from '../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import type { StaffSession } from './session/staff-session.svelte.ts';
import type { StaffPanel } from './staff-panel.svelte.ts';

/** A person's line to the hall and the screen behind it. */
export interface StaffLine {
  readonly hall: LiveHall;
  readonly clock: TickingClock;
  readonly panel: StaffPanel;
  close(): void;
}

export type OpenLine = (token: string) => StaffLine;

/** From the sign-in page to a panel and back: one line to the hall for each session, closed with it. */
export class StaffApp {
  readonly session: StaffSession;
  readonly language: LanguageChoice;
  readonly #openLine: OpenLine;
  #line = $state.raw<StaffLine | null>(null);
  #release: (() => void) | null = null;

  constructor({ session, language, openLine }: { session: StaffSession; language: LanguageChoice; openLine: OpenLine }) {
    this.session = session;
    this.language = language;
    this.#openLine = openLine;
    this.#followSession();
  }

  get line(): StaffLine | null {
    return this.#line;
  }

  async signIn(staffNumber: string, password: string): Promise<void> {
    await this.session.signIn(staffNumber, password);
    this.#followSession();
  }

  async logOff(): Promise<void> {
    this.#closeLine();
    await this.session.logOff();
  }

  #followSession(): void {
    const { status } = this.session;
    if (status.is !== 'signed-in' || this.#line !== null) return;
    const line = this.#openLine(status.token);
    this.#line = line;
    this.#release = line.hall.subscribe(() => this.#heard(line));
  }

  /** A refused line is over for good: the session has expired or was revoked. */
  #heard(line: StaffLine): void {
    line.panel.alerts.ringForNew();
    if (line.hall.connection.is !== 'refused') return;
    this.#closeLine();
    this.session.end();
  }

  #closeLine(): void {
    this.#release?.();
    this.#release = null;
    this.#line?.close();
    this.#line = null;
  }
}
