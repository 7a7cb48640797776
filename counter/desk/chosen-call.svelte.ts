import { TicketPick } from '../tickets/ticket-pick.svelte.ts';

/** 选呼 in the making: which waiting ticket, picked or typed, and why. */
export class ChosenCall extends TicketPick {
  reason = $state<string | null>(null);

  get isComplete(): boolean {
    return this.ticket !== null && this.reason !== null && this.reason.trim() !== '';
  }
}
