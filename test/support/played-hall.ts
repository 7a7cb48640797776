import { assert } from '../../shared/lib/assert.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { answerOf, type Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { Decision, QuoteFor } from '../../shared/hall/context.ts';
import { decide } from '../../shared/hall/decide.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import type { RefusalKind } from '../../shared/hall/refusals.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { testConfiguration } from './test-configuration.ts';

/** 2026-11-22 09:00 in Shanghai, a Sunday. */
export const MORNING = Date.UTC(2026, 10, 22, 1, 0, 0);
export const MINUTE = 60_000;

export const KIOSK: Actor = { id: 'device:kiosk', roles: ['kiosk'] };
export const MANAGER: Actor = { id: 'staff:3001', roles: ['manager'], staffNumber: '3001' };
export const GREETER: Actor = { id: 'staff:2001', roles: ['greeter'], staffNumber: '2001' };
export const GUARD: Actor = { id: 'staff:2002', roles: ['guard'], staffNumber: '2002' };
export const SYSTEM: Actor = { id: 'system:test', roles: ['system'] };

/** The teller who sits at counter 1 is 1001, and so on. */
export function teller(counter: number): Actor {
  const staffNumber = String(1000 + counter);
  return { id: `staff:${staffNumber}`, roles: ['teller'], staffNumber };
}

/** A hall that tests play: commands are decided and their events applied, as the hub does it. Opens with its day, unless told not to. */
export class PlayedHall {
  readonly state: HallState = initialState();
  readonly log: { readonly version: number; readonly at: number; readonly events: readonly HallEvent[] }[] = [];
  now = MORNING;
  /** What screens show to a newcomer. */
  quoteFor: QuoteFor = () => null;
  /** Ids that accepted commands have used up, whatever for: tickets, notices, alerts, breaks, redirects. */
  #ids = 0;

  constructor(changes: Partial<HallConfiguration> = {}, { opens = true }: { readonly opens?: boolean } = {}) {
    this.done({ type: 'configure-hall', configuration: testConfiguration(changes) }, SYSTEM);
    if (opens) this.done({ type: 'open-day' }, SYSTEM);
  }

  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  /** Decides without applying. */
  decide(command: Command, actor: Actor): Decision {
    return this.#decide(command, actor).decision;
  }

  /** Decides and applies; what came of it, refusal or events. */
  try(command: Command, actor: Actor): Decision {
    const { decision, ids } = this.#decide(command, actor);
    if (decision.ok && decision.value.length > 0) {
      const entry = { version: this.state.version + 1, at: this.now, events: decision.value };
      applyEntry(this.state, entry);
      this.log.push(entry);
      this.#ids = ids;
    }
    return decision;
  }

  /** The command must be accepted. */
  done(command: Command, actor: Actor): readonly HallEvent[] {
    const decision = this.try(command, actor);
    assert(decision.ok, `refused: ${JSON.stringify(decision)}`);
    return decision.value;
  }

  answer(command: Command, actor: Actor): Answer {
    return answerOf(this.done(command, actor));
  }

  /** The command must be refused, and is told by its kind. */
  refused(command: Command, actor: Actor): RefusalKind {
    const before = this.state.version;
    const decision = this.try(command, actor);
    assert(!decision.ok, `accepted: ${JSON.stringify(decision)}`);
    assert(this.state.version === before, 'a refusal changes nothing');
    return decision.error.kind;
  }

  issue(service: string, classId?: string): TicketId {
    const { ticket } = this.answer({ type: 'issue-ticket', service, class: classId }, KIOSK);
    assert(typeof ticket === 'string', 'a ticket was issued');
    return ticket;
  }

  /** Signs the counter's teller in and opens it. */
  staff(...counters: number[]): this {
    for (const counter of counters) {
      this.done({ type: 'sign-in', counter }, teller(counter));
      this.done({ type: 'open-counter', counter }, teller(counter));
    }
    return this;
  }

  /** *Next* at a counter: the ticket called, or null when the counter stays empty. */
  next(counter: number): TicketId | null {
    return this.answer({ type: 'call-next', counter }, teller(counter)).ticket ?? null;
  }

  /** *Next* and *start* at a counter: the ticket that is served. */
  serve(counter: number): TicketId {
    const ticket = this.next(counter);
    assert(ticket !== null, 'somebody waits');
    this.done({ type: 'start-service', counter }, teller(counter));
    return ticket;
  }

  #decide(command: Command, actor: Actor): { decision: Decision; ids: number } {
    let ids = this.#ids;
    const newId = (): string => `ticket-${(ids += 1)}`;
    const { now: at, quoteFor } = this;
    return { decision: decide(this.state, command, { at, actor, newId, quoteFor }), ids };
  }
}
