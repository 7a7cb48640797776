import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, CounterId, RoutingRule, ServiceId } from '../configuration.ts';
import type { QueueKey } from '../routing/queue-view.ts';
import type { RatioPosition } from '../routing/ratio-position.ts';
import type { AddressKey, Credit, StaffNumber, TicketId } from '../ticket.ts';
import type { HallModel } from './hall-model.ts';

/**
 * The moment that runs start from: a hall as arrays. Made from a hall's state (`sceneOf`), from a file of tickets, or by hand; changed by
 * advice ("what if") into another scene. A value, never changed in place.
 */
export interface Scene {
  readonly at: EpochMs;
  readonly rule: RoutingRule;
  readonly ratio: RatioPosition;
  /** In any order. */
  readonly waiting: readonly SceneTicket[];
  readonly counters: readonly SceneCounter[];
  /** Tickets that are not there yet and will be: appointments within their window, timed holds that wake. By `at`. */
  readonly coming: readonly SceneComing[];
  /** Services whose tickets are issued now; for others nobody arrives. */
  readonly issuing: ReadonlySet<ServiceId>;
  /** The service that follows on the same ticket (多环节业务). */
  readonly nextStep: ReadonlyMap<ServiceId, ServiceId>;
  /** Where who was served once waits next: by the visit's own arrival (absent, too), or behind everybody. */
  readonly onward?: 'credit' | 'end' | undefined;
  /** The wait that a service promises; absent: none. */
  readonly promisedMs?: ReadonlyMap<ServiceId, number> | undefined;
  /** Since when nobody waits in a queue, for counters that help; absent: for ever. */
  readonly emptySince: (queue: QueueKey) => EpochMs | null;
  readonly model: HallModel;
  /** Local midnight of the hall: where the slots of `model.arrivals` begin. */
  readonly midnight: EpochMs;
}

export interface SceneTicket {
  readonly ticket: TicketId;
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly to?: AddressKey | undefined;
  readonly credit: Credit;
  readonly passed: number;
  readonly passesNobody: boolean;
  /** When this wait began; absent: at its credit. */
  readonly queuedAt?: EpochMs | undefined;
  /** The arrival of the visit, by which it waits for a service that follows; absent: its credit. */
  readonly creditAt?: EpochMs | undefined;
}

export interface SceneComing {
  readonly at: EpochMs;
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly to?: AddressKey | undefined;
  readonly creditAt: EpochMs;
}

export interface SceneCounter {
  readonly id: CounterId;
  readonly teller: StaffNumber | null;
  /** What it serves, first choice first. Tickets addressed to it or its teller (`to`) come before. */
  readonly tiers: readonly (readonly QueueKey[])[];
  /** Queues that it serves besides, after its tiers, once its tiers have been empty for so long. */
  readonly helps: { readonly tiers: readonly (readonly QueueKey[])[]; readonly afterMs: number } | null;
  /** Serves other queues from a moment on: a restriction that ends. */
  readonly later: {
    readonly from: EpochMs;
    readonly tiers: readonly (readonly QueueKey[])[];
    readonly helps?: SceneCounter['helps'] | undefined;
  } | null;
  readonly atHand: SceneAtHand | null;
  /** With nobody at hand: since when, though somebody waits; the gap (`model.gaps`) goes on from there. Absent or null: it may call at once. */
  readonly freeSince?: EpochMs | null | undefined;
  /** Since when nobody is at hand; who is idle longest takes who comes next. Absent: since now. */
  readonly idleSince?: EpochMs | undefined;
  /** When it calls nobody, in order, not overlapping: closed until, planned breaks, closing (`to` infinite). Absent from the day: one span. */
  readonly away: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
  /** Paused, or about to be, and nobody has said until when: the end of the first span of `away` is assumed. Absent: no. */
  readonly endAssumed?: true | undefined;
}

/** The customer at hand, called or served. */
export interface SceneAtHand {
  readonly service: ServiceId;
  /** The call, from which serve times are learned. */
  readonly since: EpochMs;
  /** Time on hold until now that does not count as served. */
  readonly heldMs: number;
  /** For the service that follows on the same ticket: absent where none does. */
  readonly class?: ClassId | undefined;
  readonly creditAt?: EpochMs | undefined;
  readonly passesNobody?: boolean | undefined;
}
