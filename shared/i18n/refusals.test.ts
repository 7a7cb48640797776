import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { Refusal } from '../hall/refusals.ts';
import { PROTOCOL_ERROR_KINDS } from '../protocol/errors.ts';
import { LANGUAGES } from './language.ts';
import { nextIsText, refusalText } from './refusals.ts';

const ID = '3f'.repeat(16);
const at = { counter: 5 } as const;
const ticket = { ticket: ID, number: 'A012' } as const;

/** One of each kind: the type says when one is missing. */
const EACH: { readonly [Kind in Refusal['kind']]: Extract<Refusal, { kind: Kind }> } = {
  'not-allowed': { kind: 'not-allowed' },
  'day-not-open': { kind: 'day-not-open' },
  'day-already-open': { kind: 'day-already-open', day: '2026-11-22' },
  'day-in-the-past': { kind: 'day-in-the-past', day: '2026-11-22' },
  'unknown-service': { kind: 'unknown-service', service: 'Z' },
  'unknown-class': { kind: 'unknown-class', class: 'gold' },
  'unknown-counter': { kind: 'unknown-counter', counter: 99 },
  'unknown-ticket': { kind: 'unknown-ticket', ticket: ID },
  'unknown-printer': { kind: 'unknown-printer', printer: 'front' },
  'service-closed': { kind: 'service-closed', service: 'A' },
  'service-full': { kind: 'service-full', service: 'A', ticketsPerDayMax: 50 },
  'hall-full': { kind: 'hall-full', ticketsMax: 120_000 },
  'numbers-exhausted': { kind: 'numbers-exhausted', series: 'A' },
  'ticket-not-waiting': { kind: 'ticket-not-waiting', ...ticket, status: 'called', counter: 5 },
  'ticket-not-called': { kind: 'ticket-not-called', ...ticket, status: 'waiting' },
  'ticket-not-no-show': { kind: 'ticket-not-no-show', ...ticket, status: 'serving', counter: 5 },
  'returns-used-up': { kind: 'returns-used-up', ...ticket, status: 'no-show', timesMax: 2 },
  'postponing-not-offered': { kind: 'postponing-not-offered' },
  'postpones-used-up': { kind: 'postpones-used-up', ...ticket, status: 'waiting', timesMax: 2 },
  'nobody-behind': { kind: 'nobody-behind', ...ticket, status: 'waiting' },
  'feedback-not-offered': { kind: 'feedback-not-offered', of: 'rating' },
  'service-not-finished': { kind: 'service-not-finished', ...ticket, status: 'serving', counter: 5 },
  'already-rated': { kind: 'already-rated', ...ticket, status: 'ended', grade: 5 },
  'feedback-too-late': { kind: 'feedback-too-late', ...ticket, status: 'waiting', minutesMax: 30 },
  'print-not-pending': { kind: 'print-not-pending', ...ticket, status: 'ended' },
  'print-pending': { kind: 'print-pending', ...ticket, status: 'waiting' },
  'nobody-waiting': { kind: 'nobody-waiting', ...at },
  'nobody-at-hand': { kind: 'nobody-at-hand', ...at },
  'ticket-at-hand': { kind: 'ticket-at-hand', ...at, number: 'A011' },
  'counter-moved-on': { kind: 'counter-moved-on', ...at, atHand: ID, number: 'A013' },
  'counter-closed': { kind: 'counter-closed', ...at },
  'counter-paused': { kind: 'counter-paused', ...at },
  'counter-not-paused': { kind: 'counter-not-paused', ...at, mode: 'open' },
  'counter-already-open': { kind: 'counter-already-open', ...at },
  'counter-already-closed': { kind: 'counter-already-closed', ...at },
  'counter-already-paused': { kind: 'counter-already-paused', ...at },
  'not-signed-in': { kind: 'not-signed-in', ...at, teller: null },
  'counter-taken': { kind: 'counter-taken', ...at, teller: '1005' },
  'already-signed-in': { kind: 'already-signed-in', ...at, teller: '1005' },
  'configuration-invalid': { kind: 'configuration-invalid', problems: [] },
  'configuration-in-use': { kind: 'configuration-in-use', inUse: ['counter 3'] },
  'configuration-changed': { kind: 'configuration-changed', basedOn: 1, now: 2 },
  'ticket-not-held': { kind: 'ticket-not-held', ...ticket, status: 'waiting' },
  'held-elsewhere': { kind: 'held-elsewhere', ...ticket, status: 'held', counter: 5 },
  'recalls-used-up': { kind: 'recalls-used-up', ...ticket, status: 'called', counter: 5, timesMax: 2 },
  'recall-too-soon': { kind: 'recall-too-soon', ...ticket, status: 'called', counter: 5, secondsLeft: 8 },
  'nowhere-to-go': { kind: 'nowhere-to-go', ...at },
  'teller-not-signed-in': { kind: 'teller-not-signed-in', teller: '1005' },
  'unknown-teller': { kind: 'unknown-teller', teller: '9999' },
  'nothing-to-undo': { kind: 'nothing-to-undo', ...at },
  'undo-too-late': { kind: 'undo-too-late', seconds: 30 },
  'undo-overtaken': { kind: 'undo-overtaken', number: 'A012' },
  'nobody-matches': { kind: 'nobody-matches', service: 'A' },
  'redirect-too-large': { kind: 'redirect-too-large', ticketsMax: 500 },
  'same-ticket': { kind: 'same-ticket', ...ticket, status: 'waiting' },
  'service-stopped': { kind: 'service-stopped', service: 'A', reason: 'System down' },
  'service-already-stopped': { kind: 'service-already-stopped', service: 'A' },
  'service-not-stopped': { kind: 'service-not-stopped', service: 'A' },
  'below-minimum': { kind: 'below-minimum', ...at, service: 'A', minimum: 2, open: 2 },
  'unknown-notice': { kind: 'unknown-notice', notice: ID },
  'unknown-alert': { kind: 'unknown-alert', alert: ID },
  'alert-over': { kind: 'alert-over', alert: ID, by: '3001' },
  'advice-answered': { kind: 'advice-answered', by: '3001', accepted: true },
  'advice-expired': { kind: 'advice-expired', minutesMax: 3 },
  'unknown-break': { kind: 'unknown-break', break: ID },
  'break-over': { kind: 'break-over', break: ID },
  'bad-time': { kind: 'bad-time', at: 0 },
  'list-full': { kind: 'list-full', list: 'notices', max: 50 },
  'unknown-appointment': { kind: 'unknown-appointment', code: '4711' },
  'appointment-exists': { kind: 'appointment-exists', code: '4711' },
  'appointment-over': { kind: 'appointment-over', code: '4711', status: 'checked-in' },
  'appointment-too-early': { kind: 'appointment-too-early', code: '4711', from: 0 },
  'appointment-too-late': { kind: 'appointment-too-late', code: '4711', until: 0 },
  'people-waiting': { kind: 'people-waiting', waiting: 3 },
  'unknown-series': { kind: 'unknown-series', series: 'A' },
  'unknown-lease': { kind: 'unknown-lease', lease: ID },
  'lent-to-another': { kind: 'lent-to-another', lease: ID },
  'number-not-lent': { kind: 'number-not-lent', lease: ID, serial: 501 },
  'lease-frozen': { kind: 'lease-frozen' },
  'lending-not-offered': { kind: 'lending-not-offered' },
};

