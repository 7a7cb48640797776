import { readFileSync } from 'node:fs';
import { Agent as PlainAgent, request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { shippedSchema, SHIPPING_FAULTS, type CutOffReason, type ShippingFault } from '../../shared/protocol/shipping.ts';
import type { Position } from '../../shared/protocol/position.ts';
import { SHIP_ANSWER_BYTES_MAX, SHIP_REQUEST_MS_MAX } from './limits.ts';

/** What came of one body. */
export type Delivery =
  | { readonly is: 'taken'; readonly position: Position }
  /** It does not continue what the region has: that is at `position`. */
  | { readonly is: 'out-of-order'; readonly position: Position }
  | { readonly is: 'away'; readonly why: CutOffReason; readonly detail: string }
  /** `detail`: why, where the region was not even asked. */
  | {
      readonly is: 'refused';
      readonly fault: ShippingFault;
      readonly version?: number | undefined;
      readonly detail?: string | undefined;
    };

/** The way to the region service; tests bring their own. Never rejects. */
export interface RegionLine {
  deliver(hall: string, body: string): Promise<Delivery>;
  close(): void;
}

export interface RegionLineOptions {
  /** Of the region service; a path before `/api` is kept. */
  readonly url: string;
  /** Read again for every body: a token that is replaced needs no restart. */
  readonly tokenFile: string;
  /** PEM of the authority that signed the region's certificate, instead of those that this machine trusts; null: those. */
  readonly ca: string | null;
}

/**
 * One connection at a time, kept open. Over TLS the region's name and certificate are verified always; there is no way to
 * leave that out.
 *
 * @throws what the system says when the authority's file cannot be read.
 */
export function regionLine({ url, tokenFile, ca }: RegionLineOptions): RegionLine {
  const isTls = new URL(url).protocol === 'https:';
  const kept = { keepAlive: true, maxSockets: 2 };
  const agent = isTls ? new TlsAgent({ ...kept, ...(ca !== null && { ca: readFileSync(ca) }) }) : new PlainAgent(kept);
  const base = url.replace(/\/+$/, '');

  function deliver(hall: string, body: string): Promise<Delivery> {
    let token: string;
    try {
      token = readFileSync(tokenFile, 'utf8').trim();
    } catch (error) {
      return Promise.resolve({ is: 'refused', fault: 'unauthenticated', detail: textOf(error) });
    }
    // What is no token must not become a second header.
    if (!/^[A-Za-z0-9._~+/=-]{1,200}$/.test(token))
      return Promise.resolve({ is: 'refused', fault: 'unauthenticated', detail: 'the token file holds no token' });
    const address = `${base}/api/shipping/${encodeURIComponent(hall)}`;
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      authorization: `Bearer ${token}`,
    };
    return new Promise((resolve) => {
      const given = { method: 'POST', agent, headers, timeout: SHIP_REQUEST_MS_MAX };
      let asked: ClientRequest;
      const away = (error: unknown) => resolve({ is: 'away', why: whyAway(error), detail: textOf(error) });
      const answered = (response: IncomingMessage): void => {
        read(response).then((said) => resolve(deliveryOf(said)), away);
      };
      try {
        asked = isTls ? tlsRequest(address, given, answered) : plainRequest(address, given, answered);
      } catch (error) {
        return away(error);
      }
      const deadline = setTimeout(() => asked.destroy(new Error('no answer in time')), SHIP_REQUEST_MS_MAX);
      asked.once('error', away);
      asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.once('close', () => clearTimeout(deadline));
      asked.end(body);
    });
  }

  return { deliver, close: () => agent.destroy() };
}

interface Said {
  readonly status: number;
  readonly body: unknown;
}

async function read(response: IncomingMessage): Promise<Said> {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // No region talks at length; a proxy's page may.
    if (bytes > SHIP_ANSWER_BYTES_MAX) return { status, body: null };
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return { status, body: jsonOf(text) };
}

/** The text itself where it is none: a proxy's page. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** An answer that is not a region's (a proxy's page, another program's) is nobody's. */
export function deliveryOf({ body, status }: Said): Delivery {
  const shipped = shippedSchema.safeParse(body);
  if (status === 200) {
    return shipped.success
      ? { is: 'taken', position: shipped.data.position }
      : { is: 'away', why: 'not-a-region', detail: 'the answer is not a region service’s' };
  }
  const { kind, version } = (typeof body === 'object' && body !== null ? body : {}) as { kind?: unknown; version?: unknown };
  if (kind === 'entries-out-of-order' && shipped.success) return { is: 'out-of-order', position: shipped.data.position };
  if (kind === 'hall-read-only') return { is: 'away', why: 'region-full', detail: 'its journal takes nothing' };
  // `internal`: its own fault, and its own log has more.
  if (kind === 'hub-busy' || kind === 'too-many-commands' || kind === 'internal')
    return { is: 'away', why: 'region-busy', detail: kind };
  const fault = SHIPPING_FAULTS.find((each) => each === kind);
  // A proxy whose region is away answers in its own words.
  const isProxys = status === 502 || status === 503 || status === 504;
  if (fault === undefined)
    return { is: 'away', why: isProxys ? 'unreachable' : 'not-a-region', detail: `the answer is ${status}` };
  return { is: 'refused', fault, ...(typeof version === 'number' && { version }) };
}

/** What a verified certificate failed by, in the words of Node.js (`tls`, X509 certificate error codes); they are stable. */
const WHY_BY_CODE: ReadonlyMap<string, CutOffReason> = new Map([
  ['CERT_HAS_EXPIRED', 'certificate-time'],
  ['CERT_NOT_YET_VALID', 'certificate-time'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name'],
  ...[
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'CERT_REVOKED',
    'INVALID_CA',
    'INVALID_PURPOSE',
  ].map((code) => [code, 'not-trusted'] as const),
  ...['ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO'].map((code) => [code, 'not-a-region'] as const),
]);

/** Of an error on the way to an answer, or while it was read. */
function whyAway(error: unknown): CutOffReason {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // It does not even speak HTTP.
  if (code.startsWith('HPE_')) return 'not-a-region';
  return WHY_BY_CODE.get(code) ?? 'unreachable';
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
