import type { QuoteFor } from '../../shared/hall/context.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import type { HubLog } from './hub-log.ts';
import type { LoadedHall } from './load-hall.ts';
import type { PlantedFault } from './planted-fault.ts';

export interface HallWriterOptions {
  readonly hall: string;
  readonly loaded: LoadedHall;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly log: HubLog;
  /** What blocks every command now besides the journal: an unconfirmed clock. */
  readonly blocked: () => WireRefusal | null;
  /** What this hall's screens show now; asked while a command is decided, so it must cost nothing. */
  readonly quoteFor: QuoteFor;
  /** Called in order, once for each group, when it is durable and `state` holds it. */
  readonly committed: (entries: readonly JournalEntry[]) => void;
  readonly plantedFault: PlantedFault | null;
  /** Asks other hubs to let this one write to the hall; absent: there are none. */
  readonly askForTurn?: (() => void) | undefined;
}
