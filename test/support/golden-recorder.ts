import { fingerprintOf, positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { answerOf, type Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { QuoteFor } from '../../shared/hall/context.ts';
import { decide } from '../../shared/hall/decide.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { initialState } from '../../shared/hall/state.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import { assert, must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { KIOSK, MINUTE, MORNING, SYSTEM, teller } from './played-hall.ts';

const HALL = 'golden';
/** Of service A a wait is shown, of others none is knowable. */
const quoteFor: QuoteFor = (service) => (service === 'A' ? { fromMs: 4 * MINUTE, toMs: 11 * MINUTE } : null);

/** Decides, seals and applies, one entry for each command; every command of a golden day must lead to one. */
export class GoldenRecorder {
  readonly state = initialState();
  readonly entries: JournalEntry[] = [];
  #at = MORNING;
  #ids = 0;

  wait(ms: number): this {
    this.#at += ms;
    return this;
  }

  get now(): number {
    return this.#at;
  }

  does(actor: Actor, command: Command): Answer {
    const answer = this.#record(actor, command);
    assert(answer !== null, `${command.type} leads to an entry`);
    return answer;
  }

  /** The hub's clock-work, which may find that nothing is due. */
  due(): this {
    this.#record(SYSTEM, { type: 'carry-out-due' });
    return this;
  }

  issues(service: string, classId?: string): TicketId {
    return must(this.wait(MINUTE).does(KIOSK, { type: 'issue-ticket', service, class: classId }).ticket, 'a ticket');
  }

  at(counter: number, ...commands: readonly Command[]): this {
    for (const command of commands) this.wait(MINUTE).does(teller(counter), command);
    return this;
  }

  #record(actor: Actor, command: Command): Answer | null {
    const newId = (): string => (this.#ids += 1).toString(16).padStart(32, '0');
    const decision = decide(this.state, command, { at: this.#at, actor, newId, quoteFor });
    assert(decision.ok, `${command.type} is accepted: ${JSON.stringify(decision)}`);
    if (decision.value.length === 0) return null;
    const last = this.entries.at(-1);
    const commandId = `golden-${String(this.entries.length + 1).padStart(4, '0')}`;
    const fingerprint = fingerprintOf(actor, command);
    const draft = { hall: HALL, epoch: 1, at: this.#at, actor: actor.id, commandId, fingerprint, events: decision.value };
    const entry = sealEntry(draft, last === undefined ? ORIGIN : positionOf(last));
    applyEntry(this.state, entry);
    this.entries.push(entry);
    return answerOf(decision.value);
  }
}
