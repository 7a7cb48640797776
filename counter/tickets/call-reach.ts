import type { CounterId } from '../../shared/hall/configuration.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Reached, ReceiptsMessage } from '../../shared/protocol/receipts.ts';

/** A screen paints within a second; the stage of a busy wall and a queue of announcements take longer. */
export const SHOWN_DUE_MS = 5_000;
export const HEARD_DUE_MS = 45_000;

export interface CallReach {
  /** `coming`: not everywhere yet, and it may still be. `missed`: by now it should have been, or there is no screen at all. */
  readonly is: 'whole' | 'coming' | 'missed';
  readonly shown: Reached;
  readonly heard: Reached;
}

/** What became of the latest call to a counter, if it is that ticket's (null: whoever was called); null while the hub says nothing of it. */
export function callReach(
  receipts: ReceiptsMessage | null,
  { counter, ticket }: { readonly counter: CounterId; readonly ticket: TicketId | null },
  now: EpochMs,
): CallReach | null {
  const call = receipts?.calls.find(({ mark }) => mark.counter === counter && (ticket === null || mark.ticket === ticket));
  if (call === undefined) return null;
  const { heard, mark, shown } = call;
  const lacks = ({ by, of }: Reached): boolean => by < of;
  const isMissed =
    shown.of === 0 || (lacks(shown) && now - mark.at >= SHOWN_DUE_MS) || (lacks(heard) && now - mark.at >= HEARD_DUE_MS);
  if (isMissed) return { is: 'missed', shown, heard };
  return { is: lacks(shown) || lacks(heard) ? 'coming' : 'whole', shown, heard };
}
