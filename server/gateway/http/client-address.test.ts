import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

const from = (peer: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress: peer }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as never;

describe('where a request comes from', () => {
  const balancers = new Set(['10.0.0.5', 'fd00::5']);

  it('[I20] a balancer that the hub was told of is believed, its own last word only', () => {
    expect(clientAddress(from('10.0.0.5', '203.0.113.9'), balancers)).toBe('203.0.113.9');
    expect(clientAddress(from('::ffff:10.0.0.5', '1.1.1.1, 203.0.113.9'), balancers)).toBe('203.0.113.9');
    expect(clientAddress(from('fd00::5', ' 2001:db8::1 '), balancers)).toBe('2001:db8::1');
    expect(clientAddress(from('10.0.0.5'), balancers)).toBe('10.0.0.5');
    expect(clientAddress(from('10.0.0.5', ','), balancers)).toBe('10.0.0.5');
  });

  it('[I20] nobody else is: who writes the header himself stays who he is', () => {
    expect(clientAddress(from('10.0.0.6', '203.0.113.9'), balancers)).toBe('10.0.0.6');
    expect(clientAddress(from('127.0.0.1', '203.0.113.9'), new Set())).toBe('127.0.0.1');
  });
});
