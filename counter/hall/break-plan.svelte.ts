import type { BreakId, PlannedBreak } from '../../shared/hall/break.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';
import { BREAKS_PLACE } from './hall-places.ts';

export interface NewBreak {
  readonly teller: StaffNumber;
  readonly from: EpochMs;
  readonly minutes: number;
  readonly reason: string;
}

/** Meals and shift breaks that begin by themselves. */
export class BreakPlan {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;

  constructor({ hall, sender }: { hall: LiveHall; sender: CommandSender }) {
    this.#hall = hall;
    this.#sender = sender;
  }

  /** In order of their beginning. */
  get all(): PlannedBreak[] {
    const breaks = this.#hall.view((state) => [...state.breaks.values()].map((each) => ({ ...each }))) ?? [];
    return breaks.sort((left, right) => left.from - right.from);
  }

  async plan(planned: NewBreak): Promise<boolean> {
    return (await this.#sender.send({ place: BREAKS_PLACE, command: { type: 'plan-break', ...planned } })) !== null;
  }

  async cancel(id: BreakId): Promise<void> {
    await this.#sender.send({ place: BREAKS_PLACE, command: { type: 'cancel-break', break: id } });
  }
}
