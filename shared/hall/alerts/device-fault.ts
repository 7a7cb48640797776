import type { EpochMs } from '../../lib/clock.ts';
import type { AlertSubject } from '../alert.ts';
import type { PrinterId } from '../configuration.ts';
import { PAPER_CHANGE_MS_MAX } from '../limits.ts';
import { passedSince, ruleFor, SECOND_MS, type Condition, type Watched } from './condition.ts';

interface Fault {
  readonly subject: AlertSubject;
  readonly since: EpochMs;
}

/**
 * A printer has not been ready for so long, a customer has waited so long for a paper that it did not print, or something is wrong with a
 * screen. One alert for each device: a jam at noon is one thing to mend, however many tickets it cost.
 */
export function deviceFault(watched: Watched): Condition[] {
  const rule = ruleFor(watched, 'device-fault', {});
  if (rule === undefined) return [];
  return [...printerFaults(watched), ...screenFaults(watched)].flatMap(({ subject, since }) => {
    const measured = passedSince(since, watched.at, SECOND_MS);
    return measured < rule.threshold ? [] : [{ rule, subject, measured }];
  });
}

function printerFaults({ state, at }: Watched): Fault[] {
  const faults = new Map<PrinterId, Fault>();
  for (const [printer, { condition, since }] of state.printers) {
    if (condition !== 'ready' && !isOnPurpose(state, printer, at))
      faults.set(printer, { subject: { printer, about: condition }, since });
  }
  for (const { id, number, print } of state.failedPrints.waiting(state.tickets)) {
    const { printer } = print;
    if (!faults.has(printer)) faults.set(printer, { subject: { printer, ticket: id, number }, since: print.at });
  }
  return [...faults.values()];
}

/** Open because its paper is being changed; a change that takes longer than that has been forgotten, and is a fault like any other. */
function isOnPurpose({ paperChanges }: Watched['state'], printer: PrinterId, at: EpochMs): boolean {
  const begun = paperChanges.get(printer);
  return begun !== undefined && at - begun < PAPER_CHANGE_MS_MAX;
}

/** The hub watches a screen for a while before it says anything, so every one of these is real. */
function screenFaults({ state }: Watched): Fault[] {
  return [...state.screens].map(([screen, { name, condition: about, since }]) => ({ subject: { screen, name, about }, since }));
}
