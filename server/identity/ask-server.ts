/** How long a customer waits to be recognised; then he is a customer like any other. */
export const IDENTITY_BUDGET_MS = 800;
/** Of the answer; a class needs a few dozen. */
export const ANSWER_BYTES_MAX = 4_096;
/** Questions under way at once; a server that hangs must not hold the hub's sockets. */
export const QUESTIONS_MAX = 20;

export type AskedOutcome =
  | { readonly is: 'class'; readonly class: string }
  /** The server knows nobody of that name, or names no class. */
  | { readonly is: 'nobody' }
  | { readonly is: 'failed'; readonly why: 'slow' | 'busy' | 'unreachable' | 'status' | 'too-large' | 'rubbish' };

/** What is needed of `fetch`. */
export type FetchServer = (url: string, init: RequestInit) => Promise<Response>;

export interface AskServerOptions {
  readonly fetch: FetchServer;
  /** Calls `run` after so long; gives the release. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/**
 * Asks the hall's own server of what class a customer is: `POST {"identity"}`, answered `{"class"}`. The identity goes there
 * and nowhere else: a redirect is not followed, nothing is logged, and of the answer nothing but the class is looked at.
 *
 * **Maintained invariant**: `ask` answers within `IDENTITY_BUDGET_MS`, whatever the server does, and never rejects.
 */
export class IdentityServer {
  readonly #options: AskServerOptions;
  #underWay = 0;

  constructor(options: AskServerOptions) {
    this.#options = options;
  }

  async ask(url: string, identity: string): Promise<AskedOutcome> {
    if (this.#underWay >= QUESTIONS_MAX) return { is: 'failed', why: 'busy' };
    this.#underWay += 1;
    const stop = new AbortController();
    let release: () => void = () => undefined;
    const late = new Promise<AskedOutcome>((resolve) => {
      release = this.#options.after(IDENTITY_BUDGET_MS, () => {
        stop.abort();
        resolve({ is: 'failed', why: 'slow' });
      });
    });
    const answered = this.#answer(url, identity, stop.signal).finally(() => (this.#underWay -= 1));
    try {
      return await Promise.race([answered, late]);
    } finally {
      release();
    }
  }

  async #answer(url: string, identity: string, signal: AbortSignal): Promise<AskedOutcome> {
    try {
      const response = await this.#options.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ identity }),
        redirect: 'manual',
        signal,
      });
      if (response.status === 404) return await dropped(response, { is: 'nobody' });
      if (response.status !== 200) return await dropped(response, { is: 'failed', why: 'status' });
      const text = await readText(response);
      return text === null ? { is: 'failed', why: 'too-large' } : classIn(text);
    } catch {
      // No line, a line that broke, or the budget: which of them is told by the race. Its message may quote what was sent.
      return { is: 'failed', why: 'unreachable' };
    }
  }
}

async function dropped(response: Response, outcome: AskedOutcome): Promise<AskedOutcome> {
  await response.body?.cancel();
  return outcome;
}

/** Null for more than `ANSWER_BYTES_MAX`, of which the rest is not read. */
async function readText(response: Response): Promise<string | null> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts).toString('utf8');
    bytes += value.byteLength;
    if (bytes > ANSWER_BYTES_MAX) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}

function classIn(text: string): AskedOutcome {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== 'object' || said === null || !('class' in said)) return { is: 'failed', why: 'rubbish' };
    if (said.class === null || said.class === '') return { is: 'nobody' };
    return typeof said.class === 'string' ? { is: 'class', class: said.class } : { is: 'failed', why: 'rubbish' };
  } catch {
    // Not JSON.
    return { is: 'failed', why: 'rubbish' };
  }
}
