import type { ClassId, ServiceId } from '../../shared/hall/configuration.ts';
import type { WaitRange } from '../../shared/hall/forecast/wait-range.ts';

/**
 * What the screens of a hall show now to a newcomer, before whom `waiting` wait in that line by now; asked on the path of a command, so it
 * must cost nothing.
 */
export type QuoteSource = (hall: string, service: ServiceId, classId: ClassId, waiting: number) => WaitRange | null;
