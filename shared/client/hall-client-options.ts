import type { Clock, Timers } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Random } from '../lib/random.ts';
import type { OutboxStorage } from './outbox.ts';
import type { Transport } from './transport.ts';

export interface HallClientOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly outboxStorage: OutboxStorage;
  /** Of the device or the signed-in person. Another token needs another client. */
  readonly token: string;
  /** Spreads reconnects; from `newId` when absent. */
  readonly random?: Random | undefined;
}
