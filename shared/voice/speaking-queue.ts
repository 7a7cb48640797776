import type { EpochMs } from '../lib/clock.ts';

/** No announcement starts later than this after its call; the backlog is shortened so that it holds. */
export const START_WITHIN_MS = 30_000;
/** Silence between two announcements. */
export const ANNOUNCEMENT_GAP_MS = 400;

/** From the whole to the least: every language; the first one; number and counter only; the caption alone, unspoken. */
export const FORMS = ['full', 'one-language', 'short', 'caption'] as const;
export type Form = (typeof FORMS)[number];
export type SpokenForm = Exclude<Form, 'caption'>;
const SPOKEN_FORMS: readonly SpokenForm[] = ['full', 'one-language', 'short'];

/** How long each form of one call lasts; null: it cannot be spoken so. A caption takes no time. */
export type FormDurations = { readonly [form in SpokenForm]: number | null };

/** What is to be told next, and until when nothing else may be. */
export interface Turn<Call> {
  readonly call: Call;
  readonly form: Form;
  readonly startsAt: EpochMs;
  /** `startsAt` for a caption. */
  readonly endsAt: EpochMs;
}

interface Waiting<Call> {
  readonly call: Call;
  readonly deadline: EpochMs;
  readonly durations: FormDurations;
}

/**
 * The announcements of one zone, one after the other.
 *
 * A speaker that only speaks faster or drops what is old tells people that they were called when they were not. So nothing is
 * dropped, cut off or told out of order; instead, each time the speaker is free, the next announcement takes the fullest
 * form in which everybody who waits now, spoken in the same form, would start within `START_WITHIN_MS` of the call. Where
 * not even number and counter are short enough for all, the next is spoken so if whoever comes after still starts in time, and is told
 * by its caption alone if not.
 *
 * **Maintained invariant**: when the speaker becomes free, nobody's time is over who was pushed in time. What is spoken lasts at
 * most `START_WITHIN_MS`, so whoever is called meanwhile still has time when it ends; and whoever waited already was looked at
 * before it began.
 */
export class SpeakingQueue<Call> {
  #waiting: Waiting<Call>[] = [];
  #freeAt: EpochMs = 0;

  get length(): number {
    return this.#waiting.length;
  }

  get freeAt(): EpochMs {
    return this.#freeAt;
  }

  /** In the order of the calls. `calledAt` and all other times are of one clock. */
  push(call: Call, { calledAt, durations }: { readonly calledAt: EpochMs; readonly durations: FormDurations }): void {
    this.#waiting.push({ call, deadline: calledAt + START_WITHIN_MS, durations });
  }

  /** What is told now; null while something is spoken and when nobody waits. A caption does not occupy the speaker: ask again at once. */
  next(now: EpochMs): Turn<Call> | null {
    const head = this.#waiting[0];
    if (head === undefined) return null;
    if (now < this.#freeAt) return this.#tooLateToWait(head, now);
    this.#waiting.shift();
    const form = this.#formOf(head, now);
    const endsAt = now + (form === 'caption' ? 0 : head.durations[form]!);
    if (form !== 'caption') this.#freeAt = endsAt + ANNOUNCEMENT_GAP_MS;
    return { call: head.call, form, startsAt: now, endsAt };
  }

  /** Something that is no call (a repeat, a prompt) holds the speaker until then. */
  hold(until: EpochMs): void {
    this.#freeAt = Math.max(this.#freeAt, until);
  }

  /** What waits is forgotten: another business day, another configuration of the zone. */
  clear(): void {
    this.#waiting = [];
  }

  /** A call that was heard of so late that its time ends before the speaker is free is told by its caption while there is time. */
  #tooLateToWait(head: Waiting<Call>, now: EpochMs): Turn<Call> | null {
    if (head.deadline >= this.#freeAt) return null;
    this.#waiting.shift();
    return { call: head.call, form: 'caption', startsAt: now, endsAt: now };
  }

  #formOf(head: Waiting<Call>, now: EpochMs): Form {
    const line = [head, ...this.#waiting];
    for (const form of SPOKEN_FORMS) if (isInTime(line, form, now)) return form;
    const [, second] = line;
    const shortMs = head.durations.short;
    if (shortMs === null || shortMs > longestMs() || now > head.deadline) return 'caption';
    return second === undefined || now + shortMs + ANNOUNCEMENT_GAP_MS <= second.deadline ? 'short' : 'caption';
  }
}

/** Whoever is called at the very start of an announcement starts in time after it. */
function longestMs(): number {
  return START_WITHIN_MS - ANNOUNCEMENT_GAP_MS;
}

function isInTime(line: readonly Waiting<unknown>[], form: SpokenForm, now: EpochMs): boolean {
  let at = now;
  for (const { deadline, durations } of line) {
    const ms = durations[form];
    if (ms === null || ms > longestMs() || at > deadline) return false;
    at += ms + ANNOUNCEMENT_GAP_MS;
  }
  return true;
}
