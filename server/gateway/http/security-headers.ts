import helmet from 'helmet';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

/** A wall may stand in a frame of the hub's own setup panel, as its preview; nothing else is framed, and by nobody else. */
const PREVIEWED = /^\/display\/wall(?:\/|$)/;

/**
 * Pages run only what the hub itself serves, inline nothing, and are framed by nobody but the hub itself, where that is meant. Strings
 * never become markup but through Svelte's own policy (trusted types). No HSTS: a hall's LAN has no certificate, and a browser that
 * once saw the header would refuse the plain address for a year.
 */
export function securityHeaders(): RequestHandler {
  const [framed, unframed] = [headers("'self'"), headers("'none'")];
  return (request, response, next) => {
    (PREVIEWED.test(request.path) ? framed : unframed)(request, response, next);
  };
}

function headers(frameAncestors: "'self'" | "'none'"): RequestHandler {
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
        frameAncestors: [frameAncestors],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['svelte-trusted-html', 'hallcall-legacy', 'hallcall-watchdog'],
      },
    },
    strictTransportSecurity: false,
    xFrameOptions: { action: frameAncestors === "'self'" ? 'sameorigin' : 'deny' },
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
