import { describe, expect, it } from 'vitest';
import type { HallForecast, TicketForecasts } from '../../shared/hall/forecast/hall-forecast.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { FakeConnection } from '../../test/support/fake-connection.ts';
import { GREETER, GUARD, KIOSK, MANAGER, teller } from '../../test/support/played-hall.ts';
import { HALL, settled, WatchedHub } from '../../test/support/watched-hub.ts';
import { encodeMessage } from '../gateway/socket/message-frame.ts';
import type { News } from './news.ts';

const forecast = (version: number): News => ({
  name: 'forecast',
  body: { at: version, version, services: [] } satisfies HallForecast,
});
const ofTickets: News = { name: 'ticket-forecasts', body: { at: 1, version: 1, tickets: [] } satisfies TicketForecasts };

async function screenOf(watched: WatchedHub, actor: Actor): Promise<FakeConnection> {
  const line = watched.broadcast.connect();
  watched.hub.open(line, { credential: { hall: HALL, actor }, resume: null });
  await settled();
  return line;
}

function versionsTold(line: FakeConnection): number[] {
  return line.sent.flatMap((message) => (message.name === 'forecast' ? message.body.version : []));
}

describe('forecasts on their way to screens', () => {
  it('[F72] reach every screen of the hall, and one that opens later, and are no version', async () => {
    const watched = await WatchedHub.serving();
    const early = await screenOf(watched, KIOSK);
    const head = watched.head();
    watched.hub.tell(HALL, forecast(7));
    const late = await screenOf(watched, { id: 'device:wall', roles: ['display'] });
    expect([early, late].map(versionsTold)).toEqual([[7], [7]]);
    expect(watched.head()).toEqual(head);
    expect(watched.hub.news('another', ['manager'])).toEqual([]);
  });

  it('[F73] of single tickets reach the staff only', async () => {
    const watched = await WatchedHub.serving();
    const phone: Actor = { id: 'phone:1', roles: ['phone'], ticket: 'ticket-1' };
    const wall: Actor = { id: 'device:wall', roles: ['display'] };
    watched.hub.tell(HALL, ofTickets);
    for (const actor of [KIOSK, wall, phone]) expect((await screenOf(watched, actor)).names).not.toContain('ticket-forecasts');
    const admin: Actor = { id: 'staff:9001', roles: ['admin'], staffNumber: '9001' };
    for (const actor of [teller(1), GREETER, GUARD, MANAGER, admin]) {
      expect((await screenOf(watched, actor)).names, actor.id).toContain('ticket-forecasts');
    }
    const opened = await screenOf(watched, KIOSK);
    watched.hub.tell(HALL, ofTickets);
    expect(opened.names).not.toContain('ticket-forecasts');
  });

  it('[F72] of a line that is slow wait, and only the newest goes', async () => {
    const watched = await WatchedHub.serving();
    const line = await screenOf(watched, KIOSK);
    line.waiting = 1;
    for (const version of [1, 2, 3]) watched.hub.tell(HALL, forecast(version));
    expect(versionsTold(line)).toEqual([]);
    line.drain();
    expect(versionsTold(line)).toEqual([3]);
    watched.hub.tell(HALL, forecast(4));
    expect(versionsTold(line)).toEqual([3, 4]);
  });

  it('[F72] leave nothing behind when a slow line goes', async () => {
    const watched = await WatchedHub.serving();
    const { line, session } = await watched.screen();
    line.waiting = 1;
    watched.hub.tell(HALL, forecast(1));
    session.close();
    expect(line.drainListeners).toBe(0);
  });

  it('[F72] are encoded once for all screens', () => {
    const news = forecast(1);
    expect(encodeMessage(news)).toBe(encodeMessage(news));
  });
});
