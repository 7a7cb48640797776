import type { Logger } from 'pino';
import type { Timers } from '../shared/lib/clock.ts';
import type { Closing } from './closing.ts';
import type { DataFolder } from './config/data-folder.ts';
import type { AccessDatabase } from './database/access-database.ts';
import type { Duties } from './hub/duties.ts';
import type { Peers } from './hub/peers.ts';
import type { Journal } from './journal/journal.ts';

/** Where a hub keeps what must outlive it, and whom it shares it with. */
export interface Stores {
  readonly journal: Journal;
  readonly database: AccessDatabase;
  readonly peers: Peers;
  readonly duties: Duties;
  /** This hub's name among others, for this one run of it. */
  readonly hubName: string;
  /** Other hubs serve the same halls. */
  readonly areShared: boolean;
}

/** What opening them takes. */
export interface OpenStores {
  readonly folder: DataFolder;
  readonly timers: Timers;
  readonly log: Logger;
  readonly closing: Closing;
}
