import type { JournalCondition } from '../journal/journal.ts';

export interface HealthSources {
  condition(): JournalCondition;
  /** Resolves when the hall is in memory and rejects when it cannot be loaded. */
  loadHall(): Promise<unknown>;
  databaseAnswers(): Promise<boolean>;
  /** Halls in memory, and which halls are frozen; absent where damage stops the whole journal. */
  halls?: (() => { readonly loaded: number; readonly frozen: readonly string[] }) | undefined;
  /** True where hubs share a database server: while it is away it is away for all, and who is signed in works on. */
  goesOnWithoutDatabase?: boolean | undefined;
  /** False: this hub is about to stop, or cannot know what other hubs do. Absent: it takes them. */
  takesScreens?: (() => boolean) | undefined;
}

export interface Readiness {
  readonly ready: boolean;
  readonly journal: string;
  /** `frozen`: no hall here can be served until an operator has looked. */
  readonly hall: 'loaded' | 'not-loaded' | 'frozen';
  readonly database: 'answers' | 'silent';
  readonly hub: 'takes screens' | 'sends screens away';
  /** Absent when there is none. One of many stops no hub. */
  readonly frozen?: readonly string[];
}

/**
 * Whether customers can be served here now: the journal takes entries, the hall is there, people can sign in. A missing copy stops all
 * hubs alike, and none of them says that it is ready while it cannot give a ticket out: pages and walls are a matter of the balancer,
 * which then asks who takes screens (`deploy/haproxy.cfg`). A database server that hubs share stops no hall while it is away.
 */
export async function readiness(sources: HealthSources): Promise<Readiness> {
  const condition = sources.condition();
  const { frozen, loaded } = sources.halls?.() ?? { frozen: [], loaded: 0 };
  const [found, database] = await Promise.all([
    sources.loadHall().then(
      () => 'loaded' as const,
      () => 'not-loaded' as const,
    ),
    sources.databaseAnswers(),
  ]);
  const hall = frozen.length > 0 && frozen.length >= loaded ? 'frozen' : found;
  const takesScreens = sources.takesScreens?.() ?? true;
  return {
    ready:
      condition.is === 'writable' && hall === 'loaded' && (database || sources.goesOnWithoutDatabase === true) && takesScreens,
    journal: condition.is === 'writable' ? 'writable' : `read-only: ${condition.reason}`,
    hall,
    database: database ? 'answers' : 'silent',
    hub: takesScreens ? 'takes screens' : 'sends screens away',
    ...(frozen.length > 0 && { frozen }),
  };
}
