import { must } from '../../shared/lib/assert.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { decide } from '../../shared/hall/decide.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import { testConfiguration } from '../support/test-configuration.ts';
import { figure, median, type Figure } from './figure.ts';
import type { Size } from './size.ts';

const SYSTEM: Actor = { id: 'system:bench', roles: ['system'] };
const KIOSK: Actor = { id: 'device:kiosk', roles: ['kiosk'] };
const TELLER: Actor = { id: 'staff:1001', roles: ['teller'], staffNumber: '1001' };
const OPENED_AT = Date.UTC(2026, 10, 2, 1);
const CLASSES = ['standard', 'standard', 'standard', 'priority', 'vip'];
const MICROSECONDS = 1_000;
/** Rounds in which the compiler is still at work. */
const WARM_UP_ROUNDS = 20;

/** A hall with so many waiting, and one open counter; nothing but the core. */
class CrowdedHall {
  readonly #state: HallState = initialState();
  #now = OPENED_AT;
  #ids = 0;
  #issued = 0;

  constructor(waiting: number) {
    this.#do({ type: 'configure-hall', configuration: testConfiguration() }, SYSTEM);
    this.#do({ type: 'open-day' }, SYSTEM);
    this.#do({ type: 'sign-in', counter: 1 }, TELLER);
    this.#do({ type: 'open-counter', counter: 1 }, TELLER);
    this.issue(waiting);
  }

  issue(count: number): void {
    for (let each = 0; each < count; each += 1) {
      this.#issued += 1;
      const service = this.#issued % 2 === 0 ? 'A' : 'B';
      this.#do({ type: 'issue-ticket', service, class: must(CLASSES[this.#issued % CLASSES.length], 'a class') }, KIOSK);
    }
  }

  /** Mean time of one *next*, decided and applied, in microseconds. */
  call(count: number): number {
    const from = performance.now();
    for (let each = 0; each < count; each += 1) this.#do({ type: 'call-next', counter: 1 }, TELLER);
    return ((performance.now() - from) * MICROSECONDS) / count;
  }

  #do(command: Command, actor: Actor): void {
    this.#now += 1_000;
    const decision = decide(this.#state, command, { at: this.#now, actor, newId: () => this.#newId() });
    if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.error)}`);
    applyEntry(this.#state, { version: this.#state.version + 1, at: this.#now, events: decision.value });
  }

  #newId(): string {
    this.#ids += 1;
    return this.#ids.toString(16).padStart(32, '0');
  }
}

/** *Next* with very many waiting beside *next* with few: the work of a command must not depend on it. */
export function callNextGrowth(size: Size): Figure[] {
  const [fewWaiting, manyWaiting] = size.waiting;
  const few = new CrowdedHall(fewWaiting);
  const many = new CrowdedHall(manyWaiting);
  const rounds: { readonly few: number; readonly many: number }[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + size.callRounds; round += 1) {
    // Half of the few, so that nobody calls into an empty hall; then as many come as went.
    const calls = Math.min(size.callsPerRound, fewWaiting / 2);
    const measured = round % 2 === 0 ? { few: few.call(calls), many: many.call(calls) } : timedInReverse(few, many, calls);
    if (round >= WARM_UP_ROUNDS) rounds.push(measured);
    few.issue(calls);
    many.issue(calls);
  }
  return [
    figure({
      name: 'call-next-growth',
      value: median(rounds.map((round) => round.many)),
      unit: 'us',
      rival: `the same with ${fewWaiting} waiting instead of ${manyWaiting}`,
      rivalValue: median(rounds.map((round) => round.few)),
    }),
  ];
}

function timedInReverse(few: CrowdedHall, many: CrowdedHall, calls: number): { readonly few: number; readonly many: number } {
  const manyTook = many.call(calls);
  return { few: few.call(calls), many: manyTook };
}
