import { serviceSetup, type ServiceId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { currentLeg, type TicketId, type TicketStatus } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

export type HeldFacts = Extract<TicketStatus, { readonly is: 'held' }>;

/** What staff act on besides what every screen shows of a ticket. */
export interface TicketFacts {
  readonly documentsChecked: boolean;
  /** Services that follow. */
  readonly steps: readonly ServiceId[];
  readonly held: HeldFacts | null;
  /** The wait that the hall promises for its service; null: none. */
  readonly promisedMinutes: number | null;
  /** When the promise is broken, for a ticket that waits. */
  readonly deadline: EpochMs | null;
}

export function ticketFacts(state: HallState, id: TicketId): TicketFacts | null {
  const ticket = state.tickets.get(id);
  if (ticket === undefined) return null;
  const leg = currentLeg(ticket);
  const promised = promisedMinutes(state, leg.service);
  return {
    documentsChecked: ticket.documentsChecked,
    steps: ticket.steps.map(({ service }) => service),
    held: ticket.status.is === 'held' ? { ...ticket.status } : null,
    promisedMinutes: promised,
    deadline: promised === null ? null : leg.queuedAt + promised * 60_000,
  };
}

export function promisedMinutes(state: HallState, service: ServiceId): number | null {
  const { configuration } = state;
  return (configuration === null ? undefined : serviceSetup(configuration, service)?.promisedWaitMinutes) ?? null;
}

/** How a wait stands against what the hall promises. */
export type PromiseGrade = 'ok' | 'near' | 'over';

/** From four fifths of the promise on, somebody still can do something about it. */
const NEAR = 0.8;

export function promiseGrade(waitedMs: number, minutes: number): PromiseGrade {
  const part = waitedMs / (minutes * 60_000);
  if (part > 1) return 'over';
  return part >= NEAR ? 'near' : 'ok';
}
