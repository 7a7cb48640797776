import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../shared/hall/commands.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { WireRefusalKind } from '../../shared/protocol/errors.ts';
import type { Caller } from './caller.ts';
import type { CommandRecord, Known } from './command-record.ts';

/** Not an answer to the command: the same id is sent again. */
const PASSING = new Set<WireRefusalKind>(['hub-busy', 'hall-read-only', 'clock-unconfirmed', 'internal', 'too-many-commands']);
const AGAIN_MS = 4;
const BUSY_AGAIN_MS = 40;

/** Where the senders wait while the hub is down. */
export interface Gate {
  /** Resolves while the hub is up; at once if it is. */
  up(): Promise<void>;
  /** No new commands are begun any more. */
  readonly isOver: boolean;
}

/**
 * Sends commands as a good client does: the id is made and kept before the first sending, and the same id is sent until a
 * definite answer is there. Keeps what it knows of every command.
 */
export class OrderDesk {
  readonly records: CommandRecord[] = [];
  /** Answers that differ from the first one of the same id. */
  readonly contradictions: string[] = [];
  private readonly gate: Gate;
  private readonly newId: NewId;
  private moments = 0;
  private readonly waiting = new Set<() => void>();

  constructor({ gate, newId }: { gate: Gate; newId: NewId }) {
    this.gate = gate;
    this.newId = newId;
  }

  /** Resolves with a definite answer, however often the hub dies in between. */
  async order(caller: Caller, by: string, command: Command): Promise<CommandRecord> {
    const record: CommandRecord = {
      id: this.newId(),
      by,
      command,
      sentAt: this.moment(),
      answeredAt: null,
      unsure: 0,
      known: { is: 'open' },
    };
    this.records.push(record);
    record.known = await this.definite(caller, record);
    record.answeredAt = this.moment();
    for (const go of this.waiting) go();
    this.waiting.clear();
    return record;
  }

  /** Resolves with the next definite answer to anybody. */
  nextAnswer(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  /** Sends what was answered long ago once more: the answer must be the first one. */
  async repeat(caller: Caller, record: CommandRecord): Promise<void> {
    if (record.known.is !== 'acknowledged') return;
    const again = await this.definite(caller, record);
    // As values: the order of an object's fields says nothing.
    if (!isDeepStrictEqual(again, record.known)) {
      this.contradictions.push(`${record.id}: first ${JSON.stringify(record.known)}, then ${JSON.stringify(again)}`);
    }
  }

  private async definite(caller: Caller, record: CommandRecord): Promise<Known> {
    for (;;) {
      await this.gate.up();
      const reply = await caller.call({ ...record.command, id: record.id });
      if (reply.is === 'unsure') {
        record.unsure += 1;
        await pause(AGAIN_MS);
      } else if (reply.answer.ok) {
        const { version, result } = reply.answer.value;
        return { is: 'acknowledged', version, result };
      } else if (!PASSING.has(reply.answer.error.kind)) {
        return { is: 'refused', kind: reply.answer.error.kind };
      } else {
        await pause(BUSY_AGAIN_MS);
      }
    }
  }

  private moment(): number {
    this.moments += 1;
    return this.moments;
  }
}
