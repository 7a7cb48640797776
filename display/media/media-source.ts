import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { readMediaFiles, type MediaFile } from '../../shared/protocol/media-manifest.ts';

/** Where a stage gets the folder's list, and tells what it could not show. */
export interface MediaSource {
  /** Fails when nobody answered or the answer is no list: then the last list is still good. */
  list(hall: string): Promise<Result<readonly MediaFile[], 'unknown'>>;
  tellFailed(path: string): Promise<void>;
}

export interface MediaSourceOptions {
  readonly fetch: (path: string, init: { method: string; headers: Record<string, string> }) => Promise<Response>;
  /** The token of this screen; null when it has none. */
  readonly token: () => Promise<string | null>;
}

export function httpMediaSource({ fetch, token }: MediaSourceOptions): MediaSource {
  async function ask(method: string, path: string): Promise<Response | null> {
    const own = await token();
    return own === null ? null : fetch(path, { method, headers: { authorization: `Bearer ${own}` } });
  }
  return {
    list: async (hall) => {
      try {
        const response = await ask('GET', `/api/halls/${encodeURIComponent(hall)}/media`);
        if (response === null || !response.ok) return failed('unknown');
        const files = readMediaFiles(await response.json());
        return files === null ? failed('unknown') : ok(files);
      } catch {
        // The hub is away; what the browser has goes on being shown.
        return failed('unknown');
      }
    },
    tellFailed: async (path) => {
      try {
        await ask('POST', `${path}/failure`);
      } catch {
        // Told for the configuration page only; the file is skipped here either way.
      }
    },
  };
}
