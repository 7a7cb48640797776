import type { AccessDatabase } from '../../server/database/access-database.ts';

/** One empty database for one test. */
export interface DatabaseBench {
  /** Another connection to it, as a tool has one, or a hub after a restart. Closed with the bench. */
  open(): Promise<AccessDatabase>;
  /** As another hub has it that works at the same time; where there is one hub only, that hub's own. */
  ofAnotherHub(database: AccessDatabase): Promise<AccessDatabase>;
  dispose(): Promise<void>;
}
