/*
 * Which build of the screen this browser runs, told by one thing that only newer ones have: `Array.prototype.toSorted` came with
 * Chromium 110, Firefox 115 and Safari 16, and everything that the modern build is written in came before it. Older ones, back to
 * Chromium 68, get the legacy build and its own style sheet.
 *
 * A file and not a line in the page, for the page's policy runs nothing that stands in it. Written for the oldest browser.
 */
/**
 * @typedef {{ createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }} PolicyMaker
 * @typedef {{ import(url: string): Promise<unknown>, constructor: { prototype: { createScript?: (url: string) => HTMLScriptElement } } }} Loader
 */
(function () {
  'use strict';
  var RETRY_MS = 5000;
  var own = /** @type {HTMLScriptElement} */ (document.currentScript);
  var page = /** @type {{ trustedTypes?: PolicyMaker, System?: Loader }} */ (/** @type {unknown} */ (window));
  /** @param {string} name */
  function file(name) {
    return own.getAttribute('data-' + name) || '';
  }
  /** The hub was away for a moment: a screen on the wall has nobody who would press reload. */
  function again() {
    setTimeout(function () {
      location.reload();
    }, RETRY_MS);
  }
  if (Array.prototype.toSorted !== undefined) {
    import(file('modern')).catch(again);
    return;
  }
  /* Browsers that know trusted types take the address of a script only from a policy that the page's header names. */
  var policy =
    page.trustedTypes === undefined
      ? null
      : page.trustedTypes.createPolicy('hallcall-legacy', {
          createScriptURL: function (url) {
            if (new URL(url, location.href).origin === location.origin) return url;
            throw new TypeError('a script from elsewhere');
          },
        });
  /** @param {string} url */
  function scriptAt(url) {
    var script = document.createElement('script');
    script.async = true;
    script.src = policy === null ? url : policy.createScriptURL(url);
    return script;
  }
  /* All of the modern build's style sheets make room for the one of this build. */
  var style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = file('legacy-style');
  document.querySelectorAll('link[rel=stylesheet]').forEach(function (modern) {
    modern.remove();
  });
  document.head.appendChild(style);
  var polyfills = scriptAt(file('legacy-polyfills'));
  polyfills.onerror = again;
  polyfills.onload = function () {
    var loader = /** @type {Loader} */ (page.System);
    loader.constructor.prototype.createScript = scriptAt;
    loader.import(file('legacy')).catch(again);
  };
  document.head.appendChild(polyfills);
})();
