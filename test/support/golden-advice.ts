import type { AdvisedAction } from '../../shared/hall/forecast/advice.ts';
import { must } from '../../shared/lib/assert.ts';
import type { GoldenRecorder } from './golden-recorder.ts';
import { MANAGER, MINUTE, SYSTEM } from './played-hall.ts';
import { adviceTo } from './some-advice.ts';

/** Every kind of advice is accepted once, and one is declined. Counter 3 stands empty, customers wait for A. */
export function advice(hall: GoldenRecorder): void {
  const from = hall.now + 40 * MINUTE;
  const planned = must(
    hall.does(MANAGER, { type: 'plan-break', teller: '1001', from, minutes: 20, reason: 'meal' }).break,
    'a break',
  );
  hall.issues('A');
  const actions: readonly AdvisedAction[] = [
    { is: 'open-counter', counter: 3, teller: '1003', services: ['A', 'B'] },
    { is: 'serve-also', counter: 3, services: ['B', 'A'], until: hall.now + 60 * MINUTE },
    { is: 'delay-break', break: planned, counter: 1, minutes: 15 },
    { is: 'redirect', from: 'A', class: 'standard', waitedMinutes: 0, to: 'B', count: 1 },
    { is: 'call-help', service: 'A' },
  ];
  actions.forEach((action, nth) => {
    hall.does(MANAGER, { type: 'accept-advice', advice: adviceTo(action, { id: `advice-${nth}`, at: hall.now }) });
  });
  const unwanted = adviceTo({ is: 'open-counter', counter: 4, teller: '1004', services: null }, { id: 'advice-5', at: hall.now });
  hall.does(MANAGER, { type: 'decline-advice', advice: unwanted, reason: 'nobody-free' });
  hall.does(SYSTEM, {
    type: 'decline-advice',
    advice: { ...unwanted, id: 'advice-6', before: { ...unwanted.before, late: null } },
    reason: 'nobody-free',
  });
}
