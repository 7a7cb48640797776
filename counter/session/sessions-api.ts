import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { PROTOCOL_ERROR_KINDS, type ProtocolErrorKind } from '../../shared/protocol/errors.ts';

/** Why nobody was signed in: the hub's own word, or that the hub did not answer at all. */
export type SignInFailure = ProtocolErrorKind | 'hub-away';

export interface SessionsApi {
  /** A bearer token, given for staff number and password. */
  signIn(staffNumber: string, password: string): Promise<Result<{ readonly token: string }, SignInFailure>>;
  /** Ends the session at the hub. Best effort: a hub that is away forgets the session when it expires. */
  signOut(token: string): Promise<void>;
}

export type Fetch = (path: string, request: RequestInit) => Promise<Response>;

/** The hub's REST door, at the address that the page came from. */
export function httpSessionsApi(fetch: Fetch): SessionsApi {
  return {
    async signIn(staffNumber, password) {
      try {
        const response = await fetch('/api/sessions', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ staffNumber, password }),
        });
        const body = (await response.json()) as { token?: unknown; kind?: unknown };
        if (response.ok && typeof body.token === 'string') return ok({ token: body.token });
        return failed(PROTOCOL_ERROR_KINDS.find((kind) => kind === body.kind) ?? 'internal');
      } catch {
        return failed('hub-away');
      }
    },
    async signOut(token) {
      try {
        await fetch('/api/sessions/current', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
      } catch {
        // The hub is away. The token is forgotten here all the same, and expires there.
      }
    },
  };
}
