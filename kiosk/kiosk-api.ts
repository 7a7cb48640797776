import * as z from 'zod/mini';
import type { ClassId, PrinterId } from '../shared/hall/configuration.ts';
import { PRINT_FAULTS } from '../shared/hall/ticket.ts';
import { failed, ok, type Result } from '../shared/lib/result.ts';
import type { TestPrint } from '../shared/protocol/kiosk-requests.ts';

export type KioskFetch = (path: string, init: RequestInit) => Promise<Response>;

export type PinFault =
  | { readonly is: 'wrong' }
  | { readonly is: 'not-set' }
  | { readonly is: 'wait'; readonly seconds: number }
  | { readonly is: 'hub-away' };

export interface KioskApi {
  /** Null: a customer like any other, also when the hub or the hall's server does not say in time. */
  identify(identity: string): Promise<ClassId | null>;
  pin(pin: string): Promise<Result<null, PinFault>>;
  /** Null: the hub did not answer. */
  testPrint(printer: PrinterId): Promise<TestPrint | null>;
}

export interface KioskApiOptions {
  readonly fetch: KioskFetch;
  /** Null while this kiosk has none. */
  readonly token: () => Promise<string | null>;
  /** Null before the hub has said it. */
  readonly hall: () => string | null;
}

/** The hub has 800 ms of it; a line that hangs must not hold a customer up. */
const IDENTIFY_MS_MAX = 2_000;
const PIN_MS_MAX = 10_000;
const PRINT_MS_MAX = 30_000;

const identified = z.object({ class: z.nullable(z.string()) });
const printed = z.union([
  z.object({ is: z.literal('printed') }),
  z.object({ is: z.literal('failed'), fault: z.enum(PRINT_FAULTS) }),
]);

/** What a kiosk asks beside its line. An identity and a PIN are in a request's body and nowhere else. */
export function httpKioskApi({ fetch, token, hall }: KioskApiOptions): KioskApi {
  async function post(path: string, body: object, limitMs: number): Promise<Response | null> {
    const [bearer, id] = [await token(), hall()];
    if (bearer === null || id === null) return null;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), limitMs);
    try {
      return await fetch(`/api/halls/${encodeURIComponent(id)}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify(body),
        signal: stop.signal,
      });
    } catch {
      // No line, or too slow: either way nobody has said anything.
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    async identify(identity) {
      const read = identified.safeParse(await bodyOf(await post('identify', { identity }, IDENTIFY_MS_MAX)));
      return read.success ? read.data.class : null;
    },
    async pin(pin) {
      const response = await post('kiosk/pin', { pin }, PIN_MS_MAX);
      if (response === null) return failed({ is: 'hub-away' });
      if (response.ok) return ok(null);
      if (response.status === 401) return failed({ is: 'wrong' });
      if (response.status === 409) return failed({ is: 'not-set' });
      if (response.status === 429) return failed({ is: 'wait', seconds: Number(response.headers.get('retry-after') ?? 1) });
      return failed({ is: 'hub-away' });
    },
    async testPrint(printer) {
      const read = printed.safeParse(await bodyOf(await post('kiosk/test-print', { printer }, PRINT_MS_MAX)));
      return read.success ? read.data : null;
    },
  };
}

async function bodyOf(response: Response | null): Promise<unknown> {
  if (response?.ok !== true) return null;
  try {
    return await response.json();
  } catch {
    // An answer that is no JSON says nothing.
    return null;
  }
}
