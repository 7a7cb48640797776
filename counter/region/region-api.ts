import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Fetch } from '../session/sessions-api.ts';

/** `session-over`: sign in anew. `refused`: the service said no; `away`: it said nothing. */
export type RegionFailure = 'session-over' | 'refused' | 'away';

/** The region service's REST door, at the address that the page came from. */
export interface RegionApi {
  get<Body>(path: string): Promise<Result<Body, RegionFailure>>;
  /** A table to take away. */
  file(path: string, language: string): Promise<Result<Blob, RegionFailure>>;
}

export function httpRegionApi(fetch: Fetch, token: string): RegionApi {
  async function ask(path: string, headers: Record<string, string> = {}): Promise<Result<Response, RegionFailure>> {
    try {
      const request = { method: 'GET', headers: { authorization: `Bearer ${token}`, ...headers } };
      const response = await fetch(`/api/region/${path}`, request);
      if (response.ok) return ok(response);
      return failed(response.status === 401 ? 'session-over' : response.status >= 500 ? 'away' : 'refused');
    } catch {
      return failed('away');
    }
  }
  return {
    async get<Body>(path: string) {
      const asked = await ask(path);
      if (!asked.ok) return asked;
      try {
        return ok((await asked.value.json()) as Body);
      } catch {
        // A proxy's page in the place of an answer.
        return failed('away');
      }
    },
    async file(path, language) {
      const asked = await ask(path, { 'accept-language': language });
      return asked.ok ? ok(await asked.value.blob()) : asked;
    },
  };
}
