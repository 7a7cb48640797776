import type { JournalCondition } from '../journal/journal.ts';

export interface HealthSources {
  condition(): JournalCondition;
  /** Resolves when the hall is in memory and rejects when it cannot be loaded. */
  loadHall(): Promise<unknown>;
  databaseAnswers(): Promise<boolean>;
  /** True where hubs share a database server: while it is away it is away for all, and who is signed in works on. */
  goesOnWithoutDatabase?: boolean | undefined;
  /** False: this hub is about to stop, or cannot know what other hubs do. Absent: it takes them. */
  takesScreens?: (() => boolean) | undefined;
}

export interface Readiness {
  readonly ready: boolean;
  readonly journal: string;
  readonly hall: 'loaded' | 'not-loaded';
  readonly database: 'answers' | 'silent';
  readonly hub: 'takes screens' | 'sends screens away';
}

/**
 * Whether customers can be served here now: the journal takes entries, the hall is there, people can sign in. A missing copy is no
 * fault of this hub: it stops all of them alike, and a balancer that took all of them away would darken the walls too. So it is with a
 * database server that hubs share.
 */
export async function readiness(sources: HealthSources): Promise<Readiness> {
  const condition = sources.condition();
  const [hall, database] = await Promise.all([
    sources.loadHall().then(
      () => 'loaded' as const,
      () => 'not-loaded' as const,
    ),
    sources.databaseAnswers(),
  ]);
  const takesScreens = sources.takesScreens?.() ?? true;
  const isFit = condition.is === 'writable' || condition.reason === 'copies-missing';
  return {
    ready: isFit && hall === 'loaded' && (database || sources.goesOnWithoutDatabase === true) && takesScreens,
    journal: condition.is === 'writable' ? 'writable' : `read-only: ${condition.reason}`,
    hall,
    database: database ? 'answers' : 'silent',
    hub: takesScreens ? 'takes screens' : 'sends screens away',
  };
}
