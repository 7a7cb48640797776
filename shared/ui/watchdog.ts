export interface WatchdogOptions {
  readonly window: Window & typeof globalThis;
  readonly hall: string;
  readonly token: string;
  /** The page answers again after it had not for ten seconds. */
  readonly hung: () => void;
}

/** Starts the thread that watches this page (`watchdog-worker.ts`). A browser that has none goes without. Returns the release. */
export function startWatchdog({ window, hall, token, hung }: WatchdogOptions): () => void {
  const worker = newWorker(window);
  if (worker === null) return () => undefined;
  worker.onmessage = ({ data }: MessageEvent<'ask' | 'hung'>) => {
    if (data === 'hung') hung();
    else worker.postMessage({ is: 'alive' });
  };
  const url = new URL(`/api/halls/${encodeURIComponent(hall)}/screens/hung`, window.location.href);
  worker.postMessage({ is: 'start', url: url.href, token });
  return () => worker.terminate();
}

function newWorker(window: Window & typeof globalThis): Worker | null {
  try {
    return typeof window.Worker === 'function' ? new Worker(new URL('./watchdog-worker.ts', import.meta.url)) : null;
  } catch {
    // An old browser or a policy allows none: the page is watched by its own timers alone.
    return null;
  }
}
