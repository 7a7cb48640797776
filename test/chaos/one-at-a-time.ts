import { randomFillSync } from 'node:crypto';
import type { Command } from '../../shared/hall/commands.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { RestCaller } from './caller.ts';
import type { CommandRecord } from './command-record.ts';

const newId = idsFrom((bytes) => randomFillSync(bytes));
const ISSUE: Command = { type: 'issue-ticket', service: 'A' };

/** A kiosk that asks for tickets one after the other, each once: what has no answer in time is left open. */
export class OneAtATime {
  readonly records: CommandRecord[] = [];
  readonly #caller: RestCaller;
  #moments = 0;

  constructor(url: string, { answerMsMax }: { answerMsMax: number }) {
    this.#caller = new RestCaller(url, 'kiosk-1', answerMsMax);
  }

  get acknowledged(): number {
    return this.records.filter(({ known }) => known.is === 'acknowledged').length;
  }

  /** Resolves with whether it was accepted. */
  async issue(): Promise<boolean> {
    const record: CommandRecord = {
      id: newId(),
      by: 'kiosk-1',
      command: ISSUE,
      sentAt: (this.#moments += 1),
      answeredAt: null,
      unsure: 0,
      known: { is: 'open' },
    };
    this.records.push(record);
    const reply = await this.#caller.call({ ...ISSUE, id: record.id });
    if (reply.is === 'unsure' || !reply.answer.ok) {
      record.unsure += 1;
      return false;
    }
    const { result, version } = reply.answer.value;
    record.answeredAt = this.#moments += 1;
    record.known = { is: 'acknowledged', version, result };
    return true;
  }
}
