/** Where a page's frames come from. */
export interface FrameSource {
  /** Calls once, when the frame that is drawn next has been drawn; whether anybody could see it. */
  afterNext(run: (isVisible: boolean) => void): void;
}

/**
 * The real ones. `requestAnimationFrame` calls before a frame is drawn; what is asked for then is called before the one after it, when
 * the first has gone to the screen. In a hidden page neither comes until it is seen again.
 */
export function browserFrames(window: Window): FrameSource {
  return {
    afterNext: (run) => {
      window.requestAnimationFrame(() => {
        window.requestAnimationFrame(() => run(window.document.visibilityState === 'visible'));
      });
    },
  };
}
