import { describe, expect, it } from 'vitest';
import { MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { ServiceSetup } from '../configuration.ts';

/** After `from` comes `to`. */
function chained(from = 'A', to = 'B'): readonly ServiceSetup[] {
  return testConfiguration().services.map((service) => (service.id === from ? { ...service, nextStep: to } : service));
}

describe('a visit of several steps', () => {
  it('[T113] is one ticket with one number to its end', () => {
    const hall = new PlayedHall({ services: chained() }).staff(1, 3);
    const ticket = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    const [step] = hall.wait(MINUTE).done({ type: 'finish-service', counter: 1, outcome: 'done' }, teller(1));
    expect(step).toMatchObject({ type: 'ticket-transferred', step: true, service: 'B', delivered: ['A'], outcome: 'done' });
    expect(hall.next(3)).toBe(ticket);
    expect(hall.answer({ type: 'finish-service', counter: 3 }, teller(3))).toEqual({ ended: ticket, ticket: null });
    expect(hall.state.tickets.get(ticket)).toMatchObject({
      number: 'A001',
      status: { is: 'ended', ending: 'done' },
      legs: [
        { service: 'A', delivered: ['A'] },
        { service: 'B', delivered: ['B'] },
      ],
    });
  });

  it('[T113] goes on by next as well; who goes on waits there already, and may be the next customer', () => {
    const hall = new PlayedHall({ services: chained() }).staff(1, 3);
    const ticket = hall.issue('A');
    const other = hall.wait(MINUTE).issue('B');
    hall.next(1);
    const answer = hall.answer({ type: 'call-next', counter: 1, atHand: ticket }, teller(1));
    expect(answer).toMatchObject({ ended: ticket, ticket, number: 'A001' });
    expect(hall.next(3)).toBe(other);
  });

  it('[T114] ends early when the teller says so, or has delivered the next service as well', () => {
    const hall = new PlayedHall({ services: chained() }).staff(1);
    for (const said of [{ visitEnds: true }, { delivered: ['A', 'B'] }]) {
      const ticket = hall.issue('A');
      hall.next(1);
      hall.done({ type: 'finish-service', counter: 1, ...said }, teller(1));
      expect(hall.state.tickets.get(ticket)?.status.is).toBe('ended');
    }
  });

  it('[T115] sends nobody round, though the hall turns the steps about meanwhile', () => {
    for (const delivered of [undefined, []]) {
      const hall = new PlayedHall({ services: chained() }).staff(1);
      const ticket = hall.issue('A');
      let legs = 0;
      while (hall.state.tickets.get(ticket)?.status.is === 'waiting' && legs < 10) {
        const services = legs % 2 === 0 ? chained('A', 'B') : chained('B', 'A');
        hall.done({ type: 'configure-hall', configuration: testConfiguration({ services }) }, SYSTEM);
        hall.done({ type: 'call-ticket', counter: 1, ticket, reason: 'frail' }, teller(1));
        hall.done({ type: 'finish-service', counter: 1, delivered }, teller(1));
        legs += 1;
      }
      expect(legs).toBe(delivered === undefined ? 2 : 4);
    }
  });
});
