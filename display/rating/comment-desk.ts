import type { NewComment } from '../../shared/protocol/comments.ts';

/** Where a tablet's customers write. */
export interface CommentDesk {
  /** The number in the book; null: it was not kept. */
  write(comment: NewComment): Promise<number | null>;
}

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
      if (bearer === null || id === null) return null;
      try {
        const response = await fetch(`/api/halls/${encodeURIComponent(id)}/comments`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
          body: JSON.stringify(comment),
        });
        const said = (await response.json()) as { readonly number?: unknown };
        return response.ok && typeof said.number === 'number' ? said.number : null;
      } catch {
        // No line: the customer is told, and may try again.
        return null;
      }
    },
  };
}
