import type { HallEvent } from '../../shared/hall/events.ts';
import { decide } from '../../shared/hall/decide.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import type { QuoteFor } from '../../shared/hall/context.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { positionOf, sealEntry } from '../journal/hash-chain.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { PlantedFault } from './planted-fault.ts';
import type { RecentCommands } from './recent-commands.ts';
import type { HallCommand, WaitingCommand } from './waiting-command.ts';

/** One machine, one journal that is never cut: the first epoch. */
const EPOCH = 1;

/** A command that led to an entry of its group. */
export interface Accepted {
  readonly command: WaitingCommand;
  readonly entry: JournalEntry;
}

/** An answer that leaves no entry. It may presume entries of its group: nobody hears it before these are durable. */
export interface Unjournalled {
  readonly command: WaitingCommand;
  readonly answer: HubAnswer;
  /** The id is known to be answered already: the journal need not be asked. */
  readonly certain: boolean;
}

export interface GroupContext {
  readonly hall: string;
  readonly now: EpochMs;
  readonly newId: NewId;
  readonly recent: RecentCommands;
  /** Why nothing is decided now, or null. */
  readonly blocked: WireRefusal | null;
  readonly quoteFor: QuoteFor;
  readonly plantedFault?: PlantedFault | null | undefined;
}

/**
 * Commands decided in their order, each on the state that the ones before it leave, and sealed into a chain: what is
 * appended as one.
 */
export class Group {
  readonly accepted: Accepted[] = [];
  readonly unjournalled: Unjournalled[] = [];
  readonly #proposed: HallState;
  readonly #context: GroupContext;
  #head: Position;

  /** `proposed` is changed by `decide`; `head` is its position. */
  constructor(proposed: HallState, head: Position, context: GroupContext) {
    this.#proposed = proposed;
    this.#head = head;
    this.#context = context;
  }

  get head(): Position {
    return this.#head;
  }

  get entries(): JournalEntry[] {
    return this.accepted.map(({ entry }) => entry);
  }

  /** @throws whatever is broken in the core; the proposed state is then in doubt. */
  decide(command: WaitingCommand): void {
    const repeated = this.#context.recent.answer(command.sent.id, command.fingerprint);
    if (repeated !== null) {
      this.unjournalled.push({ command, answer: repeated, certain: true });
      return;
    }
    const refusal = this.#context.blocked ?? expired(command.sent, this.#proposed);
    if (refusal !== null) {
      this.unjournalled.push({ command, answer: failed(refusal), certain: false });
      return;
    }
    this.#decideByHall(command);
  }

  #decideByHall(command: WaitingCommand): void {
    const { newId, now, quoteFor } = this.#context;
    const at = Math.max(now, this.#proposed.at);
    if (this.#context.plantedFault === 'numbers-from-clock') beginNumbersAtMidnight(this.#proposed, at);
    const decision = decide(this.#proposed, command.sent, { at, actor: command.actor, newId, quoteFor });
    if (!decision.ok) {
      this.unjournalled.push({ command, answer: failed(decision.error), certain: false });
    } else if (decision.value.length === 0) {
      // True already: nothing happened, so there is nothing to keep.
      this.unjournalled.push({ command, answer: ok({ version: this.#head.version, result: {} }), certain: false });
    } else {
      this.#accept(command, at, decision.value);
    }
  }

  #accept(command: WaitingCommand, at: EpochMs, events: readonly HallEvent[]): void {
    const { hall } = this.#context;
    const { actor, fingerprint, sent } = command;
    const draft = { hall, epoch: EPOCH, at, actor: actor.id, commandId: sent.id, fingerprint, events };
    const entry = sealEntry(draft, this.#head);
    applyEntry(this.#proposed, entry);
    this.#head = positionOf(entry);
    this.accepted.push({ command, entry });
  }
}

/** The planted fault: an open day goes on over midnight, and its numbers must too. */
function beginNumbersAtMidnight({ at: before, configuration, numbers }: HallState, at: EpochMs): void {
  const zone = configuration?.timeZone;
  if (zone !== undefined && localDay(before, zone) !== localDay(at, zone)) numbers.clear();
}

/** Also for a day that has not come: no sender saw it here, so what it saw is not this hall as it is. */
function expired(sent: HallCommand, state: HallState): WireRefusal | null {
  if (sent.day === undefined || state.day.is === 'none' || sent.day === state.day.day) return null;
  return { kind: 'command-expired' };
}
