import type { EpochMs } from '../../lib/clock.ts';
import type { AlertSubject } from '../alert.ts';
import type { PrinterId } from '../configuration.ts';
import { passedSince, ruleFor, SECOND_MS, type Condition, type Watched } from './condition.ts';

/**
 * A printer has not been ready for so long, or a customer has waited so long for a paper that it did not print. One alert for
 * each printer: a jam at noon is one thing to mend, however many tickets it cost.
 */
export function deviceFault(watched: Watched): Condition[] {
  const { state, at } = watched;
  const rule = ruleFor(watched, 'device-fault', {});
  if (rule === undefined) return [];
  const faults = new Map<PrinterId, { readonly subject: AlertSubject; readonly since: EpochMs }>();
  for (const [printer, { condition, since }] of state.printers) {
    if (condition !== 'ready') faults.set(printer, { subject: { printer, about: condition }, since });
  }
  for (const { id, number, print } of state.failedPrints.waiting(state.tickets)) {
    const { printer } = print;
    if (!faults.has(printer)) faults.set(printer, { subject: { printer, ticket: id, number }, since: print.at });
  }
  return [...faults.values()].flatMap(({ subject, since }) => {
    const measured = passedSince(since, at, SECOND_MS);
    return measured < rule.threshold ? [] : [{ rule, subject, measured }];
  });
}
