import { describe, expect, it } from 'vitest';
import { GREETER, KIOSK, MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { alertHistory, alertsFor } from './alerts.ts';
import { appointments } from './appointments.ts';
import { staffNotices, wallNotices } from './notices.ts';

const TEXT = { zh: '通知', en: 'notice' };

describe('what a screen keeps of a view', () => {
  it('[T60] is the same after the next entries: alerts, notices, appointments', () => {
    const hall = new PlayedHall().staff(1);
    const { alert } = hall.answer({ type: 'request-help', counter: 1, from: 'manager' }, teller(1));
    const { notice } = hall.answer({ type: 'post-notice', audience: 'staff', text: TEXT }, MANAGER);
    hall.done({ type: 'post-notice', audience: 'wall', text: TEXT }, MANAGER);
    const booked = [{ code: 'K4821', service: 'A', at: hall.now + MINUTE }];
    hall.done({ type: 'book-appointments', appointments: booked }, MANAGER);
    const views = () => [
      alertsFor(hall.state, ['manager']),
      alertHistory(hall.state, ['manager']),
      staffNotices(hall.state, '2001', hall.now),
      wallNotices(hall.state, hall.now),
      appointments(hall.state, hall.now),
    ];
    const kept = views();
    const as = JSON.stringify(kept);
    hall.done({ type: 'acknowledge-alert', alert: alert! }, MANAGER);
    hall.done({ type: 'confirm-notice', notice: notice! }, GREETER);
    hall.done({ type: 'check-in', code: 'K4821' }, KIOSK);
    expect(JSON.stringify(kept)).toBe(as);
    expect(JSON.stringify(views())).not.toBe(as);
  });
});
