import { createSubscriber } from 'svelte/reactivity';
import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { ReprintTicket } from '../../shared/hall/commands.ts';
import type { PrintStatus, TicketId } from '../../shared/hall/ticket.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { IssuedTicket, IssuingCommand, TicketDesk } from '../ticket-desk.ts';
import type { LentSource } from './lent-source.ts';

/** A line that drops comes back within a second or two: until then nobody is given a number of the kiosk's own. */
export const AWAY_AFTER_MS = 5_000;
const LOOK_MS = 500;
/** Paper states of tickets that this desk gave: more than one kiosk gives in an outage of a day. */
const PAPERS_KEPT = 1_000;

interface LentDeskOptions {
  readonly hall: Pick<LiveHall, 'connection'>;
  readonly hub: TicketDesk;
  readonly lent: LentSource;
  readonly now: () => number;
  readonly timers: Timers;
  readonly newId: NewId;
}

/** The hub's tickets while it is there, and numbers that were lent ahead while it is not. */
export class LentDesk implements TicketDesk {
  readonly #options: LentDeskOptions;
  readonly #track: () => void;
  readonly #papers = new Map<TicketId, 'printed' | 'unprinted' | 'failed'>();
  #isAway = $state(false);
  #awaySince: number | null = null;
  readonly #stopLooking: () => void;

  constructor(options: LentDeskOptions) {
    this.#options = options;
    this.#track = createSubscriber((changed) => options.lent.subscribe(changed));
    this.#stopLooking = options.timers.every(LOOK_MS, () => this.#look());
    this.#look();
    options.lent.start();
  }

  get source(): 'hub' | 'lent' | 'closed' {
    if (this.#options.hub.source === 'hub') return 'hub';
    this.#track();
    const { lent } = this.#options;
    return this.#isAway && this.#mayServe() && lent.summary.services.length > 0 ? 'lent' : 'closed';
  }

  get notTaken(): LentSource['summary']['refused'] {
    this.#track();
    return this.#options.lent.summary.refused;
  }

  /** Of the hub's own reasons the tile tells; here it is that the numbers ahead are used up, or none were lent. */
  gives(service: ServiceId): boolean {
    const { source } = this;
    return source === 'hub' || (source === 'lent' && this.#options.lent.summary.services.includes(service));
  }

  async issue(command: IssuingCommand): Promise<Result<IssuedTicket, WireRefusal>> {
    const { hub, lent, newId } = this.#options;
    if (this.source === 'hub') return hub.issue(command);
    // Who has booked what is known to the hub alone.
    if (command.type === 'check-in' || this.source === 'closed') return failed({ kind: 'hub-busy' });
    const { class: classId, service } = command;
    const taken = await lent.take({ id: newId(), service, ...(classId !== undefined && { class: classId }) });
    // Used up by another page meanwhile, or the agent is being started: not the service's fault.
    if (taken === null) return failed({ kind: 'hub-busy' });
    this.#papers.set(taken.id, taken.printed ? 'printed' : lent.prints ? 'failed' : 'unprinted');
    for (const oldest of [...this.#papers.keys()].slice(0, -PAPERS_KEPT)) this.#papers.delete(oldest);
    return ok({ ticket: taken.id, number: taken.number, ahead: null, quote: null });
  }

  reprint(command: ReprintTicket): Promise<Result<null, WireRefusal>> {
    const { hub } = this.#options;
    return hub.source === 'hub' ? hub.reprint(command) : Promise.resolve(failed({ kind: 'hub-busy' }));
  }

  paperOf(ticket: TicketId): PrintStatus['is'] {
    return this.#papers.get(ticket) ?? this.#options.hub.paperOf(ticket);
  }

  /** Idempotent. */
  close(): void {
    this.#stopLooking();
    this.#options.lent.close();
  }

  /** A kiosk whose credential was revoked, or that is of another build, gives nothing. */
  #mayServe(): boolean {
    const { is } = this.#options.hall.connection;
    return is !== 'refused' && is !== 'outdated';
  }

  #look(): void {
    const now = this.#options.now();
    if (this.#options.hub.source === 'hub') this.#awaySince = null;
    else this.#awaySince ??= now;
    this.#isAway = this.#awaySince !== null && Math.abs(now - this.#awaySince) >= AWAY_AFTER_MS;
  }
}
