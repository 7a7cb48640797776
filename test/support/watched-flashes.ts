import type { Page } from 'playwright-core';

/** One call as it came onto a wall's stage. */
export interface StagedCall {
  readonly number: string;
  /** What began to move with it. */
  readonly animations: readonly {
    readonly iterations: number;
    /** Of one iteration. */
    readonly durationMs: number;
    /** Each change to another ground and back. */
    readonly flashesPerSecond: number;
  }[];
}

interface WatchedWindow {
  stagedCalls?: StagedCall[];
}

/** Writes down in the page itself what comes onto the stage from now on: a call stands there for two seconds, and a test may look too late. */
export function watchStage(page: Page): Promise<void> {
  return page.evaluate(() => {
    const staged: StagedCall[] = [];
    (window as WatchedWindow).stagedCalls = staged;
    const look = (): void => {
      const call = document.querySelector('.call[data-fresh="true"]');
      const number = call?.querySelector('.number .number')?.textContent?.trim() ?? '';
      if (call === null || number === '' || number === staged.at(-1)?.number) return;
      const animations = call.getAnimations().map(({ effect }) => {
        const timing = effect!.getComputedTiming();
        const frames = (effect as KeyframeEffect).getKeyframes();
        // Each step to another ground is half a flash.
        const grounds = frames.flatMap((frame) => frame['backgroundColor'] ?? frame['background'] ?? []);
        const steps = grounds.filter((ground, index) => index > 0 && ground !== grounds[index - 1]).length;
        const durationMs = Number(timing.duration);
        return { iterations: timing.iterations ?? 1, durationMs, flashesPerSecond: (Math.ceil(steps / 2) * 1_000) / durationMs };
      });
      staged.push({ number, animations });
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** What came onto the stage since it is watched, in order. */
export function stagedCalls(page: Page): Promise<readonly StagedCall[]> {
  return page.evaluate(() => (window as WatchedWindow).stagedCalls ?? []);
}
