import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import type { CallMark } from '../hall/views/call-mark.ts';
import { PAINTED_PER_MESSAGE_MAX, RECEIPTS_EVERY_MS } from '../protocol/limits.ts';
import type { Receipts } from '../protocol/screen-reports.ts';
import type { ScreenReport } from '../protocol/up.ts';
import { FrameProbe, type FrameSource } from './frames.ts';
import { ReceiptReporter } from './receipts.svelte.ts';
import { RestartBudget } from './restart-budget.ts';
import { BEHIND_STUCK_MS, ERROR_RESTART_MS, FRAMES_STUCK_MS, StuckWatch } from './stuck-watch.ts';

const SECOND = 1_000;

/** A page whose frames a test draws. */
class Frames implements FrameSource {
  isVisible = true;
  #due: ((isVisible: boolean) => void)[] = [];

  afterNext(run: (isVisible: boolean) => void): void {
    this.#due.push(run);
  }

  draw(): void {
    for (const run of this.#due.splice(0)) run(this.isVisible);
  }
}

class Line {
  readonly time = new VirtualTime();
  readonly sent: Receipts['calls'][] = [];
  isLive = true;
  isOpen = true;
  #changed: () => void = () => undefined;

  now(): number {
    return this.time.now();
  }

  report(report: ScreenReport): boolean {
    if (this.isOpen && report.name === 'receipts') this.sent.push(report.body.calls);
    return this.isOpen;
  }

  subscribe(changed: () => void): () => void {
    this.#changed = changed;
    return () => undefined;
  }

  becomes(isLive: boolean): void {
    this.isLive = isLive;
    this.isOpen = isLive;
    this.#changed();
  }
}

function reporter() {
  const line = new Line();
  const frames = new Frames();
  const receipts = new ReceiptReporter({ hall: line, timers: line.time, frames });
  receipts.start();
  return { line, frames, receipts, pass: (ms: number) => line.time.advance(ms) };
}

const mark = (nth: number): CallMark => ({ ticket: `t${nth}`, counter: 1, at: nth, recalls: 0 });
const there = { isConnected: true };

describe('receipts of a screen', () => {
  it('[E6] say painted when the frame was drawn, not when the script ran; together, and once', () => {
    const { line, frames, receipts, pass } = reporter();
    receipts.shows(mark(1), there);
    receipts.shows(mark(2), there);
    pass(10 * SECOND);
    expect(line.sent).toEqual([]);
    const at = line.now();
    frames.draw();
    receipts.shows(mark(1), there);
    frames.draw();
    receipts.spoken(mark(1));
    pass(RECEIPTS_EVERY_MS);
    const painted = [1, 2].map((nth) => ({ mark: mark(nth), painted: at }));
    expect(line.sent).toEqual([[...painted, { mark: mark(1), spoken: at }]]);
    pass(10 * SECOND);
    expect(line.sent).toHaveLength(1);
  });

  it('[E6] say nothing of a page that nobody sees, nor of a call that was gone before its frame', () => {
    const { line, frames, receipts, pass } = reporter();
    receipts.shows(mark(1), { isConnected: false });
    frames.draw();
    frames.isVisible = false;
    receipts.shows(mark(2), there);
    frames.draw();
    pass(SECOND);
    expect(line.sent).toEqual([]);
    frames.isVisible = true;
    receipts.shows(mark(2), there);
    frames.draw();
    pass(SECOND);
    expect(line.sent).toMatchObject([[{ mark: mark(2) }]]);
  });

  it('[E7] are kept while the hub is away and go up in messages of a size that it takes', () => {
    const { line, receipts, pass } = reporter();
    line.becomes(false);
    for (let nth = 0; nth < PAINTED_PER_MESSAGE_MAX + 5; nth += 1) receipts.painted(mark(nth));
    pass(60 * SECOND);
    line.becomes(true);
    pass(SECOND);
    expect(line.sent.map((calls) => calls.length)).toEqual([PAINTED_PER_MESSAGE_MAX, 5]);
  });

  it('[E7] are said again when the line that took them is lost soon after', () => {
    const { line, receipts, pass } = reporter();
    receipts.painted(mark(1));
    pass(SECOND);
    line.becomes(false);
    pass(12 * SECOND);
    line.becomes(true);
    pass(SECOND);
    expect(line.sent).toMatchObject([[{ mark: mark(1) }], [{ mark: mark(1) }]]);
  });
});

class Kept {
  readonly #items = new Map<string, string>();
  readonly length = 0;
  key(): null {
    return null;
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

function watched() {
  const time = new VirtualTime();
  const frames = new Frames();
  const probe = new FrameProbe({ frames, clock: time, timers: time });
  const budget = new RestartBudget(new Kept(), () => time.now());
  const hall = { isLive: true };
  const restarts: number[] = [];
  const begin = () => {
    const stuck = new StuckWatch({
      hall,
      frames,
      probe,
      clock: time,
      timers: time,
      budget,
      restart: () => restarts.push(time.now()),
    });
    const release = stuck.start();
    return { stuck, release };
  };
  probe.start();
  const { stuck } = begin();
  /** Second by second; what is drawn and heard goes on, unless told otherwise. */
  const pass = (ms: number, { drawn = true, heard = true } = {}) => {
    for (let passed = 0; passed < ms; passed += SECOND) {
      if (drawn) frames.draw();
      if (heard) stuck.heard();
      time.advance(SECOND);
    }
  };
  return { time, frames, budget, hall, restarts, stuck, pass, begin };
}

describe('a screen that is stuck', () => {
  it('[E14] loads itself anew when it draws nothing, and not when nobody could see it', () => {
    const { frames, budget, restarts, pass } = watched();
    frames.isVisible = false;
    pass(10 * FRAMES_STUCK_MS, { drawn: false });
    expect(restarts).toEqual([]);
    frames.isVisible = true;
    pass(FRAMES_STUCK_MS + 5 * SECOND, { drawn: false });
    expect(restarts).toHaveLength(1);
    expect(budget.told()).toEqual({ times: 1, cause: 'frames' });
  });

  it('[E14] loads itself anew when it hears the hub and does not catch up, and not when the hub is away', () => {
    const { hall, budget, restarts, pass } = watched();
    hall.isLive = false;
    pass(10 * BEHIND_STUCK_MS, { heard: false });
    expect(restarts).toEqual([]);
    pass(BEHIND_STUCK_MS + 2 * SECOND);
    expect(restarts).toHaveLength(1);
    expect(budget.told()).toEqual({ times: 1, cause: 'behind' });
  });

  it('[E14] waits longer from restart to restart', () => {
    const { time, restarts, stuck, begin, pass } = watched();
    const waits: number[] = [];
    stuck.failed();
    pass(ERROR_RESTART_MS + SECOND);
    for (let round = 0; round < 5; round += 1) {
      const before = must(restarts.at(-1));
      const { stuck: next, release } = begin();
      next.failed();
      while (restarts.at(-1) === before) time.advance(SECOND);
      waits.push(Math.round((must(restarts.at(-1)) - before) / SECOND));
      release();
    }
    expect(waits).toEqual([10, 20, 40, 80, 160]);
  });

  it('[E14] forgets a standing picture that moves again before its turn has come', () => {
    const { budget, restarts, pass } = watched();
    for (let nth = 0; nth < 3; nth += 1) budget.note('error');
    pass(FRAMES_STUCK_MS + 5 * SECOND, { drawn: false });
    pass(60 * SECOND);
    expect(restarts).toEqual([]);
  });
});

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is none');
  return value;
}
