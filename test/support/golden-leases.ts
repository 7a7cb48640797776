import { must } from '../../shared/lib/assert.ts';
import type { GoldenRecorder } from './golden-recorder.ts';
import { KIOSK, MANAGER, MINUTE, SYSTEM } from './played-hall.ts';

const LIFE = { nonce: 'first-life', boots: 1 };

/** A day on which a kiosk is away, is started anew, and turns out to be two; its last paper comes when the day is over. */
export function lentNumbers(hall: GoldenRecorder): void {
  hall.does(SYSTEM, { type: 'open-day' });
  const lent = hall.does(KIOSK, { type: 'lease-numbers', series: 'A', ...LIFE });
  const { from, lease } = must(lent.block, 'a block');
  const paper = { type: 'issue-offline', ...LIFE, lease, service: 'A', takenAt: hall.now + MINUTE, printed: true } as const;
  hall.wait(10 * MINUTE).does(KIOSK, { ...paper, serial: from });
  hall.does(KIOSK, { ...paper, serial: from + 1, service: 'Z', class: 'gold', printed: false });
  hall.does(KIOSK, { type: 'lease-numbers', series: 'A', nonce: 'second-life', boots: 2, after: lease });
  hall.does(KIOSK, { type: 'lease-numbers', series: 'A', ...LIFE, after: lease });
  hall.does(KIOSK, { ...paper, serial: from, takenAt: paper.takenAt + 1 });
  hall.does(MANAGER, { type: 'close-day', leaveUnserved: true });
  hall.does(KIOSK, { ...paper, serial: from + 2 });
}
