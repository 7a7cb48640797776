import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { configurationProblems } from '../configuration-problems.ts';
import type { ServiceGroup } from '../setup/kiosk-setup.ts';
import { kioskDoor } from './kiosk-door.ts';
import { kioskServices } from './kiosk-services.ts';
import { kioskTiles, tileKey } from './kiosk-tiles.ts';

const both: ServiceGroup = { id: 'both', name: { zh: '全部', en: 'Both' }, services: ['B', 'A'] };

describe('groups of services', () => {
  it('[K108] stand where their first service would, with all who wait behind them; what is in no group stands by itself', () => {
    const hall = new PlayedHall();
    hall.issue('A');
    hall.issue('B');
    hall.issue('B');
    hall.done({ type: 'stop-service', service: 'A', reason: 'system' }, MANAGER);
    const offers = kioskServices(hall.state, hall.now);
    expect(kioskTiles(offers, [both], null)).toMatchObject([{ is: 'group', group: { id: 'both' }, waiting: 3, isOpen: true }]);
    expect(kioskTiles(offers, [both], 'both').map(tileKey)).toEqual(['A', 'B']);
    const one = { ...both, services: ['B'] };
    expect(kioskTiles(offers, [one], null).map(tileKey)).toEqual(['A', 'group both']);
    expect(kioskTiles(offers, [one], 'gone').map(tileKey)).toEqual(['A', 'group both']);
    expect(kioskTiles(offers, [], null).map(tileKey)).toEqual(['A', 'B']);
    hall.done({ type: 'stop-service', service: 'B', reason: 'system' }, MANAGER);
    expect(kioskTiles(kioskServices(hall.state, hall.now), [both], null)).toMatchObject([{ isOpen: false }]);
  });

  it('[K116] and needs name what the hall has, once', () => {
    const need = { id: 'old', text: { zh: '老', en: 'Old' }, class: 'gold' };
    const kiosk = { groups: [both, { ...both, services: ['Z', 'A'] }], needs: [need, { ...need, class: 'vip' }] };
    expect(
      configurationProblems(testConfiguration({ kiosk })).map(({ path, problem }) => `${path.join('.')}: ${problem}`),
    ).toEqual([
      'kiosk.groups.1.id: id both is used twice',
      'kiosk.groups.1.services.0: service Z is not defined',
      'kiosk.groups.1.services.1: service A is listed twice',
      'kiosk.needs.0.class: class gold is not defined',
      'kiosk.needs.1.id: id old is used twice',
    ]);
  });
});

describe('the door', () => {
  const hours = { sun: [{ from: '08:00', to: '10:00' }, { from: '13:00', to: '17:00' }], wed: [{ from: '10:00', to: '12:00' }] }; // prettier-ignore

  it('[K109] says when the hall opens next, today or another day, and that nobody has opened the day', () => {
    const hall = new PlayedHall({ hours });
    expect(kioskDoor(hall.state, hall.now)).toEqual({ is: 'open' });
    hall.wait(90 * MINUTE);
    expect(kioskDoor(hall.state, hall.now)).toMatchObject({ is: 'outside-hours', next: { isToday: true, from: '13:00' } });
    const evening = hall.now + 8 * 60 * MINUTE;
    expect(kioskDoor(hall.state, evening)).toMatchObject({ next: { weekday: 'wed', isToday: false, from: '10:00' } });
    hall.done({ type: 'close-day', leaveUnserved: true }, MANAGER);
    expect(kioskDoor(hall.state, hall.now + 4 * 60 * MINUTE)).toMatchObject({ is: 'day-not-open', today: hours.sun });
    const never = new PlayedHall({ hours: {} });
    expect(kioskDoor(never.state, never.now)).toEqual({ is: 'outside-hours', today: [], next: null });
  });
});
