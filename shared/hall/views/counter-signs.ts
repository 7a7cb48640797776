import type { EpochMs } from '../../lib/clock.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { ClassId, CounterId } from '../configuration.ts';
import type { AfterThisCustomer, Counter, ServesOnly } from '../counter.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber, Ticket } from '../ticket.ts';

/** What stands above a counter. To customers closed and paused are both 暂停服务, the other three 业务受理. */
export interface CounterSign {
  readonly counter: CounterId;
  readonly mode: 'closed' | 'paused' | 'idle' | 'calling' | 'serving';
  readonly number: string | null;
  readonly classId: ClassId | null;
  readonly teller: StaffNumber | null;
  /** When this mode began: the call for calling, the start for serving, the end of the last customer for idle. */
  readonly since: EpochMs;
  /** Of a pause, now or planned. Staff screens only. */
  readonly reason: string | null;
  readonly planned: AfterThisCustomer['is'] | null;
  /** What it serves for now instead of what it is set up for; null: the latter. */
  readonly only: ServesOnly | null;
  readonly autoCall: boolean;
}

/** Every configured counter, in the configuration's order. */
export function counterSigns(state: HallState): CounterSign[] {
  return [...state.counters.values()].map((counter) => counterSign(state, counter));
}

export function counterSign(state: HallState, counter: Counter): CounterSign {
  const { mode } = counter;
  const base = {
    counter: counter.id,
    teller: counter.signIn?.teller ?? null,
    number: null,
    classId: null,
    since: mode.since,
    reason: null,
    planned: null,
    only: counter.only,
    autoCall: counter.autoCall,
  };
  switch (mode.is) {
    case 'closed':
      return { ...base, mode: 'closed' };
    case 'paused':
      return { ...base, mode: 'paused', reason: mode.reason };
    case 'open': {
      const planned = mode.then?.is ?? null;
      const reason = mode.then?.is === 'paused' ? mode.then.reason : null;
      const ticket = mode.atHand === null ? undefined : state.tickets.get(mode.atHand);
      return ticket === undefined
        ? { ...base, since: mode.idleSince ?? mode.since, mode: 'idle', planned, reason }
        : { ...base, planned, reason, ...busy(ticket) };
    }
    default:
      return unreachable(mode);
  }
}

function busy(ticket: Ticket): Pick<CounterSign, 'mode' | 'number' | 'classId' | 'since'> {
  const { number, classId, status } = ticket;
  if (status.is === 'serving') return { mode: 'serving', number, classId, since: status.startedAt };
  return { mode: 'calling', number, classId, since: status.is === 'called' ? status.calledAt : ticket.issuedAt };
}
