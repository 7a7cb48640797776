import type { EpochMs } from '../../../lib/clock.ts';
import type { CounterId } from '../../configuration.ts';
import type { SceneAtHand, SceneCounter } from '../scene.ts';
import type { Key } from './draws.ts';
import type { RunLine, RunTicket } from './run-line.ts';

/** What a counter calls from, until it is restricted otherwise. */
export interface Serving {
  readonly tiers: readonly (readonly RunLine[])[];
  /** The same and after it what it helps with; null: it does not help. */
  readonly helping: readonly (readonly RunLine[])[] | null;
  /** It helps once all of these have been empty for so long. */
  readonly reserved: readonly RunLine[];
  readonly helpsAfterMs: number;
}

/** `gap`: between two customers, though somebody may wait. */
export type CounterStatus = 'idle' | 'busy' | 'gap' | 'away';

export interface RunAtHand {
  readonly at: SceneAtHand;
  readonly ticket: RunTicket;
  readonly passesNobody: boolean;
  readonly residual: ResidualService;
}

/** Of a customer at hand: what is left of the service is drawn from the tail of its law, beyond what has passed. */
export interface ResidualService {
  readonly logMean: number;
  readonly logSd: number;
  readonly elapsedMs: number;
  /** In standard deviations of the logarithm, and the share of services that last longer. */
  readonly elapsedDeviate: number;
  readonly shareLonger: number;
}

/** One counter in a run. */
export class RunCounter {
  readonly id: CounterId;
  readonly index: number;
  readonly hash: number;
  /** Added to the logarithm of every service here. */
  readonly effect: number;
  readonly own: readonly RunLine[];
  readonly now: Serving;
  readonly later: { readonly from: EpochMs; readonly serving: Serving } | null;
  readonly away: SceneCounter['away'];
  readonly atHand: RunAtHand | null;
  readonly idleSinceAtStart: EpochMs;
  /** A gap had lasted so long when the run began; null: none had begun. */
  readonly gapElapsedMs: number | null;

  status: CounterStatus = 'idle';
  idleSince: EpochMs = 0;
  serving: Serving;
  /** Served now, or missed its call. */
  customer: RunTicket | null = null;
  customerCame = false;
  key: Key = 0;
  /** For the day, as soon as nobody is at hand. */
  closes = false;
  span = 0;
  helpCheckAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(of: {
    readonly id: CounterId;
    readonly index: number;
    readonly hash: number;
    readonly effect: number;
    readonly own: readonly RunLine[];
    readonly now: Serving;
    readonly later: { readonly from: EpochMs; readonly serving: Serving } | null;
    readonly away: SceneCounter['away'];
    readonly atHand: RunAtHand | null;
    readonly idleSinceAtStart: EpochMs;
    readonly gapElapsedMs: number | null;
  }) {
    this.id = of.id;
    this.index = of.index;
    this.hash = of.hash;
    this.effect = of.effect;
    this.own = of.own;
    this.now = of.now;
    this.later = of.later;
    this.away = of.away;
    this.atHand = of.atHand;
    this.idleSinceAtStart = of.idleSinceAtStart;
    this.gapElapsedMs = of.gapElapsedMs;
    this.serving = of.now;
  }

  reset(key: Key): void {
    this.status = 'idle';
    this.idleSince = this.idleSinceAtStart;
    this.serving = this.now;
    this.customer = null;
    this.customerCame = false;
    this.key = key;
    this.closes = false;
    this.span = 0;
    this.helpCheckAt = Number.NEGATIVE_INFINITY;
  }

  /** Until when it is away at this moment; null: it may call. Moments only ascend. */
  awayUntil(at: EpochMs): EpochMs | null {
    for (let span = this.away[this.span]; span !== undefined; span = this.away[this.span]) {
      if (span.from > at) return null;
      if (span.to > at) return span.to;
      this.span += 1;
    }
    return null;
  }

  /** When it would begin to help if nobody came; `Infinity`: not as things are. */
  helpsFrom(): EpochMs {
    const { own, serving } = this;
    if (serving.helping === null) return Number.POSITIVE_INFINITY;
    for (const line of own) if (line.size > 0) return Number.POSITIVE_INFINITY;
    let from = Number.NEGATIVE_INFINITY;
    for (const line of serving.reserved) {
      if (line.size > 0) return Number.POSITIVE_INFINITY;
      from = Math.max(from, line.emptySince + serving.helpsAfterMs);
    }
    return from;
  }
}
