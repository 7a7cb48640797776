import { vi } from 'vitest';
import type { Alert } from '../../shared/hall/alert.ts';
import { assert, must } from '../../shared/lib/assert.ts';
import { HubProcess } from './hub-process.ts';

/** Who comes, in this order: service and class. */
const MORNING: readonly (readonly [service: string, classId?: string])[] = [
  ...['A', 'B', 'C', 'A', 'D', 'A'].map((service) => [service] as const),
  ['A', 'priority'],
  ['C'],
  ['A'],
  ['B', 'vip'],
];
const LATER: readonly (readonly [service: string, classId?: string])[] = [
  ['A'],
  ['A'],
  ['B', 'priority'],
  ['C'],
  ['A'],
  ['D'],
  ['B'],
  ['A'],
  ['E'],
  ['A', 'priority'],
  ['C'],
  ['B'],
  ['A'],
  ['D'],
];
const LATEST: readonly (readonly [service: string, classId?: string])[] = [['A'], ['B'], ['A', 'vip'], ['C'], ['D'], ['A']];
const COUNTERS = [1, 2, 3, 4, 5, 6, 8] as const;
const MINUTE_MS = 60_000;

/** The demonstration's hall at ten past ten on a working day: what its panels are drawn with. */
export async function busyHall(): Promise<HubProcess> {
  const hub = await HubProcess.start({ forecasts: true, startsAt: '09:40' });
  try {
    await fill(hub);
    return hub;
  } catch (error) {
    await hub.close();
    throw error;
  }
}

async function fill(hub: HubProcess): Promise<void> {
  const teller = (counter: number): string => String(1000 + counter);
  const issue = async (people: typeof MORNING): Promise<void> => {
    for (const [service, classId] of people) await hub.command('2001', { type: 'issue-ticket', service, class: classId });
  };
  for (const counter of COUNTERS) {
    await hub.command(teller(counter), { type: 'sign-in', counter });
    await hub.command(teller(counter), { type: 'open-counter', counter });
  }
  await issue(MORNING);
  for (const counter of [8, 1, 2, 4, 5, 6]) {
    await hub.command(teller(counter), { type: 'call-next', counter });
    await hub.command(teller(counter), { type: 'start-service', counter });
  }
  await hub.passTime(9 * MINUTE_MS);
  await issue(LATER);
  await hub.command('1005', { type: 'hold-ticket', counter: 5, kind: 'this-counter' });
  await hub.command('1006', { type: 'call-next', counter: 6, atHand: atHand(await hub.state('3001'), 6) });
  await hub.command('1003', { type: 'call-next', counter: 3 });
  await hub.passTime(11 * MINUTE_MS);
  await issue(LATEST);
  await hub.command('1003', { type: 'call-next', counter: 3, atHand: atHand(await hub.state('3001'), 3) });
  await hub.command('1003', { type: 'start-service', counter: 3 });
  await hub.command('1004', { type: 'finish-service', counter: 4, delivered: ['A'] });
  await hub.command('1004', { type: 'pause-counter', counter: 4, reason: 'break' });
  await hub.command('1005', { type: 'call-next', counter: 5 });
  await managed(hub);
  // Once the VIP is told of: three minutes later the greeter is asked to go there.
  await alerted(hub, (alert) => alert.kind === 'class-waiting');
  await hub.passTime(3 * MINUTE_MS);
  await alerted(hub, (alert) => alert.attend);
}

async function alerted(hub: HubProcess, is: (alert: Alert) => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      const { alerts } = await hub.state('3001');
      assert([...alerts.values()].some(is), 'the clock-work has not come to it yet');
    },
    { timeout: 20_000 },
  );
}

async function managed(hub: HubProcess): Promise<void> {
  const state = await hub.state('3001');
  await hub.command('3001', { type: 'serve-only', counter: 6, services: ['D', 'E'], until: state.at + 80 * MINUTE_MS });
  await hub.command('3001', { type: 'plan-break', teller: '1003', from: state.at + 40 * MINUTE_MS, minutes: 30, reason: 'meal' });
  await hub.command('3001', { type: 'stop-service', service: 'E', reason: 'system' });
  const wall = { zh: '自助缴费机在大厅左侧，无需取号。', en: 'The self-service machines on the left need no ticket.' };
  await hub.command('3001', { type: 'post-notice', audience: 'wall', text: wall });
  const staff = { zh: '15:00 系统升级，请提前保存。', en: 'System upgrade at 15:00: please save your work.' };
  await hub.command('3001', { type: 'post-notice', audience: 'staff', text: staff });
  await hub.command('1002', { type: 'request-help', counter: 2, from: 'manager', words: '客户对套餐有异议' });
  await hub.command('3001', {
    type: 'book-appointments',
    appointments: [
      { code: 'K7Q2', service: 'B', class: 'standard', at: state.at + 20 * MINUTE_MS },
      { code: 'M4RD', service: 'C', class: 'vip', at: state.at + 50 * MINUTE_MS },
    ],
  });
}

function atHand(state: Awaited<ReturnType<HubProcess['state']>>, counter: number): string {
  const { mode } = must(state.counters.get(counter), 'the counter');
  return must(mode.is === 'open' ? mode.atHand : null, 'somebody is at hand');
}
