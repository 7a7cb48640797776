import { failed, ok, type Result } from '../lib/result.ts';

export type DeviceKind = 'kiosk' | 'display' | 'rating';

/** `not-enrolled`: an administrator must enrol this screen. `hub-unreachable`: nobody answered; trying again can help. */
export type DeviceFault = 'not-enrolled' | 'hub-unreachable';

/** The part of the browser's `localStorage` that is needed. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export type Fetch = (path: string, init: { method: string; headers: Record<string, string>; body: string }) => Promise<Response>;

/** What the hub gives a screen; the wall's page is too small for a schema library. */
interface Given {
  readonly token: string;
  readonly kind: unknown;
  readonly path: unknown;
}

function readGiven(answer: unknown): Given | null {
  if (typeof answer !== 'object' || answer === null || !('token' in answer)) return null;
  const { token, kind, path } = answer as Given;
  return typeof token === 'string' && token !== '' ? { token, kind, path } : null;
}

function isDeviceKind(kind: unknown): kind is DeviceKind {
  return kind === 'kiosk' || kind === 'display' || kind === 'rating';
}

/**
 * Who this screen is. One browser may show a kiosk and a wall (a demo does), so each kind keeps its own token.
 */
export class DeviceSession {
  readonly #storage: TokenStorage;
  readonly #fetch: Fetch;

  constructor(options: { readonly storage: TokenStorage; readonly fetch: Fetch }) {
    this.#storage = options.storage;
    this.#fetch = options.fetch;
  }

  /** The token that this browser keeps, else the demo's, which only a hub on its own machine gives. */
  async token(kind: DeviceKind): Promise<Result<string, DeviceFault>> {
    const kept = this.#read(keyOf(kind));
    if (kept !== null) return ok(kept);
    const given = await this.#post('/api/devices/demo', { kind });
    if (!given.ok) return given;
    const token = readGiven(given.value)?.token;
    if (token === undefined) return failed('hub-unreachable');
    this.#keep(kind, token);
    return ok(token);
  }

  /** The hub does not know the token any more (its data folder was replaced, the device was revoked). */
  forget(kind: DeviceKind): void {
    try {
      this.#storage.removeItem(keyOf(kind));
    } catch {
      // Storage is forbidden, so nothing was kept either.
    }
  }

  /** Trades a one-time code for a token and keeps it. Answers where the screen is. */
  async enrol(code: string): Promise<Result<string, DeviceFault>> {
    const given = await this.#post('/api/devices/enrol', { code });
    if (!given.ok) return given;
    const { kind, path, token } = readGiven(given.value) ?? {};
    // A path of this very hub: two slashes would name another machine.
    const isWhole = token !== undefined && isDeviceKind(kind) && typeof path === 'string' && /^\/(?!\/)/.test(path);
    if (!isWhole) return failed('not-enrolled');
    this.#keep(kind, token);
    return ok(path);
  }

  async #post(path: string, body: object): Promise<Result<unknown, DeviceFault>> {
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await this.#fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
      if (response.ok) return ok(await response.json());
      return failed(response.status >= 500 || response.status === 429 ? 'hub-unreachable' : 'not-enrolled');
    } catch {
      // No line, or an answer that is no JSON: what stands there is not a hub that is up.
      return failed('hub-unreachable');
    }
  }

  #read(key: string): string | null {
    try {
      return this.#storage.getItem(key);
    } catch {
      // Storage is forbidden: the screen works until it is closed.
      return null;
    }
  }

  #keep(kind: DeviceKind, token: string): void {
    try {
      this.#storage.setItem(keyOf(kind), token);
    } catch {
      // As above: the token lives as long as the page.
    }
  }
}

function keyOf(kind: DeviceKind): string {
  return `hallcall.device.${kind}`;
}
