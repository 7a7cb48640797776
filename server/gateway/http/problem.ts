import type { Response } from 'express';
import type { EpochMs } from '../../../shared/lib/clock.ts';
import type { HallConfiguration } from '../../../shared/hall/configuration.ts';
import type { Text } from '../../../shared/hall/text.ts';
import { refusalText } from '../../../shared/i18n/refusals.ts';
import type { ImportFault } from '../../../shared/protocol/appointment-import.ts';
import type { IdentityFault } from '../../../shared/protocol/kiosk-requests.ts';
import type { WireRefusal } from '../../../shared/protocol/errors.ts';
import type { Position } from '../../../shared/protocol/position.ts';
import { HTTP_STATUS, type HttpProblemKind } from './http-status.ts';

/** A refusal as the inside tells it, or what only HTTP has a word for. */
export type HttpRefusal = WireRefusal | HttpOwn;

type HttpOwn =
  | { readonly kind: 'not-found' | 'method-not-allowed' }
  /** A record that was struck, accepted or done before; by whom. */
  | { readonly kind: 'record-over'; readonly at: EpochMs; readonly by: string | null }
  | { readonly kind: 'records-full'; readonly perDayMax: number }
  /** A list of which nothing was taken, each fault by its line. */
  | { readonly kind: 'appointments-invalid'; readonly faults: readonly ImportFault[] }
  | { readonly kind: 'identities-invalid'; readonly faults: readonly IdentityFault[] }
  | { readonly kind: 'pin-not-set' }
  | { readonly kind: 'pin-too-simple'; readonly detail: string }
  /** What a hall ships to its region; the region is at `position`. */
  | { readonly kind: 'entries-out-of-order'; readonly position: Position }
  | { readonly kind: 'log-forked' | 'entry-damaged'; readonly version: number };

/** RFC 9457. `kind` is for programs, `text` for people; what else the refusal tells stands beside them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly kind: HttpProblemKind;
  readonly text: Text;
  readonly [fact: string]: unknown;
}

const RETRY_AFTER_S = 1;

/** `configuration` gives names to the services, classes and rooms of which the sentence speaks. */
export function problemOf(refusal: HttpRefusal, configuration: HallConfiguration | null = null): Problem {
  const { kind, ...rest } = refusal as { readonly kind: HttpProblemKind; readonly [fact: string]: unknown };
  const { status: ticketStatus, ...facts } = rest;
  const text = textOf(refusal, configuration);
  return {
    type: `urn:hallcall:problem:${kind}`,
    title: text.en,
    status: HTTP_STATUS[kind],
    kind,
    text,
    ...facts,
    // `status` is the code's name in a problem; the ticket's state takes another.
    ...(ticketStatus === undefined ? {} : { ticketStatus }),
  };
}

export function sendProblem(response: Response, refusal: HttpRefusal, configuration: HallConfiguration | null = null): void {
  const problem = problemOf(refusal, configuration);
  if (problem.status === HTTP_STATUS.unauthenticated) response.set('WWW-Authenticate', 'Bearer realm="hallcall"');
  if (problem.status === HTTP_STATUS['hub-busy'] || problem.status === HTTP_STATUS['too-many-commands']) {
    const waitMs = typeof problem['retryAfterMs'] === 'number' ? problem['retryAfterMs'] : RETRY_AFTER_S * 1_000;
    response.set('Retry-After', String(Math.ceil(waitMs / 1_000)));
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

const OWN_TEXTS: { readonly [Kind in HttpOwn['kind']]: Text } = {
  'not-found': { zh: '没有这个地址。', en: 'There is nothing at this address.' },
  'method-not-allowed': { zh: '此地址不接受这种请求。', en: 'This address does not take such a request.' },
  'record-over': { zh: '此记录已由他人划除、接收或办结。', en: 'Somebody has struck, accepted or ended this record already.' },
  'records-full': { zh: '今日此类记录已达上限。', en: 'No more records of this kind can be written today.' },
  'appointments-invalid': { zh: '名单有误，未导入任何预约。', en: 'The list has faults; no appointment was imported.' },
  'identities-invalid': { zh: '名单有误，未导入。', en: 'The list has faults; nothing was imported.' },
  'pin-not-set': { zh: '取号机管理密码尚未设置。', en: 'No PIN was set for the kiosks.' },
  'pin-too-simple': {
    zh: '密码须为 6 到 12 位数字，不能是连号、同号或演示密码。',
    en: 'A PIN has 6 to 12 digits, no row, no one digit only, and is not the demo’s.',
  },
  'entries-out-of-order': {
    zh: '日志条目与区域已有的不衔接。',
    en: 'These entries do not continue what the region has.',
  },
  'log-forked': {
    zh: '区域在此处已有另一条日志，未覆盖。请联系系统管理员。',
    en: 'The region has another entry in this place and has overwritten nothing. Ask the administrator.',
  },
  'entry-damaged': { zh: '日志条目校验不符，未接收。', en: 'An entry does not verify and was not taken.' },
};

function isOwn(refusal: HttpRefusal): refusal is HttpOwn {
  return Object.hasOwn(OWN_TEXTS, refusal.kind);
}

function textOf(refusal: HttpRefusal, configuration: HallConfiguration | null): Text {
  if (isOwn(refusal)) return OWN_TEXTS[refusal.kind];
  return { zh: refusalText(refusal, 'zh', configuration), en: refusalText(refusal, 'en', configuration) };
}
