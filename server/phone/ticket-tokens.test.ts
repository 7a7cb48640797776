import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TicketTokens, TOKEN_LENGTH } from './ticket-tokens.ts';

const KEY = Buffer.alloc(32, 7);
/** A million takes a minute (`.ci/nightly`). The chance that one of a million hits one of 10,000 tickets is 3 in 10^29. */
const GUESSES = Number(process.env['HALLCALL_GUESSES'] ?? 20_000);
const GUESSES_MS_MAX = 30_000 + GUESSES;
const TICKETS = 100;

function tokens(): TicketTokens {
  const made = new TicketTokens(KEY);
  for (let ticket = 0; ticket < TICKETS; ticket += 1) made.keep({ hall: 'demo', ticket: `ticket-${ticket}` });
  return made;
}

describe('the token of a ticket', () => {
  it('[F184] is 128 bits of an HMAC of hall and ticket: the same for the same key, another for another hall, ticket or key', () => {
    const own = { hall: 'demo', ticket: 'ticket-1' };
    const token = tokens().tokenOf(own);
    expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    expect(new TicketTokens(KEY).tokenOf(own)).toBe(token);
    const others = [
      tokens().tokenOf({ ...own, hall: 'other' }),
      tokens().tokenOf({ ...own, ticket: 'ticket-2' }),
      new TicketTokens(Buffer.alloc(32, 8)).tokenOf(own),
      createHmac('sha256', KEY).update('demo\0ticket-1').digest('base64url').slice(0, TOKEN_LENGTH),
    ];
    expect(new Set([token, ...others]).size).toBe(5);
  });

  it('[F184] finds its ticket and nothing else, and one that was let go of no more', () => {
    const kept = tokens();
    for (let ticket = 0; ticket < TICKETS; ticket += 1) {
      const own = { hall: 'demo', ticket: `ticket-${ticket}` };
      expect(kept.find(kept.tokenOf(own))).toEqual(own);
    }
    const token = kept.tokenOf({ hall: 'demo', ticket: 'ticket-1' });
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    const never = kept.tokenOf({ hall: 'demo', ticket: 'never-issued' });
    for (const wrong of [
      '',
      'x',
      never,
      token.slice(1),
      `${token}=`,
      ` ${token}`,
      `${token}A`,
      token.slice(0, -1) + last,
      '\0'.repeat(22),
    ]) {
      expect(kept.find(wrong), wrong).toBeNull();
    }
    kept.sweep(({ ticket }) => ticket !== 'ticket-1');
    expect(kept.find(token)).toBeNull();
    expect(kept.size).toBe(TICKETS - 1);
  });

  it(
    '[F186] guessed again and again is never hit',
    () => {
      const kept = tokens();
      let hits = 0;
      for (let guess = 0; guess < GUESSES; guess += 1) if (kept.find(randomBytes(16).toString('base64url')) !== null) hits += 1;
      expect(hits).toBe(0);
    },
    GUESSES_MS_MAX,
  );

  it('[F186] near to a right one is as wrong as any', () => {
    const kept = tokens();
    const right = Buffer.from(kept.tokenOf({ hall: 'demo', ticket: 'ticket-1' }), 'base64url');
    for (let bit = 0; bit < 128; bit += 1) {
      const near = Buffer.from(right);
      near[bit >> 3]! ^= 1 << (bit & 7);
      expect(kept.find(near.toString('base64url'))).toBeNull();
    }
  });
});
