import type { BrowserParts } from './browser-parts.ts';
import { DeviceScreen } from './device-screen.svelte.ts';
import { DeviceSession, type DeviceKind } from './device-session.ts';
import { openHallLine } from './hall-line.ts';
import { ReleaseReloads } from './release-reloads.ts';

/** Wires a device's screen to the real browser. Called by an app's `main.ts`. */
export function startDeviceScreen(window: Window & typeof globalThis, kind: DeviceKind, parts: BrowserParts): DeviceScreen {
  const screen = new DeviceScreen({
    kind,
    session: browserDeviceSession(window),
    timers: parts.timers,
    openLine: (token) => openHallLine({ window, parts, token, storage: window.localStorage }),
    reload: () => window.location.reload(),
    release: window.document.documentElement.dataset['release'] ?? null,
    releaseReloads: new ReleaseReloads(window.sessionStorage, () => parts.clock.now()),
  });
  void screen.start();
  return screen;
}

export function browserDeviceSession(window: Window & typeof globalThis): DeviceSession {
  return new DeviceSession({ storage: window.localStorage, fetch: (path, init) => window.fetch(path, init) });
}