describe('refusals in words', () => {
  it('[D21] gives a sentence in each language for every refusal, without ids', () => {
    for (const refusal of Object.values(EACH)) {
      for (const language of LANGUAGES) {
        const text = refusalText(refusal, language);
        expect(text).toMatch(language === 'zh' ? /[\u4e00-\u9fff].*。$/ : /^[A-Z].*[.]$/);
        expect(text).not.toContain(ID);
        expect(text).not.toMatch(/undefined|null|NaN/);
      }
    }
  });

  it('[D21] gives a sentence in each language for every protocol error', () => {
    for (const kind of PROTOCOL_ERROR_KINDS) {
      expect(refusalText({ kind, detail: 'ENOSPC' }, 'zh')).toMatch(/^[^a-z]*。$/);
      expect(refusalText({ kind, detail: 'ENOSPC' }, 'en')).toMatch(/^[A-Z].*[.]$/);
      expect(refusalText({ kind, detail: 'ENOSPC' }, 'en')).not.toContain('ENOSPC');
    }
    expect(refusalText({ kind: 'protocol-unsupported', side: 'hub' }, 'en')).toContain('hub is too old');
    expect(refusalText({ kind: 'protocol-unsupported', side: 'screen' }, 'en')).toContain('reload');
  });

  it('[D21] names services, classes and rooms as the hall does', () => {
    const both = (zh: string, en: string) => ({ zh, en });
    const counters = [
      { id: 5, name: both('VIP 接待室', 'VIP room'), kind: 'room' as const, serves: [['A']] },
      { id: 3, name: both('三', 'three'), kind: 'counter' as const, serves: [['A']] },
    ];
    const configuration = {
      ...testConfiguration({ counters }),
      services: [{ id: 'A', name: both('缴费', 'bills'), series: 'A', documents: [] }],
      classes: [{ id: 'vip', name: both('贵宾', 'VIP') }],
    };
    const inBoth = (refusal: Refusal) => LANGUAGES.map((language) => refusalText(refusal, language, configuration));
    const inUse = ['service A', 'class vip', 'counter 3', 'counter 5'];
    expect(inBoth({ kind: 'configuration-in-use', inUse })).toEqual([
      '正在使用、不能删除：缴费、贵宾、3 号台席、VIP 接待室。',
      'In use now and cannot be taken out: bills, VIP, counter 3, VIP room.',
    ]);
    expect(inBoth(EACH['counter-closed'])).toEqual(['VIP 接待室未开台。', 'VIP room is closed.']);
    expect(inBoth(EACH['held-elsewhere'])).toEqual(['A012 须回VIP 接待室继续办理。', 'A012 goes on at VIP room only.']);
    // Told to who signs in nowhere, and to who sends a customer there.
    expect(inBoth(EACH['not-signed-in'])).toEqual(['VIP 接待室没有人登录。', 'Nobody is signed in at VIP room.']);
  });

  it('[D21] says at a desk who was called where, and who is next', () => {
    expect(refusalText(EACH['ticket-not-waiting'], 'zh') + nextIsText('A013', 'zh')).toBe(
      'A012 刚刚已由 5 号台席叫号。下一位是 A013。',
    );
    expect(`${refusalText(EACH['ticket-not-waiting'], 'en')} ${nextIsText('A013', 'en')}`).toBe(
      'A012 has just been called to counter 5. Next is A013.',
    );
  });
});
