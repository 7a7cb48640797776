import type { Actor } from '../../shared/hall/actor.ts';
import type { ReportPrint, ReportPrinter } from '../../shared/hall/commands.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { WireRefusalKind } from '../../shared/protocol/errors.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { HubAnswer } from '../hub/hub-answer.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { REPORT_AGAIN_MS, REPORT_AGAIN_MS_MAX, REPORT_TRIES_MAX } from './print-limits.ts';

export const PRINTING_ACTOR: Actor = { id: 'system:printing', roles: ['system'] };

export type PrintingReport = ReportPrint | ReportPrinter;

/** What passes by itself or by an operator's hand. Every other refusal is an answer: the hall knows better. */
const PASSING = new Set<WireRefusalKind>(['hub-busy', 'hub-leaving', 'hall-read-only', 'clock-unconfirmed', 'internal']);

/**
 * Brings the printing room's words into the journal. A report has an id made from what it is about, so sending it again
 * is harmless; one that cannot be placed at all leaves the request open, and the next start deals with it.
 */
export class PrintReporter {
  private readonly hub: { submit(hall: string, actor: Actor, sent: SentCommand): Promise<HubAnswer> };
  private readonly timers: Timers;
  private readonly log: HubLog;
  private readonly underWay = new Set<Promise<unknown>>();
  private closed = false;
  private stopWaiting = new Set<() => void>();

  constructor({ hub, timers, log }: { hub: PrintReporter['hub']; timers: Timers; log: HubLog }) {
    this.hub = hub;
    this.timers = timers;
    this.log = log;
  }

  /** True when the hall took it (or had it already). Never rejects. */
  report(hall: string, id: string, report: PrintingReport): Promise<boolean> {
    const sending = this.send(hall, { id, ...report });
    this.underWay.add(sending);
    void sending.finally(() => this.underWay.delete(sending));
    return sending;
  }

  /** Ends the pauses between tries and waits for what is being sent. Idempotent. */
  async close(): Promise<void> {
    this.closed = true;
    for (const stop of this.stopWaiting) stop();
    await Promise.all(this.underWay);
  }

  private async send(hall: string, sent: SentCommand): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      const refusal = await this.try(hall, sent);
      if (refusal === null) return true;
      if (!PASSING.has(refusal)) {
        this.log.info({ hall, id: sent.id, refusal }, 'report of the printing room not taken');
        return false;
      }
      if (tries >= REPORT_TRIES_MAX || this.closed) {
        this.log.error({ hall, id: sent.id, refusal, tries }, 'report of the printing room given up');
        return false;
      }
      this.log.warn({ hall, id: sent.id, refusal, tries }, 'report of the printing room is sent again');
      await this.pause(Math.min(REPORT_AGAIN_MS * 2 ** (tries - 1), REPORT_AGAIN_MS_MAX));
    }
  }

  private async try(hall: string, sent: SentCommand): Promise<WireRefusalKind | null> {
    try {
      const answer = await this.hub.submit(hall, PRINTING_ACTOR, sent);
      return answer.ok ? null : answer.error.kind;
    } catch (error) {
      this.log.error({ hall, id: sent.id, error: String(error) }, 'report of the printing room failed');
      return 'internal';
    }
  }

  private pause(ms: number): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        release();
        this.stopWaiting.delete(done);
        resolve();
      };
      const release = this.timers.after(ms, done);
      this.stopWaiting.add(done);
    });
  }
}
