import { describe, expect, it } from 'vitest';
import type { Reached, ReceiptsMessage } from '../../shared/protocol/receipts.ts';
import { callReach, HEARD_DUE_MS, SHOWN_DUE_MS } from './call-reach.ts';

const NONE: Reached = { by: 0, of: 0 };
const at = 1_000_000;

function told(shown: Reached, heard: Reached): ReceiptsMessage {
  const mark = { ticket: 't1', counter: 3, at, recalls: 0 };
  return { at, calls: [{ mark, shown, heard }], screens: NONE, speakers: NONE };
}

const reach = (shown: Reached, heard: Reached, afterMs: number) =>
  callReach(told(shown, heard), { counter: 3, ticket: 't1' }, at + afterMs)?.is;

describe('what staff read of a call’s way to the screens', () => {
  it('[E17] is whole, on its way, or missed when it should have been everywhere by now', () => {
    const whole = { by: 2, of: 2 };
    const part = { by: 1, of: 2 };
    expect(reach(whole, NONE, SHOWN_DUE_MS)).toBe('whole');
    expect(reach(part, NONE, SHOWN_DUE_MS - 1)).toBe('coming');
    expect(reach(part, NONE, SHOWN_DUE_MS)).toBe('missed');
    expect(reach(whole, part, HEARD_DUE_MS - 1)).toBe('coming');
    expect(reach(whole, part, HEARD_DUE_MS)).toBe('missed');
    expect(reach(NONE, NONE, 0)).toBe('missed');
  });

  it('[E17] is the counter’s latest where no ticket is named, nothing for another ticket, another counter and where the hub says nothing', () => {
    const receipts = told({ by: 1, of: 1 }, NONE);
    expect(callReach(receipts, { counter: 3, ticket: 't2' }, at)).toBeNull();
    expect(callReach(receipts, { counter: 4, ticket: 't1' }, at)).toBeNull();
    expect(callReach(receipts, { counter: 3, ticket: null }, at)?.is).toBe('whole');
    expect(callReach(null, { counter: 3, ticket: 't1' }, at)).toBeNull();
  });
});
