export interface WatchdogOptions {
  readonly window: Window & typeof globalThis;
  readonly hall: string;
  readonly token: string;
  /** The page answers again after it had not for ten seconds. */
  readonly hung: () => void;
}

/** Starts the thread that watches this page (`watchdog-worker.js`). A browser that has none goes without. Returns the release. */
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
    return typeof window.Worker === 'function' ? new window.Worker(scriptAddress(window)) : null;
  } catch {
    // An old browser or a policy allows none: the page is watched by its own timers alone.
    return null;
  }
}

interface PolicyMaker {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** Browsers that know trusted types take a worker's address only from a policy that the page's header names. */
function scriptAddress(window: Window & typeof globalThis): string {
  const address = new URL('./watchdog-worker.js', import.meta.url).href;
  const { trustedTypes } = window as { readonly trustedTypes?: PolicyMaker };
  if (trustedTypes === undefined) return address;
  const policy = trustedTypes.createPolicy('hallcall-watchdog', {
    createScriptURL: (url) => {
      if (url === address) return url;
      throw new TypeError('another script');
    },
  });
  return policy.createScriptURL(address);
}
