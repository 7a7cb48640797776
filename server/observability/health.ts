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
 * Whether customers can be served here now: the journal takes entries, the hall is there, people can sign in. A missing copy stops all
 * hubs alike, and none of them says that it is ready while it cannot give a ticket out: pages and walls are a matter of the balancer,
 * which then asks who takes screens (`deploy/haproxy.cfg`). A database server that hubs share stops no hall while it is away.
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
  return {
    ready:
      condition.is === 'writable' && hall === 'loaded' && (database || sources.goesOnWithoutDatabase === true) && takesScreens,
    journal: condition.is === 'writable' ? 'writable' : `read-only: ${condition.reason}`,
    hall,
    database: database ? 'answers' : 'silent',
    hub: takesScreens ? 'takes screens' : 'sends screens away',
  };
}
