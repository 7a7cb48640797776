import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/hall/actor.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { GREETER, GUARD, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { GreeterDesk } from './greeter-desk.svelte.ts';

function greeterDesk(actor: Actor = GREETER) {
  const { services, counters } = testConfiguration();
  const played = new PlayedHall({
    services: services.map((each) => ({ ...each, promisedWaitMinutes: each.id === 'A' ? 20 : 5 })),
    counters: counters.map((each) => (each.id === 3 ? { ...each, kind: 'room', reservedFor: 'vip' } : each)),
  });
  return { played, desk: new GreeterDesk(new LiveHall(new StaffedHall(actor, played))) };
}

describe('what a greeter sees', () => {
  it('[S57] lists who is let down next, and counts who is already', () => {
    const { played, desk } = greeterDesk();
    played.issue('A');
    played.wait(10 * MINUTE).issue('B');
    played.issue('A');
    expect(desk.due.map(({ ticket }) => ticket.number)).toEqual(['B001', 'A001', 'A002']);
    expect(desk.overdue(played.now)).toBe(0);
    expect(desk.overdue(played.now + 11 * MINUTE)).toBe(2);
  });

  it('[S57] lists who waits although a room is kept for their class', () => {
    const { played, desk } = greeterDesk();
    played.issue('A');
    played.issue('A', 'vip');
    expect(desk.reserved.map(({ number }) => number)).toEqual(['V001']);
  });

  it('[S62] shows a guard how to issue, find and check in, and no more', () => {
    const { desk } = greeterDesk(GUARD);
    desk.show('redirect');
    expect([desk.views, desk.view]).toEqual([['issue', 'tickets', 'check-in'], 'issue']);
    expect(greeterDesk().desk.views).toEqual(['issue', 'tickets', 'due', 'redirect', 'check-in']);
  });
});
