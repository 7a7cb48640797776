import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../shared/hall/commands.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { PASSING, type Caller } from './caller.ts';
import type { CommandRecord, Known } from './command-record.ts';

const AGAIN_MS = 4;
const BUSY_AGAIN_MS = 40;

/** Where the senders wait while the hub is down. */
export interface Gate {
  /** Resolves while the hub is up; at once if it is. */
  up(): Promise<void>;
  /** No new commands are begun any more. */
  readonly isOver: boolean;
  /** Nobody will answer any more: what is open stays open. */
  readonly isAbandoned: boolean;
}

export interface OrderDeskOptions {
  readonly gate: Gate;
  readonly newId: NewId;
  /** Between an answer and the next command of the same person; absent: none. */
  readonly thinkMs?: number;
  /** After a sending without an answer. */
  readonly againMs?: number;
}

/**
 * Sends commands as a good client does: the id is made and kept before the first sending, and the same id is sent until a
 * definite answer is there. Keeps what it knows of every command.
 */
export class OrderDesk {
  readonly records: CommandRecord[] = [];
  /** Answers that differ from the first one of the same id. */
  readonly contradictions: string[] = [];
  /** Sent, and not answered definitely. */
  readonly open = new Set<CommandRecord>();
  private readonly gate: Gate;
  private readonly thinkMs: number;
  private readonly againMs: number;
  private readonly newId: NewId;
  private moments = 0;
  private readonly waiting = new Set<() => void>();

  constructor({ againMs = AGAIN_MS, gate, newId, thinkMs = 0 }: OrderDeskOptions) {
    this.gate = gate;
    this.newId = newId;
    this.thinkMs = thinkMs;
    this.againMs = againMs;
  }

  /** Resolves with a definite answer, however often the hub dies in between; open only when the run is abandoned. */
  async order(caller: Caller, by: string, command: Command): Promise<CommandRecord> {
    if (this.thinkMs > 0) await pause(this.thinkMs);
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
    this.open.add(record);
    record.known = await this.definite(caller, record);
    if (record.known.is === 'open') return record;
    this.open.delete(record);
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
    if (again.is === 'open') return;
    // As values: the order of an object's fields says nothing.
    if (!isDeepStrictEqual(again, record.known)) {
      this.contradictions.push(`${record.id}: first ${JSON.stringify(record.known)}, then ${JSON.stringify(again)}`);
    }
  }

  private async definite(caller: Caller, record: CommandRecord): Promise<Known> {
    for (;;) {
      await this.gate.up();
      if (this.gate.isAbandoned) return { is: 'open' };
      const reply = await caller.call({ ...record.command, id: record.id });
      if (reply.is === 'unsure') {
        record.unsure += 1;
        await pause(this.againMs);
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
