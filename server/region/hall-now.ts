import type { HallState } from '../../shared/hall/state.ts';
import { serviceQueues } from '../../shared/hall/views/service-queues.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { HallNow } from '../../shared/protocol/region.ts';

/** A hall in figures, at a moment of its own clock. */
export function hallNow(state: HallState, at: EpochMs): HallNow {
  const queues = serviceQueues(state);
  const oldest = queues.flatMap(({ oldestAt }) => oldestAt ?? []);
  const modes = [...state.counters.values()].map(({ mode }) => mode.is);
  const troubled = [...state.printers.values()].filter(({ condition }) => condition !== 'ready').length;
  return {
    day: state.day.is === 'none' ? null : state.day.day,
    dayOpen: state.day.is === 'open',
    waiting: queues.reduce((sum, { addressed, waiting }) => sum + waiting + addressed, 0),
    longestMs: oldest.length === 0 ? null : Math.max(0, at - Math.min(...oldest)),
    countersOpen: modes.filter((mode) => mode === 'open').length,
    countersPaused: modes.filter((mode) => mode === 'paused').length,
    counters: state.configuration?.counters.length ?? 0,
    alerts: [...state.alerts.values()].filter(({ clearedAt }) => clearedAt === null).length,
    devicesTroubled: troubled + state.screens.size,
  };
}
