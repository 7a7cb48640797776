import { must } from '../../lib/assert.ts';
import type { EpochMs } from '../../lib/clock.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { HallEvent } from '../events.ts';
import type { Lease, LeaseId } from '../lease.ts';
import type { HallState } from '../state.ts';
import type { OfflinePaper } from '../ticket.ts';

type LeaseFact = Extract<
  HallEvent,
  { type: 'numbers-leased' | 'lease-continued' | 'leases-frozen' | 'numbers-voided' | 'offline-ticket-late' }
>;

export function evolveLease(state: HallState, event: LeaseFact, at: EpochMs): void {
  switch (event.type) {
    case 'numbers-leased': {
      const { boots, day, from, kiosk, lease: id, letter, nonce, series, to } = event;
      const life = { boots, nonce };
      state.leases.set(id, { id, kiosk, series, letter, day, from, to, at, life, used: [], frozen: false, voided: false });
      return;
    }
    case 'lease-continued':
      leaseOf(state, event.lease).life = { boots: event.boots, nonce: event.nonce };
      return;
    case 'leases-frozen':
      for (const id of event.leases) leaseOf(state, id).frozen = true;
      return;
    case 'numbers-voided':
      for (const id of event.leases) leaseOf(state, id).voided = true;
      return;
    case 'offline-ticket-late':
      return paperCame(state, event.serial, event.offline);
    default:
      return unreachable(event);
  }
}

/** A number of a block is used, by the life of the store that printed it. */
export function paperCame(state: HallState, serial: number, { boots, lease: id, nonce, takenAt }: OfflinePaper): void {
  const lease = leaseOf(state, id);
  lease.used = [...lease.used, { serial, takenAt }];
  if (boots > lease.life.boots) lease.life = { boots, nonce };
}

function leaseOf(state: HallState, id: LeaseId): Lease {
  return must(state.leases.get(id), 'the lease exists');
}
