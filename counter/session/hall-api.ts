import type { Text } from '../../shared/hall/text.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Fetch } from './sessions-api.ts';

/** Why nothing came of it: the hub's own sentence in both languages, or that the hub did not answer. */
export type ApiFailure =
  { readonly is: 'refused'; readonly kind: string; readonly text: Text; readonly faults?: unknown } | { readonly is: 'hub-away' };

export type ApiAnswer<Body> = Result<Body, ApiFailure>;

/** What is asked over REST and not over the line: what holds free text, and what is too large for every screen. */
export interface HallApi {
  get<Body>(path: string): Promise<ApiAnswer<Body>>;
  send<Body>(method: 'POST' | 'PUT', path: string, body: object): Promise<ApiAnswer<Body>>;
  /** What is no JSON: sound. Null when it cannot be had. */
  file?(path: string): Promise<Response | null>;
}

export interface HallApiOptions {
  readonly fetch: Fetch;
  readonly token: string;
  /** The hall of this person's line; null before the hub has said it. */
  readonly hall: () => string | null;
}

export function httpHallApi({ fetch, token, hall }: HallApiOptions): HallApi {
  async function ask<Body>(method: string, path: string, body?: object): Promise<ApiAnswer<Body>> {
    const id = hall();
    if (id === null) return failed({ is: 'hub-away' });
    const authorization = `Bearer ${token}`;
    try {
      const response = await fetch(`/api/halls/${encodeURIComponent(id)}/${path}`, {
        method,
        headers: body === undefined ? { authorization } : { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const said: unknown = text === '' ? {} : JSON.parse(text);
      return response.ok ? ok(said as Body) : failed(refusalOf(said));
    } catch {
      return failed({ is: 'hub-away' });
    }
  }
  async function file(path: string): Promise<Response | null> {
    const id = hall();
    if (id === null) return null;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`/api/halls/${encodeURIComponent(id)}/${path}`, { method: 'GET', headers });
    return response.ok ? response : null;
  }
  return {
    file,
    get: (path) => ask('GET', path),
    send: (method, path, body) => ask(method, path, body),
  };
}

const UNSAID: Text = { zh: '系统出错，操作未完成。', en: 'Something went wrong; nothing was done.' };

function refusalOf(said: unknown): ApiFailure {
  const { kind, text, faults } = said as { readonly kind?: unknown; readonly text?: Partial<Text>; readonly faults?: unknown };
  const isSaid = typeof text?.zh === 'string' && typeof text.en === 'string';
  return {
    is: 'refused',
    kind: typeof kind === 'string' ? kind : 'internal',
    text: isSaid ? (text as Text) : UNSAID,
    ...(faults !== undefined && { faults }),
  };
}
