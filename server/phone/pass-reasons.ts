import type { HallEvent } from '../../shared/hall/events.ts';
import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import type { ClassId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { addressKey, currentLeg, type Ticket } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

/** A call that passed somebody: when, who was called, and by which rule. */
export interface Pass {
  readonly at: EpochMs;
  readonly class: ClassId;
  readonly reason: CallReason;
  /** The arrival that counted for the one who was called. */
  readonly creditAt: EpochMs;
}

interface PassingEntry {
  readonly at: EpochMs;
  readonly events: readonly HallEvent[];
}

/** Calls that passed somebody which are remembered: an hour of a busy hall. */
const PASSES_MAX = 500;

/**
 * Why tickets were passed. The state keeps how often, not by whom: that is told in the entries, of which the last ones are
 * remembered here. So a phone may know of fewer reasons than passes, never of a pass that was none.
 */
export class PassReasons {
  readonly #passes: Pass[] = [];

  /** `state`: as it is after the entries, or later. */
  add(entries: readonly PassingEntry[], state: HallState): void {
    for (const { at, events } of entries) {
      for (const event of events) {
        if (event.type !== 'ticket-called' || event.reason.passed.length === 0) continue;
        const called = state.tickets.get(event.ticket);
        if (called === undefined) continue;
        this.#passes.push({ at, class: called.classId, reason: event.reason, creditAt: called.creditAt });
      }
    }
    if (this.#passes.length > PASSES_MAX) this.#passes.splice(0, this.#passes.length - PASSES_MAX);
  }

  /** Of a ticket that waits, since it has this place in line: the latest first, `limit` at most. */
  of(ticket: Ticket, limit: number): Pass[] {
    const { status } = ticket;
    if (status.is !== 'waiting') return [];
    const { service, queuedAt } = currentLeg(ticket);
    const to = status.to && addressKey(status.to);
    const found: Pass[] = [];
    for (let index = this.#passes.length - 1; index >= 0 && found.length < limit; index -= 1) {
      const pass = this.#passes[index]!;
      if (pass.at < queuedAt) break;
      const isOwn = pass.reason.passed.some(
        (each) => each.service === service && each.class === ticket.classId && each.to === to,
      );
      if (isOwn && pass.creditAt >= status.credit.at) found.push(pass);
    }
    return found;
  }
}
