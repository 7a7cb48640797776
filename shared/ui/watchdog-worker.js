/**
 * A thread of its own beside a screen's page. A page whose script hangs can neither notice nor say so; this asks it every two seconds,
 * tells the hub when it gives no answer, and tells the page, once it answers again, that it hung. It cannot end a page that never
 * comes back: only somebody at the machine can, and the hub's alert calls them.
 *
 * Served as it is written here, so in the language of browsers of 2018, importing nothing: old ones know no modules in workers.
 */
(function () {
  /**
   * @typedef {{ is: 'start', url: string, token: string }} Start where to say it, and as whom
   * @typedef {{
   *   onmessage: ((event: { data: Start | { is: 'alive' } }) => void) | null,
   *   postMessage(message: 'ask' | 'hung'): void,
   * }} Scope
   */
  const ASK_EVERY_MS = 2000;
  /** Questions without an answer. Counted, not timed: a machine that slept asked none. */
  const UNANSWERED_MAX = 5;
  /** The hub forgets after a while; a page that still hangs is told of again. */
  const TELL_AGAIN_AFTER = 30;

  const scope = /** @type {Scope} */ (/** @type {unknown} */ (self));
  /** @type {Start | null} */
  let start = null;
  let unanswered = 0;

  scope.onmessage = function (event) {
    if (event.data.is === 'start') {
      start = event.data;
      return;
    }
    if (unanswered >= UNANSWERED_MAX) scope.postMessage('hung');
    unanswered = 0;
  };

  setInterval(function () {
    unanswered += 1;
    scope.postMessage('ask');
    if (unanswered < UNANSWERED_MAX || (unanswered - UNANSWERED_MAX) % TELL_AGAIN_AFTER !== 0 || start === null) return;
    // The hub may be away too; then it sees by itself that the screen is gone.
    fetch(start.url, { method: 'POST', headers: { authorization: 'Bearer ' + start.token } }).catch(function () {
      return undefined;
    });
  }, ASK_EVERY_MS);
})();
