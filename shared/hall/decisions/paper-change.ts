import { failed, ok } from '../../lib/result.ts';
import type { SetPaperChange } from '../commands.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { configurationOf } from './lookup.ts';

/** 换纸: somebody stands at the printer and has it open on purpose. The same again is accepted and changes nothing. */
export function decidePaperChange(state: HallState, { printer, on }: SetPaperChange): Decision {
  if (!configurationOf(state).printers.some(({ id }) => id === printer)) return failed(refuse('unknown-printer', { printer }));
  return state.paperChanges.has(printer) === on ? ok([]) : ok([{ type: 'paper-change-set', printer, on }]);
}
