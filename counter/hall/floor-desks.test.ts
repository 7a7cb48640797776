import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import { CommandSender } from '../commands/command-sender.svelte.ts';
import { AppointmentDesk } from './appointment-desk.svelte.ts';
import { BreakPlan } from './break-plan.svelte.ts';
import { APPOINTMENTS_PLACE, NOTICES_PLACE } from './hall-places.ts';
import { timeOnDay, timeToday } from './hall-time.ts';
import { NoticeDesk } from './notice-desk.svelte.ts';

function desks() {
  const played = new PlayedHall({ appointments: { earlyMinutes: 15, lateMinutes: 10, late: 'walk-in', place: 'booked-time' } });
  const hall = new LiveHall(new StaffedHall(MANAGER, played));
  const sender = new CommandSender({ hall, timers: new VirtualTime() });
  const parts = { hall, sender };
  return {
    played,
    sender,
    notices: new NoticeDesk(parts),
    breaks: new BreakPlan(parts),
    appointments: new AppointmentDesk({ ...parts, newId: () => '00010203' }),
  };
}

const text = { zh: '请备好证件', en: 'Have your papers ready' };

describe('notices, breaks and appointments of the duty manager', () => {
  it('[S74] posts a notice, shows who confirmed it, and withdraws it', async () => {
    const { played, notices } = desks();
    expect(await notices.post('staff', text)).toBe(true);
    const [posted] = notices.all(played.now);
    played.done({ type: 'confirm-notice', notice: posted!.id }, teller(1));
    expect(notices.all(played.now)).toMatchObject([{ audience: 'staff', by: '3001', confirmedBy: ['1001'] }]);
    await notices.withdraw(posted!.id);
    expect(notices.all(played.now)).toEqual([]);
  });

  it('[S74] a notice that was refused is told, and what was written stays', async () => {
    const { played, notices, sender } = desks();
    expect(await notices.post('wall', text, played.now - MINUTE)).toBe(false);
    expect(sender.noticeAt(NOTICES_PLACE)?.what).toMatchObject({ refusal: { kind: 'bad-time' } });
  });

  it('[S75] plans breaks, listed by their beginning, and cancels one', async () => {
    const { played, breaks } = desks();
    await breaks.plan({ teller: '1002', from: played.now + 60 * MINUTE, minutes: 30, reason: 'meal' });
    await breaks.plan({ teller: '1001', from: played.now + 30 * MINUTE, minutes: 30, reason: 'meal' });
    expect(breaks.all.map((each) => each.teller)).toEqual(['1001', '1002']);
    await breaks.cancel(breaks.all[0]!.id);
    expect(breaks.all.map((each) => each.teller)).toEqual(['1002']);
  });

  it('[S75] books, checks in and cancels appointments; a code that is there already is refused', async () => {
    const { played, appointments, sender } = desks();
    const codes = () => appointments.all(played.now).map(({ appointment }) => [appointment.code, appointment.status.is]);
    expect(await appointments.book({ code: 'K2041', service: 'A', class: 'vip', at: played.now + 5 * MINUTE })).toBe(true);
    expect(await appointments.book({ code: 'K2042', service: 'A', at: played.now + 2 * MINUTE })).toBe(true);
    expect(await appointments.book({ code: 'K2042', service: 'B', at: played.now + MINUTE })).toBe(false);
    expect(sender.noticeAt(APPOINTMENTS_PLACE)?.what).toMatchObject({ refusal: { kind: 'appointment-exists' } });
    await appointments.checkIn('K2042');
    expect(codes()).toEqual([
      ['K2041', 'booked'],
      ['K2042', 'checked-in'],
    ]);
    await appointments.cancel('K2041');
    expect(codes()).toContainEqual(['K2041', 'cancelled']);
  });

  it('[S75] reads a typed time by the hall’s own clock', () => {
    const { played } = desks();
    const noon = Date.UTC(2026, 10, 22, 4);
    expect(timeToday('12:00', played.now, 'Asia/Shanghai')).toBe(noon);
    expect(timeOnDay('2026-11-23', '12:00', 'Asia/Shanghai')).toBe(noon + 24 * 60 * MINUTE);
    expect([timeToday('', played.now, 'Asia/Shanghai'), timeOnDay('', '12:00', 'UTC')]).toEqual([undefined, undefined]);
  });
});
