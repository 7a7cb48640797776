import type { JournalCondition } from '../journal/journal.ts';

export interface HealthSources {
  condition(): JournalCondition;
  /** Resolves when the hall is in memory and rejects when it cannot be loaded. */
  loadHall(): Promise<unknown>;
  databaseAnswers(): Promise<boolean>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly journal: string;
  readonly hall: 'loaded' | 'not-loaded';
  readonly database: 'answers' | 'silent';
}

/** Whether customers can be served now: the journal takes entries, the hall is there, people can sign in. */
export async function readiness(sources: HealthSources): Promise<Readiness> {
  const condition = sources.condition();
  const [hall, database] = await Promise.all([
    sources.loadHall().then(
      () => 'loaded' as const,
      () => 'not-loaded' as const,
    ),
    sources.databaseAnswers(),
  ]);
  return {
    ready: condition.is === 'writable' && hall === 'loaded' && database,
    journal: condition.is === 'writable' ? 'writable' : `read-only: ${condition.reason}`,
    hall,
    database: database ? 'answers' : 'silent',
  };
}
