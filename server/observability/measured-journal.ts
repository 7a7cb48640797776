import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { AppendOutcome, Journal } from '../journal/journal.ts';

export interface AppendMeasure {
  readonly hall: string;
  readonly entries: number;
  readonly ms: number;
}

/** The same journal; every append that held is told with what it took. `monotonicMs` counts on whatever the clock does. */
export function measuredJournal(
  journal: Journal,
  options: { readonly monotonicMs: () => number; readonly onAppended: (measure: AppendMeasure) => void },
): Journal {
  async function append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    const startedAt = options.monotonicMs();
    const outcome = await journal.append(hall, expected, entries);
    if (outcome.is === 'appended') options.onAppended({ hall, entries: entries.length, ms: options.monotonicMs() - startedAt });
    return outcome;
  }
  const { withdraw } = journal;
  return {
    isShared: journal.isShared,
    append,
    ...(withdraw !== undefined && { withdraw: withdraw.bind(journal) }),
    head: (hall) => journal.head(hall),
    askHead: (hall) => journal.askHead?.(hall) ?? journal.head(hall),
    read: (hall, after, limit) => journal.read(hall, after, limit),
    findCommand: (hall, commandId) => journal.findCommand(hall, commandId),
    forgetCommands: (hall, upToVersion) => journal.forgetCommands(hall, upToVersion),
    latestSnapshot: (hall) => journal.latestSnapshot(hall),
    saveSnapshot: (hall, snapshot) => journal.saveSnapshot(hall, snapshot),
    halls: () => journal.halls(),
    verify: (hall) => journal.verify(hall),
    onGrown: (listener) => journal.onGrown(listener),
    condition: () => journal.condition(),
    frozen: () => journal.frozen?.() ?? [],
    onCondition: (listener) => journal.onCondition(listener),
    close: () => journal.close(),
  };
}
