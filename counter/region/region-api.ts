import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Fetch } from '../session/sessions-api.ts';

/** `session-over`: sign in anew. `refused`: not for this account; `away`: the service said nothing that can be used. */
export type RegionFailure = 'session-over' | 'refused' | 'too-often' | 'too-large' | 'away';
const BY_STATUS: ReadonlyMap<number, RegionFailure> = new Map([
  [401, 'session-over'],
  [403, 'refused'],
  [413, 'too-large'],
  [429, 'too-often'],
]);

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
      return failed(BY_STATUS.get(response.status) ?? 'away');
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
      if (!asked.ok) return asked;
      try {
        return ok(await asked.value.blob());
      } catch {
        return failed('away');
      }
    },
  };
}
