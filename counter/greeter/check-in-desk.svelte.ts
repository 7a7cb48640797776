import { appointmentKey } from '../../shared/hall/appointment.ts';
import { appointments, type ExpectedAppointment } from '../../shared/hall/views/appointments.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { TicketIssue } from './ticket-issue.svelte.ts';

export const CHECK_IN_PLACE = 'check-in';

const EXPECTED_MAX = 50;
/** Who comes later than that is not looked for yet. */
const SOON_MS = 2 * 3_600_000;

/** 签到: the customer says the code, and gets a ticket. */
export class CheckInDesk {
  code = $state('');
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #issue: TicketIssue;

  constructor({ hall, sender, issue }: { hall: LiveHall; sender: CommandSender; issue: TicketIssue }) {
    this.#hall = hall;
    this.#sender = sender;
    this.#issue = issue;
  }

  get wanted(): string {
    return appointmentKey(this.code.trim());
  }

  /** The appointment that was typed, as the hall has it. */
  get found(): ExpectedAppointment | null {
    const { wanted } = this;
    return wanted === '' ? null : (this.#all.find(({ appointment }) => appointment.code === wanted) ?? null);
  }

  /** Who may come now, or within two hours. */
  get expected(): ExpectedAppointment[] {
    const now = this.#hall.now();
    return this.#all.filter(({ checkIn, from }) => checkIn !== null && from - now < SOON_MS).slice(0, EXPECTED_MAX);
  }

  /** The ticket is told where issued ones are. */
  async checkIn(): Promise<void> {
    const code = this.wanted;
    if (code === '') return;
    const command = { type: 'check-in', code, printer: this.#issue.printer } as const;
    const queues = this.#sender.canQueue({ command, queues: true });
    const answer = await this.#sender.send({ place: CHECK_IN_PLACE, command, queues: true });
    if (answer !== null) this.#issue.show(answer);
    if (answer !== null || queues) this.code = '';
  }

  get #all(): ExpectedAppointment[] {
    return this.#hall.view((state) => appointments(state, this.#hall.now())) ?? [];
  }
}
