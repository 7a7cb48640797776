import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES } from '../hall/command-types.ts';
import { sentCommandSchema } from './command-schema.ts';

const ID = 'command-1';

function reads(body: unknown): boolean {
  return sentCommandSchema.safeParse(body).success;
}

describe('the command schema', () => {
  it('[P15] knows every command of the hall', () => {
    const types = new Set<string>(COMMAND_TYPES);
    const example: Record<string, unknown> = {
      id: ID,
      counter: 1,
      ticket: 't',
      service: 'A',
      reason: 'meal',
      outcome: 'printed',
      printer: 'p',
      condition: 'ready',
    };
    const known = [...types].filter((type) => {
      const read = sentCommandSchema.safeParse({ ...example, type });
      // A complaint about other fields shows that the type itself is known.
      return read.success || read.error.issues.every((issue) => issue.path[0] !== 'type');
    });
    expect(known).toEqual([...types]);
  });

  it.each([
    ['an unknown field', { id: ID, type: 'recall', counter: 1, force: true }],
    ['a counter as text', { id: ID, type: 'recall', counter: '1' }],
    ['counter 0', { id: ID, type: 'recall', counter: 0 }],
    ['half a counter', { id: ID, type: 'recall', counter: 1.5 }],
    ['no id', { type: 'recall', counter: 1 }],
    ['an id that is too short', { id: 'short', type: 'recall', counter: 1 }],
    ['an id with a line break', { id: 'command-1\n', type: 'recall', counter: 1 }],
    ['a day that is no date', { id: ID, day: 'today', type: 'recall', counter: 1 }],
    ['an unknown type', { id: ID, type: 'delete-hall' }],
    ['a prototype', JSON.parse(`{"id":"${ID}","type":"recall","counter":1,"__proto__":{"admin":true}}`) as unknown],
    ['an empty reason', { id: ID, type: 'pause-counter', counter: 1, reason: '   ' }],
    ['a redirect of certain tickets and of whoever a filter finds', { id: ID, type: 'redirect-tickets', tickets: ['t'], filter: { service: 'A' }, service: 'B' }], // prettier-ignore
    ['a redirect of nobody named', { id: ID, type: 'redirect-tickets', service: 'B' }],
    ['a list', [{ id: ID, type: 'recall', counter: 1 }]],
    ['nothing', null],
  ])('[P15] refuses %s', (_name, body) => {
    expect(reads(body)).toBe(false);
  });

  it('[P15] takes what a screen sends', () => {
    expect(reads({ id: ID, day: '2026-11-22', type: 'call-next', counter: 3, atHand: null })).toBe(true);
    expect(reads({ id: ID, type: 'confirm-clock' })).toBe(true);
    expect(reads({ id: ID, type: 'redirect-tickets', filter: { service: 'A' }, service: 'B' })).toBe(true);
  });
});
