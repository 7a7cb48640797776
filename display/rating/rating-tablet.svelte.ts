import type { CounterId } from '../../shared/hall/configuration.ts';
import { RATING_SECONDS, type RatingGrade } from '../../shared/hall/setup/feedback-setup.ts';
import { ratingSign, type RatingSign } from '../../shared/hall/views/rating-sign.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { TickingClock } from '../../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommentDesk, Written } from './comment-desk.ts';

export type TabletPage =
  | { readonly is: 'asleep' }
  | { readonly is: 'asking'; readonly number: string | null; readonly busy: boolean; readonly failed: boolean }
  | { readonly is: 'thanks'; readonly grade: RatingGrade | null; readonly comments: boolean }
  | { readonly is: 'writing'; readonly busy: boolean; readonly unkept: Exclude<Written, { is: 'kept' }> | null }
  | { readonly is: 'kept'; readonly number: number };

/** What was done here for one leg of one visit. */
interface Session {
  readonly key: string;
  /** Somebody touched it. */
  touchedAt: EpochMs;
  busy: boolean;
  step: 'asking' | 'thanks' | 'writing' | 'kept';
  /** Of the comment, so that a second try is the same one. */
  commentId: string;
  commentNumber: number;
  /** The grade did not get through. */
  failed: boolean;
  unkept: Exclude<Written, { is: 'kept' }> | null;
}

type Asking = Extract<RatingSign, { is: 'asking' }>;

/**
 * The tablet in front of a customer (评价器). It asks only when the hub is there, about what ended last at its counter; whoever
 * touches it has the hall's seconds again; the next customer's call ends it at once, whatever is half written.
 */
export class RatingTablet {
  readonly #hall: LiveHall;
  readonly #clock: TickingClock;
  readonly #counter: CounterId;
  readonly #comments: CommentDesk;
  readonly #newId: NewId;
  #session = $state<Session | null>(null);

  constructor(parts: {
    readonly hall: LiveHall;
    readonly clock: TickingClock;
    readonly counter: CounterId;
    readonly comments: CommentDesk;
    readonly newId: NewId;
  }) {
    this.#hall = parts.hall;
    this.#clock = parts.clock;
    this.#counter = parts.counter;
    this.#comments = parts.comments;
    this.#newId = parts.newId;
  }

  get page(): TabletPage {
    const now = this.#clock.now;
    const sign = this.#sign(now);
    if (sign === null) return { is: 'asleep' };
    const session = this.#of(sign);
    const step = session?.step ?? (sign.grade === null ? 'asking' : 'thanks');
    switch (step) {
      case 'asking':
        if (sign.grade !== null) return { is: 'thanks', grade: sign.grade, comments: this.#takesComments };
        return { is: 'asking', number: sign.number, busy: session?.busy ?? false, failed: session?.failed ?? false };
      case 'thanks':
        return { is: 'thanks', grade: sign.grade, comments: this.#takesComments };
      case 'writing':
        return { is: 'writing', busy: session?.busy ?? false, unkept: session?.unkept ?? null };
      case 'kept':
        return { is: 'kept', number: session?.commentNumber ?? 0 };
    }
  }

  /** A second tap while the first is under way, or after it, is none. */
  async rate(grade: RatingGrade): Promise<void> {
    const sign = this.#sign(this.#hall.now());
    if (sign === null || sign.grade !== null) return;
    const session = this.#touch(sign);
    if (session.busy || session.step !== 'asking') return;
    session.busy = true;
    session.failed = false;
    const { leg, ticket } = sign;
    const result = await this.#hall.send({ type: 'rate-service', ticket, leg, grade });
    session.busy = false;
    if (result.ok || result.error.kind === 'already-rated') session.step = 'thanks';
    else session.failed = true;
  }

  write(): void {
    const session = this.#touched();
    if (session !== null && this.#takesComments) session.step = 'writing';
  }

  /** Nothing more to say. */
  back(): void {
    const session = this.#touched();
    if (session !== null) session.step = 'thanks';
  }

  /** Typing keeps the tablet awake. */
  typed(): void {
    this.#touched();
  }

  async send(text: string): Promise<void> {
    const sign = this.#sign(this.#hall.now());
    if (sign === null || text.trim() === '') return;
    const session = this.#touch(sign);
    if (session.busy || session.step !== 'writing') return;
    session.busy = true;
    session.unkept = null;
    const { leg, ticket } = sign;
    const written = await this.#comments.write({ id: session.commentId, ticket, leg, text });
    session.busy = false;
    if (written.is !== 'kept') {
      session.unkept = written;
      return;
    }
    session.commentNumber = written.number;
    session.step = 'kept';
  }

  get #takesComments(): boolean {
    return this.#hall.configuration?.feedback?.comments === true;
  }

  /** Null: asleep. A touch counts from then, but no longer than the leg can be spoken of. */
  #sign(now: EpochMs): Asking | null {
    if (!this.#hall.isLive) return null;
    const seconds = this.#hall.configuration?.feedback?.ratingSeconds ?? RATING_SECONDS;
    const fresh = this.#hall.view((state) => ratingSign(state, this.#counter, now));
    if (fresh?.is === 'asking') return fresh;
    const touchedAt = this.#session?.touchedAt ?? null;
    if (touchedAt === null || now >= touchedAt + seconds * 1_000) return null;
    const served = this.#hall.view((state) => state.counters.get(this.#counter)?.served?.at ?? null) ?? null;
    const then = served === null ? null : this.#hall.view((state) => ratingSign(state, this.#counter, served));
    return then?.is === 'asking' && this.#session?.key === keyOf(then) ? then : null;
  }

  #of(sign: Asking): Session | null {
    return this.#session?.key === keyOf(sign) ? this.#session : null;
  }

  #touched(): Session | null {
    const sign = this.#sign(this.#hall.now());
    return sign === null ? null : this.#touch(sign);
  }

  #touch(sign: Asking): Session {
    const key = keyOf(sign);
    if (this.#session?.key !== key) {
      const step = sign.grade === null ? 'asking' : 'thanks';
      const commentId = this.#newId();
      this.#session = { key, touchedAt: 0, busy: false, step, commentId, commentNumber: 0, failed: false, unkept: null };
    }
    const session = this.#session;
    session.touchedAt = this.#hall.now();
    return session;
  }
}

function keyOf({ leg, since, ticket }: Asking): string {
  return `${ticket} ${leg} ${since}`;
}
