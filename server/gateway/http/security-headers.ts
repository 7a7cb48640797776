import helmet from 'helmet';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

/**
 * Pages run only what the hub itself serves, inline nothing, and are framed by nobody. Strings never become markup but
 * through Svelte's own policy (trusted types). A picture may be made by the page itself (`blob:`): in a picture nothing runs. No HSTS: a hall's LAN has no certificate, and a browser that once saw the
 * header would refuse the plain address for a year.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        mediaSrc: ["'self'"],
        connectSrc: ["'self'", ownSockets],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['svelte-trusted-html', 'hallcall-legacy', 'hallcall-watchdog'],
      },
    },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/**
 * Before Chromium 71 and Safari 16 `'self'` did not mean the WebSocket of the same machine: it is named, as the browser has named it.
 * Source: Content Security Policy Level 3, issue 7, and Chromium's issue 815142.
 */
function ownSockets({ headers: { host = '' } }: IncomingMessage): string {
  return /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
