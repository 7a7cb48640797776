import type { AdviceAnswer } from '../../shared/hall/answered-advice.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { Advice } from '../../shared/hall/forecast/advice.ts';
import { localDay, localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { EFFECT_MS } from '../../shared/hall/forecast/advise-effect.ts';
import {
  ADVICE_REPORTED_MAX,
  type AdviceEffect,
  type AdviceOutcome,
  type AdviceReport,
} from '../../shared/protocol/advice-report.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { AdviceTable } from '../database/advice-tables.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { HISTORY_KEPT_MS } from './limits.ts';

/** So much later than its time is over what was not measured never will be. */
const MEASURING_SLACK_MS = 5 * 60_000;

/** What the book needs of the hub. */
export interface AdviceHub {
  onCommitted(listener: (hall: string, entries: readonly JournalEntry[]) => void): () => void;
  read(hall: string): Promise<{ readonly state: HallState }>;
}

export interface AdviceBookOptions {
  readonly database: AccessDatabase;
  readonly hub: AdviceHub;
  readonly halls: readonly string[];
  readonly log: HubLog;
  readonly now: () => EpochMs;
}

/** An effect as the forecasts' thread made it (`server/watch/effect-maker.ts`). */
export interface NotedEffect {
  readonly advice: string;
  readonly effect: Omit<Extract<AdviceEffect, { is: 'measured' }>, 'is'> | null;
}

type AnswerEvent = Extract<HallEvent, { type: 'advice-accepted' | 'advice-declined' }>;

/**
 * Advice that was answered, and what it came to. The answers are the journal's; they are written here beside it, never on the path of a command,
 * and what a crash in between left out is taken from the hall's state at the next start.
 */
export class AdviceBook {
  readonly #options: AdviceBookOptions;
  /** Those whose answers this hub writes down. */
  readonly #halls = new Set<string>();
  #writing: Promise<void> = Promise.resolve();

  #release: () => void = () => undefined;

  private constructor(options: AdviceBookOptions) {
    this.#options = options;
  }

  /** Listens from now on, and takes up what halls answered today before. */
  static async open(options: AdviceBookOptions): Promise<AdviceBook> {
    const { halls, hub } = options;
    const book = new AdviceBook(options);
    book.#release = hub.onCommitted((hall, entries) => book.#committed(hall, entries));
    for (const hall of halls) await book.take(hall);
    return book;
  }

  /** From now on it is this hub that writes down what a hall answers. */
  async take(hall: string): Promise<void> {
    this.#halls.add(hall);
    this.#takeUp(hall, (await this.#options.hub.read(hall)).state);
  }

  release(hall: string): Promise<void> {
    this.#halls.delete(hall);
    return this.#writing;
  }

  #committed(hall: string, entries: readonly Pick<JournalEntry, 'at' | 'events'>[]): void {
    if (!this.#halls.has(hall)) return;
    for (const { at, events } of entries) {
      for (const event of events) {
        if (event.type === 'advice-accepted' || event.type === 'advice-declined') this.#answered(hall, at, event);
      }
    }
  }

  /** What was answered today and is not written yet. */
  #takeUp(hall: string, state: HallState): void {
    for (const { advice, answer, at, by } of state.advice.values()) this.#note({ hall, at, by, advice, answer });
  }

  measured(hall: string, effects: readonly NotedEffect[]): void {
    for (const { advice, effect } of effects) {
      this.#write(() =>
        this.#options.database.sql
          .updateTable('advice_answers')
          .set({ effect: JSON.stringify(effect) })
          .where('hall', '=', hall)
          .where('advice', '=', advice)
          .execute(),
      );
    }
  }

  /** Days of the hall, both included. */
  async report(
    hall: string,
    asked: { readonly from: string; readonly to: string; readonly timeZone: string },
  ): Promise<AdviceReport> {
    const { from, timeZone, to } = asked;
    await this.#writing;
    const rows = await this.#options.database.report((read) =>
      read
        .selectFrom('advice_answers')
        .selectAll()
        .where('hall', '=', hall)
        .where('answered_at', '>=', localTimeToEpoch(from, '00:00', timeZone))
        .where('answered_at', '<', localTimeToEpoch(to, '24:00', timeZone))
        .orderBy('answered_at', 'desc')
        .limit(ADVICE_REPORTED_MAX)
        .execute(),
    );
    const advice = rows.map((row) => this.#outcome(row, timeZone));
    const accepted = advice.filter(({ answer }) => answer.is === 'accepted');
    return {
      from,
      to,
      advice,
      accepted: accepted.length,
      declined: advice.length - accepted.length,
      savingErrorMs: savingErrorMs(accepted),
    };
  }

  /** Idempotent; everything that was said is written. Leaves the database open. */
  async close(): Promise<void> {
    this.#release();
    await this.#writing;
  }

  #answered(hall: string, at: EpochMs, event: AnswerEvent): void {
    const answer: AdviceAnswer = event.type === 'advice-accepted' ? { is: 'accepted' } : { is: 'declined', reason: event.reason };
    this.#note({ hall, at, by: event.by, advice: event.advice, answer });
  }

  #note({
    hall,
    at,
    by,
    advice,
    answer,
  }: {
    hall: string;
    at: EpochMs;
    by: string | null;
    advice: Advice;
    answer: AdviceAnswer;
  }): void {
    const row = {
      hall,
      advice: advice.id,
      answered_at: at,
      by,
      answer: JSON.stringify(answer),
      shown: JSON.stringify(advice),
      effect: null,
    };
    const { now } = this.#options;
    this.#write(async () => {
      const { sql } = this.#options.database;
      await sql
        .insertInto('advice_answers')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await sql
        .deleteFrom('advice_answers')
        .where('answered_at', '<', now() - HISTORY_KEPT_MS)
        .execute();
    });
  }

  /** One after the other; what cannot be written is said in the log, and the journal has the answers. */
  #write(work: () => Promise<unknown>): void {
    this.#writing = this.#writing.then(async () => {
      try {
        await work();
      } catch (error) {
        this.#options.log.error({ error }, 'what became of advice cannot be written');
      }
    });
  }

  #outcome(row: AdviceTable, timeZone: string): AdviceOutcome {
    const answeredAt = Number(row.answered_at);
    return {
      day: localDay(answeredAt, timeZone),
      answeredAt,
      by: row.by,
      answer: JSON.parse(row.answer) as AdviceAnswer,
      advice: JSON.parse(row.shown) as Advice,
      effect: this.#effect(row, answeredAt),
    };
  }

  #effect({ effect }: AdviceTable, answeredAt: EpochMs): AdviceEffect {
    const known = effect === null ? null : (JSON.parse(effect) as NotedEffect['effect']);
    if (known !== null) return { is: 'measured', ...known };
    const isOver = effect !== null || this.#options.now() > answeredAt + EFFECT_MS + MEASURING_SLACK_MS;
    return isOver ? { is: 'unknown' } : { is: 'measuring' };
  }
}

function savingErrorMs(accepted: readonly AdviceOutcome[]): number | null {
  const errors = accepted.flatMap(({ advice, effect }) =>
    effect.is === 'measured' && effect.savedMs !== null ? [Math.abs(effect.savedMs - advice.saving.meanMs)] : [],
  );
  return errors.length === 0 ? null : Math.round(errors.reduce((sum, each) => sum + each, 0) / errors.length);
}
