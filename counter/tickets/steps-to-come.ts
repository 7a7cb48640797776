import { serviceSetup, type HallConfiguration, type ServiceId } from '../../shared/hall/configuration.ts';
import type { TicketView } from '../../shared/hall/views/ticket-view.ts';

/** What follows on this ticket: the next step of its service, then what was merged into it. Nothing that was done already. */
export function stepsToCome(configuration: HallConfiguration | null, ticket: TicketView): ServiceId[] {
  const next = configuration === null ? undefined : serviceSetup(configuration, ticket.service)?.nextStep;
  const steps = next === undefined || ticket.delivered.includes(next) ? ticket.steps : [next, ...ticket.steps];
  return [...new Set(steps)];
}
