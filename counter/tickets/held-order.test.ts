import { describe, expect, it } from 'vitest';
import { heldTickets } from '../../shared/hall/views/held-tickets.ts';
import type { HoldKind } from '../../shared/hall/ticket.ts';
import { MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { heldOrder } from './held-order.ts';

describe('tickets on hold, as a counter looks at them', () => {
  it('[S45] has its own first, then anybody’s, then those that come back by themselves, then the others’', () => {
    const played = new PlayedHall().staff(1, 2);
    const hold = (counter: number, kind: HoldKind) => {
      played.issue('A');
      played.serve(counter);
      const until = kind === 'later' ? { until: played.now + MINUTE } : {};
      played.done({ type: 'hold-ticket', counter, kind, ...until }, teller(counter));
    };
    hold(2, 'this-counter');
    hold(2, 'later');
    hold(2, 'any-counter');
    hold(1, 'this-counter');
    hold(1, 'any-counter');
    const numbers = (counter: number) => heldOrder(heldTickets(played.state), counter).map(({ number }) => number);
    expect(numbers(1)).toEqual(['A004', 'A003', 'A005', 'A002', 'A001']);
    expect(numbers(2)).toEqual(['A001', 'A003', 'A005', 'A002', 'A004']);
  });
});
