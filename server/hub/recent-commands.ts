import type { HubAnswer } from './hub-answer.ts';
import { answerOf } from '../../shared/hall/answer.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { RECENT_COMMANDS_MAX } from './limits.ts';

/** The first answer to an id, told again; under another fingerprint the id is refused. */
export function firstAnswer(entry: JournalEntry, fingerprint: string): HubAnswer {
  if (entry.fingerprint !== fingerprint) return failed({ kind: 'command-id-reused' });
  return ok({ version: entry.version, result: answerOf(entry.events) });
}

interface Remembered {
  readonly fingerprint: string;
  readonly answer: HubAnswer;
  readonly version: number;
}

/**
 * The latest accepted commands by id: the cheap way to know a repeat. It may forget; the journal does not.
 */
export class RecentCommands {
  readonly #byId = new Map<string, Remembered>();
  /** Walks along with the map and never starts again: a new walk would step over every id deleted before. */
  readonly #oldest = this.#byId.keys();

  /** Null when the id is not remembered, which does not mean that it is new. */
  answer(id: string, fingerprint: string): HubAnswer | null {
    const remembered = this.#byId.get(id);
    if (remembered === undefined) return null;
    return remembered.fingerprint === fingerprint ? remembered.answer : failed({ kind: 'command-id-reused' });
  }

  /** Entries in the order of their versions. */
  remember(entry: JournalEntry): void {
    const { commandId, fingerprint, version } = entry;
    this.#byId.set(commandId, { fingerprint, version, answer: firstAnswer(entry, fingerprint) });
    if (this.#byId.size <= RECENT_COMMANDS_MAX) return;
    const { value: oldest } = this.#oldest.next();
    if (oldest !== undefined) this.#byId.delete(oldest);
  }

  forget(upToVersion: number): void {
    for (const [id, { version }] of this.#byId) {
      if (version > upToVersion) return;
      this.#byId.delete(id);
    }
  }

  get size(): number {
    return this.#byId.size;
  }
}
