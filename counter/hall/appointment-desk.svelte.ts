import type { AppointmentCode, Booking } from '../../shared/hall/appointment.ts';
import { appointments, type ExpectedAppointment } from '../../shared/hall/views/appointments.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';
import { freeCode } from './appointment-code.ts';
import { APPOINTMENTS_PLACE } from './hall-places.ts';

/** Rows that are drawn; a longer list is looked through by code. */
export const APPOINTMENTS_SHOWN = 200;

/** 预约: who comes when. Booked by telephone here, or imported. */
export class AppointmentDesk {
  readonly #hall: LiveHall;
  readonly #sender: CommandSender;
  readonly #newId: NewId;

  constructor({ hall, sender, newId }: { hall: LiveHall; sender: CommandSender; newId: NewId }) {
    this.#hall = hall;
    this.#sender = sender;
    this.#newId = newId;
  }

  /** For whoever calls: not theirs before it is booked. */
  freeCode(): AppointmentCode {
    return this.#hall.view((state) => freeCode(this.#newId, (code) => state.appointments.has(code))) ?? '';
  }

  /** By time; those that are still expected before those that are not. */
  all(now: EpochMs): ExpectedAppointment[] {
    const list = this.#hall.view((state) => appointments(state, now)) ?? [];
    const expected = list.filter(({ checkIn }) => checkIn !== null);
    return [...expected, ...list.filter(({ checkIn }) => checkIn === null)].slice(0, APPOINTMENTS_SHOWN);
  }

  async book(booking: Booking): Promise<boolean> {
    const command = { type: 'book-appointments', appointments: [booking] } as const;
    return (await this.#sender.send({ place: APPOINTMENTS_PLACE, command })) !== null;
  }

  async cancel(code: AppointmentCode): Promise<void> {
    await this.#sender.send({ place: APPOINTMENTS_PLACE, command: { type: 'cancel-appointment', code } });
  }

  async checkIn(code: AppointmentCode): Promise<void> {
    await this.#sender.send({ place: APPOINTMENTS_PLACE, command: { type: 'check-in', code } });
  }
}
