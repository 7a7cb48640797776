/**
 * A thread of its own beside a screen's page. A page whose script hangs can neither notice nor say so; this asks it every two seconds,
 * tells the hub when it gives no answer, and tells the page, once it answers again, that it hung. It cannot end a page that never
 * comes back: only somebody at the machine can, and the hub's alert calls them.
 *
 * Written for browsers of 2018, as a file that imports nothing: old ones know no modules in workers.
 */
interface Start {
  readonly is: 'start';
  /** Where to say it, and as whom. */
  readonly url: string;
  readonly token: string;
}
type FromPage = Start | { readonly is: 'alive' };

interface Scope {
  onmessage: ((event: { readonly data: FromPage }) => void) | null;
  postMessage(message: 'ask' | 'hung'): void;
}

const ASK_EVERY_MS = 2_000;
/** Questions without an answer. Counted, not timed: a machine that slept asked none. */
const UNANSWERED_MAX = 5;
/** The hub forgets after a while; a page that still hangs is told of again. */
const TELL_AGAIN_AFTER = 30;

const scope = self as unknown as Scope;
let start: Start | null = null;
let unanswered = 0;

scope.onmessage = ({ data }) => {
  if (data.is === 'start') {
    start = data;
    return;
  }
  if (unanswered >= UNANSWERED_MAX) scope.postMessage('hung');
  unanswered = 0;
};

setInterval(() => {
  unanswered += 1;
  scope.postMessage('ask');
  if (unanswered < UNANSWERED_MAX || (unanswered - UNANSWERED_MAX) % TELL_AGAIN_AFTER !== 0 || start === null) return;
  const headers = { authorization: `Bearer ${start.token}` };
  // The hub may be away too; then it sees by itself that the screen is gone.
  fetch(start.url, { method: 'POST', headers }).catch(() => undefined);
}, ASK_EVERY_MS);
