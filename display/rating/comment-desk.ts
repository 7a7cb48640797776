import type { Text } from '../../shared/hall/text.ts';
import type { NewComment } from '../../shared/protocol/comments.ts';

/** `refused`: asking again is in vain, in the hub's words. `failed`: it may work the next time. */
export type Written =
  { readonly is: 'kept'; readonly number: number } | { readonly is: 'refused'; readonly text: Text } | { readonly is: 'failed' };

/** Where a tablet's customers write. */
export interface CommentDesk {
  write(comment: NewComment): Promise<Written>;
}

/** Later it may work. */
const TOO_MANY = 429;

export interface CommentDeskOptions {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Null while this tablet has none. */
  readonly token: () => Promise<string | null>;
  readonly hall: () => string | null;
}

export function httpCommentDesk({ fetch, token, hall }: CommentDeskOptions): CommentDesk {
  return {
    async write(comment) {
      const [bearer, id] = [await token(), hall()];
      if (bearer === null || id === null) return { is: 'failed' };
      try {
        const response = await fetch(`/api/halls/${encodeURIComponent(id)}/comments`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
          body: JSON.stringify(comment),
        });
        const said = (await response.json()) as { readonly number?: unknown; readonly text?: Text };
        if (response.ok && typeof said.number === 'number') return { is: 'kept', number: said.number };
        const isFinal = response.status >= 400 && response.status < 500 && response.status !== TOO_MANY;
        return isFinal && said.text !== undefined ? { is: 'refused', text: said.text } : { is: 'failed' };
      } catch {
        // No line: the customer is told, and may try again.
        return { is: 'failed' };
      }
    },
  };
}
