import type { LentSummary, TakenTicket, TakeTicket } from '../../shared/offline/lent-numbers.ts';

/** Numbers that this kiosk has ahead: its page's own (`LentNumbers` fits), or those of the agent on its machine. */
export interface LentSource {
  readonly summary: LentSummary;
  /** Whether a number without paper is a failure: there is a printer here. */
  readonly prints: boolean;
  /** Called when the summary changed. Returns the release. */
  subscribe(listener: () => void): () => void;
  /** Null: none can be given. Never rejects. */
  take(wanted: TakeTicket): Promise<TakenTicket | null>;
  start(): void;
  /** Idempotent. */
  close(): void;
}
