import type { Advice, AdviceFigures } from '../../shared/hall/forecast/advice.ts';
import type { AnsweredAdvice } from '../../shared/hall/answered-advice.ts';
import type { AdviceEffect, AdviceOutcome, AdviceReport } from '../../shared/protocol/advice-report.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { HallApi } from '../session/hall-api.ts';
import { subjectOf, type CommandSender } from '../commands/command-sender.svelte.ts';
import { daysUpTo } from './accuracy-desk.svelte.ts';

/** Where the sentences about answers to advice stand. */
export const ADVICE_PLACE = 'advice';

/** How much the saving is known: its interval's lower end against its mean. */
export type Sureness = 'clear' | 'fair' | 'modest';
const CLEAR_FROM = 0.6;
const FAIR_FROM = 0.3;

/** What the hub advises, until somebody answers it. An advice is one card by its id, whatever figures it comes with next. */
export class AdviceDesk {
  /** All cards stand there; else the best one, and how many there are. */
  isLong = $state(false);
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #api: HallApi;
  /** Being answered by this screen: its card stays while the hub's answer is awaited or the reason chosen. */
  #answering = $state.raw<Advice | null>(null);
  #declining = $state.raw<Advice | null>(null);

  #outcomes = $state.raw<readonly AdviceOutcome[]>([]);

  constructor({ hall, sender, api }: { hall: LiveHall; sender: CommandSender; api: HallApi }) {
    this.#hall = hall;
    this.#sender = sender;
    this.#api = api;
  }

  /** What was measured of today's accepted advice, as the hub last said; null: it has not said. */
  effectOf({ id }: Advice): AdviceEffect | null {
    return this.#outcomes.find(({ advice }) => advice.id === id)?.effect ?? null;
  }

  /** Effects are measured long after the answer, and are no events: asked for while somebody looks. */
  async loadEffects(): Promise<void> {
    const report = await this.#api.get<AdviceReport>(`advice?${new URLSearchParams(daysUpTo(this.#hall, 1)).toString()}`);
    if (report.ok) this.#outcomes = report.value.advice;
  }

  /** Best first. What has a figure that is no number is not shown: nobody could judge it. */
  get cards(): readonly Advice[] {
    const shown = this.#hall.advice.filter(isSound);
    const kept = this.#answering ?? this.#declining;
    return kept === null || shown.some(({ id }) => id === kept.id) ? shown : [...shown, kept];
  }

  /** Accepted today, the latest first. */
  get accepted(): readonly AnsweredAdvice[] {
    const answered = this.#hall.view((state) => [...state.advice.values()]) ?? [];
    return answered.filter(({ answer }) => answer.is === 'accepted').reverse();
  }

  get declining(): Advice | null {
    return this.#declining;
  }

  isBusy(advice: Advice): boolean {
    return this.#sender.isBusy(subjectOf({ type: 'accept-advice', advice }));
  }

  askReason(advice: Advice | null): void {
    this.#declining = advice;
  }

  /** Does what is advised, as one command. True once the hub has done it; the notice at `ADVICE_PLACE` says why not. */
  accept(advice: Advice): Promise<boolean> {
    return this.#answer(advice, () => this.#sender.send({ place: ADVICE_PLACE, command: { type: 'accept-advice', advice } }));
  }

  decline(advice: Advice, reason: string): Promise<boolean> {
    this.#declining = null;
    return this.#answer(advice, () =>
      this.#sender.send({ place: ADVICE_PLACE, command: { type: 'decline-advice', advice, reason } }),
    );
  }

  async #answer(advice: Advice, send: () => Promise<unknown>): Promise<boolean> {
    this.#answering = advice;
    const done = await send();
    this.#answering = null;
    return done !== null;
  }
}

export function surenessOf({ saving: { meanMs, lowMs } }: Advice): Sureness {
  const part = meanMs > 0 ? lowMs / meanMs : 0;
  if (part >= CLEAR_FROM) return 'clear';
  return part >= FAIR_FROM ? 'fair' : 'modest';
}

function isSound({ before, after, saving, savedPerTellerMinute }: Advice): boolean {
  const figures = [
    ...figuresOf(before),
    ...figuresOf(after),
    saving.meanMs,
    saving.lowMs,
    saving.highMs,
    savedPerTellerMinute ?? 0,
  ];
  return figures.every(Number.isFinite);
}

function figuresOf({ waitMeanMs, waitP90Ms, late, tickets }: AdviceFigures): number[] {
  return [waitMeanMs, waitP90Ms ?? 0, late ?? 0, tickets];
}
