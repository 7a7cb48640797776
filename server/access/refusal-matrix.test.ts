import { describe, expect, it } from 'vitest';
import {
  cellsOf,
  actorOf,
  commandOf,
  countersIn,
  DIMENSIONS,
  nameOf,
  SENDERS,
  ticketsIn,
  type Cell,
} from '../../test/support/refusal-matrix/cell.ts';
import { mayNotSend } from '../../test/support/refusal-matrix/facts.ts';
import { HALL_CASES, matrixHall, type HallCase, type MatrixHall } from '../../test/support/refusal-matrix/matrix-hall.ts';
import { PRECEDENCE } from '../../test/support/refusal-matrix/precedence.ts';
import { VARIANTS } from '../../test/support/refusal-matrix/variants.ts';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import type { RefusalKind } from '../../shared/hall/refusals.ts';
import { fromSnapshot, toSnapshot, type HallSnapshot } from '../../shared/hall/snapshot.ts';
import { allows } from './rights.ts';

type Outcome = RefusalKind | 'accepted';

function expected(cell: Cell): Outcome {
  if (mayNotSend(cell)) return 'not-allowed';
  return PRECEDENCE[cell.type].find(([, holds]) => holds(cell))?.[0] ?? 'accepted';
}

/** Through the table of rights and the core, as the hub sends a command through both. An accepted one is applied to a copy. */
function outcome(cell: Cell, hall: MatrixHall, snapshot: HallSnapshot): Outcome {
  const actor = actorOf(cell);
  if (!allows(actor.roles, cell.type)) return 'not-allowed';
  const decision = hall.played.decide(commandOf(cell, hall), actor);
  if (!decision.ok) return decision.error.kind;
  const copy = fromSnapshot(snapshot);
  const { now } = hall.played;
  if (decision.value.length > 0) applyEntry(copy, { version: copy.version + 1, at: now, events: decision.value });
  return 'accepted';
}

/** Refusals that the matrix must meet. The others need a list that is full, a kiosk that is doubled or not wanted, a clock that went back, the accounts of a hall, or half an hour. */
const MET = {
  'not-allowed': true,
  'day-not-open': true,
  'day-already-open': true,
  'day-in-the-past': false,
  'unknown-service': true,
  'unknown-class': true,
  'unknown-counter': true,
  'unknown-ticket': true,
  'unknown-printer': true,
  'service-closed': true,
  'service-full': true,
  'hall-full': false,
  'numbers-exhausted': false,
  'ticket-not-waiting': true,
  'ticket-not-called': true,
  'ticket-not-no-show': true,
  'returns-used-up': true,
  'postponing-not-offered': true,
  'postpones-used-up': true,
  'nobody-behind': true,
  'feedback-not-offered': true,
  'service-not-finished': true,
  'already-rated': true,
  'feedback-too-late': false,
  'print-not-pending': true,
  'print-pending': true,
  'nobody-waiting': true,
  'nobody-at-hand': true,
  'ticket-at-hand': true,
  'counter-moved-on': true,
  'counter-closed': true,
  'counter-paused': true,
  'counter-not-paused': true,
  'counter-already-open': true,
  'counter-already-closed': true,
  'counter-already-paused': true,
  'not-signed-in': true,
  'counter-taken': true,
  'already-signed-in': true,
  'configuration-invalid': true,
  'configuration-in-use': true,
  'ticket-not-held': true,
  'held-elsewhere': true,
  'recalls-used-up': true,
  'recall-too-soon': true,
  'nowhere-to-go': true,
  'teller-not-signed-in': true,
  'unknown-teller': false,
  'nothing-to-undo': true,
  'undo-too-late': true,
  'undo-overtaken': true,
  'nobody-matches': true,
  'redirect-too-large': false,
  'same-ticket': true,
  'service-stopped': true,
  'service-already-stopped': true,
  'service-not-stopped': true,
  'below-minimum': true,
  'unknown-notice': true,
  'unknown-alert': true,
  'alert-over': true,
  'advice-answered': true,
  'advice-expired': true,
  'unknown-break': true,
  'break-over': true,
  'bad-time': true,
  'list-full': false,
  'unknown-appointment': true,
  'appointment-exists': true,
  'appointment-over': true,
  'appointment-too-early': true,
  'appointment-too-late': true,
  'people-waiting': true,
  'configuration-changed': true,
  'unknown-series': true,
  'unknown-lease': true,
  'lent-to-another': true,
  'number-not-lent': true,
  'lease-frozen': false,
  'lending-not-offered': false,
} as const satisfies { readonly [Kind in RefusalKind]: boolean };

const met = new Set<Outcome>();
let cells = 0;

describe('every command in every wrong state', () => {
  it.each(HALL_CASES)('[C41] gives its refusal, or is accepted, and a refusal changes nothing: %s', (which: HallCase) => {
    const hall = matrixHall(which);
    const snapshot = toSnapshot(hall.played.state);
    const before = JSON.stringify(snapshot);
    const wrong: string[] = [];
    for (const type of COMMAND_TYPES) {
      for (const cell of cellsOf(type, which)) {
        const is = outcome(cell, hall, snapshot);
        const shouldBe = expected(cell);
        if (is !== shouldBe) wrong.push(`${nameOf(cell)}: ${is}, should be ${shouldBe}`);
        met.add(is);
        cells += 1;
      }
      expect(JSON.stringify(toSnapshot(hall.played.state)), `${type} in ${which} changed something`).toBe(before);
    }
    expect(wrong).toEqual([]);
  });

  it('[C41] leaves out no cell', () => {
    let product = 0;
    for (const which of HALL_CASES) {
      for (const type of COMMAND_TYPES) {
        const { counter, ticket } = DIMENSIONS[type];
        const places = (counter === true ? countersIn(which).length : 1) * (ticket === true ? ticketsIn(which).length : 1);
        product += Object.keys(VARIANTS[type]).length * places * SENDERS.length;
      }
    }
    expect(cells).toBe(product);
    expect(cells).toBeGreaterThan(100_000);
  });

  it('[C41] meets every refusal, but those that need a full list or a clock that went back', () => {
    const expectedKinds = Object.entries(MET).flatMap(([kind, isMet]) => (isMet ? [kind] : []));
    expect([...met].sort()).toEqual(['accepted', ...expectedKinds].sort());
  });
});
