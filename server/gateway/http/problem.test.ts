import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { PROTOCOL_ERROR_KINDS } from '../../../shared/protocol/errors.ts';
import { HTTP_STATUS } from './http-status.ts';
import { problemOf } from './problem.ts';
import { isLoopbackAddress } from './request-facts.ts';

describe('problems', () => {
  it('[P67] carry the refusal’s kind and facts, a code, and a sentence in both languages', () => {
    expect(problemOf({ kind: 'ticket-not-waiting', ticket: 't1', number: 'A012', status: 'called', counter: 3 })).toEqual({
      type: 'urn:hallcall:problem:ticket-not-waiting',
      title: expect.stringContaining('A012') as string,
      status: 409,
      kind: 'ticket-not-waiting',
      text: { zh: expect.stringContaining('A012') as string, en: expect.stringContaining('A012') as string },
      ticket: 't1',
      number: 'A012',
      ticketStatus: 'called',
      counter: 3,
    });
  });

  it('[P67] name services as the hall does', () => {
    const problem = problemOf({ kind: 'service-closed', service: 'A' }, testConfiguration());
    expect(problem).toMatchObject({ service: 'A', text: { zh: expect.stringContaining('bills') as string } });
    expect(problem.title).toContain('bills');
  });

  it('[P67] have a code of 400 or more for every kind there is, 5xx only where the hub is at fault', () => {
    for (const kind of PROTOCOL_ERROR_KINDS) expect(HTTP_STATUS[kind]).toBeGreaterThanOrEqual(400);
    const faults = Object.entries(HTTP_STATUS).filter(([, status]) => status >= 500);
    expect(faults.map(([kind]) => kind).toSorted()).toEqual([
      'clock-unconfirmed',
      'hall-read-only',
      'hub-busy',
      'hub-leaving',
      'internal',
    ]);
  });
});

describe('loopback', () => {
  it('[A35] is 127.x.x.x and ::1, also inside IPv6, and nothing that only looks like it', () => {
    for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
      expect(isLoopbackAddress(address), address).toBe(true);
    for (const address of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', '128.0.0.1', 'unknown', '']) {
      expect(isLoopbackAddress(address), address).toBe(false);
    }
  });
});
