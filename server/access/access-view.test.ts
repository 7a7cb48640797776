import { describe, expect, it } from 'vitest';
import { AccessView } from './access-view.ts';

const DEVICES_PER_HALL = 30;
const STAFF_PER_HALL = 10;

type Rows = Parameters<AccessView['replace']>[0];

/** Everybody of these halls: ten people who are signed in, and thirty screens. */
function rowsOf(halls: readonly string[], { demo = 0 }: { readonly demo?: 0 | 1 } = {}): Rows {
  const numbered = (count: number) => halls.flatMap((hall) => Array.from({ length: count }, (_, each) => ({ hall, each })));
  const staff = numbered(STAFF_PER_HALL);
  const devices = numbered(DEVICES_PER_HALL);
  return {
    staff: staff.map(({ hall, each }) => {
      const account = { staff_number: `${hall}-${each}`, password_hash: 'x', roles: '["teller"]' };
      return { ...account, hall, active: 1 as const, demo_password: demo };
    }),
    devices: devices.map(({ hall, each }) => {
      const place = { label: 'wall', counter: null, printer: null, display: null };
      return { id: `${hall}/${each}`, hall, kind: 'wall' as const, ...place, demo: 0 as const, created_at: 0, revoked_at: null };
    }),
    deviceTokens: devices.map(({ hall, each }) => ({
      token_hash: `d:${hall}/${each}`,
      device: `${hall}/${each}`,
      created_at: 0,
    })),
    sessions: staff.map(({ hall, each }) => {
      const hash = `s:${hall}-${each}`.padEnd(40, '0');
      return { token_hash: hash, staff_number: `${hall}-${each}`, created_at: 1, seen_at: 2 };
    }),
  };
}

const hallNames = (count: number) => Array.from({ length: count }, (_, each) => `hall-${each}`);

function viewOf(halls: number): AccessView {
  const view = new AccessView();
  view.replace(rowsOf(hallNames(halls)), null);
  return view;
}

function fastestMs(run: () => void): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round += 1) {
    const startedAt = performance.now();
    for (let times = 0; times < 20; times += 1) run();
    fastest = Math.min(fastest, performance.now() - startedAt);
  }
  return fastest;
}

describe('who is known, of many halls', () => {
  it('[Y13] one hall is read anew without the others: who is gone is told, and the others stay as they were', () => {
    const view = viewOf(3);
    const others = { credentials: view.credentials.size, tokens: view.tokens.size, staff: view.staff.size };
    const rows = rowsOf(['hall-1']);
    const fewer = { ...rows, devices: rows.devices.slice(1), staff: rows.staff.slice(1) };
    const { gone, seen } = view.replace(fewer, new Set(['hall-1']));
    expect(gone).toHaveLength(2);
    expect(gone[0]).toBe('device:hall-1/0');
    expect(seen).toHaveLength(STAFF_PER_HALL - 1);
    expect(view.credentials.size).toBe(others.credentials - 2);
    expect(view.tokens.size).toBe(others.tokens - 2);
    expect(view.staff.size).toBe(others.staff - 1);
    expect(view.replace(fewer, new Set(['hall-1'])).gone).toEqual([]);
    expect(view.replace({ staff: [], devices: [], deviceTokens: [], sessions: [] }, null).gone).toHaveLength(118);
    expect([view.credentials.size, view.tokens.size, view.sessions.size, view.staff.size]).toEqual([0, 0, 0, 0]);
  });

  it('[Y13] somebody who moved to another hall is there, whichever of the two is read first', () => {
    for (const order of [
      ['hall-0', 'hall-1'],
      ['hall-1', 'hall-0'],
    ]) {
      const view = viewOf(2);
      const [left, joined] = [rowsOf(['hall-0']), rowsOf(['hall-1'])];
      const moved = left.staff[0]!;
      const session = left.sessions[0]!;
      const rows = new Map<string, Rows>([
        ['hall-0', { ...left, staff: left.staff.slice(1), sessions: left.sessions.slice(1) }],
        [
          'hall-1',
          { ...joined, staff: [...joined.staff, { ...moved, hall: 'hall-1' }], sessions: [...joined.sessions, session] },
        ],
      ]);
      for (const hall of order) view.replace(rows.get(hall)!, new Set([hall]));
      expect(view.staff.get(moved.staff_number)?.hall).toBe('hall-1');
      const id = view.tokens.get(session.token_hash);
      expect(view.credentials.get(id ?? '')?.hall).toBe('hall-1');
    }
  });

  it('[Y13] demo passwords are counted over all halls', () => {
    const view = viewOf(2);
    expect(view.demoPasswordsInForce).toBe(false);
    view.replace(rowsOf(['hall-0'], { demo: 1 }), new Set(['hall-0']));
    view.replace(rowsOf(['hall-1']), new Set(['hall-1']));
    expect(view.demoPasswordsInForce).toBe(true);
    view.replace(rowsOf(['hall-0']), new Set(['hall-0']));
    expect(view.demoPasswordsInForce).toBe(false);
  });

  it('[Y13] a log-in costs the same with 80,000 credentials as with 400', () => {
    const rows = rowsOf(['hall-7']);
    const again = (view: AccessView) => () => void view.replace(rows, new Set(['hall-7']));
    const [small, large] = [viewOf(10), viewOf(2_000)];
    expect(large.credentials.size).toBe(80_000);
    fastestMs(again(small));
    expect(fastestMs(again(large)) / fastestMs(again(small))).toBeLessThan(5);
  });
});
