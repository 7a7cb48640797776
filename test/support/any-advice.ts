import type { AcceptAdvice, DeclineAdvice } from '../../shared/hall/commands.ts';
import type { AdvisedAction } from '../../shared/hall/forecast/advice.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Draw } from './draw.ts';
import { MINUTE } from './played-hall.ts';
import { adviceTo } from './some-advice.ts';

/** An answer to an advice about a hall as it is: one that was just made, one that is old, one that was answered. */
export function adviceFrom(
  { any, counter, service, classId, type }: Draw & { readonly type: (AcceptAdvice | DeclineAdvice)['type'] },
  state: HallState,
  at: number,
): AcceptAdvice | DeclineAdvice {
  const breaks = [...state.breaks.keys()];
  const actions: readonly AdvisedAction[] = [
    { is: 'open-counter', counter, teller: String(1001 + (any % 6)), services: any % 2 === 0 ? [service] : null },
    { is: 'serve-also', counter, services: [service, 'A'], until: at + ((any % 20) - 1) * MINUTE },
    { is: 'delay-break', break: breaks[any % Math.max(1, breaks.length)] ?? 'none', counter, minutes: 15 },
    { is: 'redirect', from: 'A', class: classId, waitedMinutes: any % 12, to: service, count: 1 },
    { is: 'call-help', service },
  ];
  const answered = [...state.advice.keys()];
  const id = any % 5 === 0 ? answered[any % Math.max(1, answered.length)] : undefined;
  const advice = adviceTo(actions[any % actions.length]!, { id: id ?? `advice-${any}-${at}`, at: at - (any % 4) * MINUTE });
  return type === 'accept-advice' ? { type, advice } : { type, advice, reason: 'nobody-free' };
}
