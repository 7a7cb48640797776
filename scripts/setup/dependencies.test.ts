import { describe, expect, it } from 'vitest';
import { installMatches } from './dependencies.mjs';

const wanted = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/ws': { version: '8.0.0' },
    'node_modules/native-linux': { version: '2.0.0', optional: true },
  },
};

/** What npm says is there. */
const installed = (packages: Record<string, { version: string }>) => ({ packages });

describe('whether what is installed is what the lock says', () => {
  it.each([
    ['all of it', { 'node_modules/ws': { version: '8.0.0' }, 'node_modules/native-linux': { version: '2.0.0' } }, true],
    ['all but what is for another platform', { 'node_modules/ws': { version: '8.0.0' } }, true],
    ['another version', { 'node_modules/ws': { version: '8.0.1' } }, false],
    ['a package is missing', { 'node_modules/native-linux': { version: '2.0.0' } }, false],
    ['a package too many', { 'node_modules/ws': { version: '8.0.0' }, 'node_modules/left': { version: '1.0.0' } }, false],
    [
      'an optional one in another version',
      { 'node_modules/ws': { version: '8.0.0' }, 'node_modules/native-linux': { version: '1.0.0' } },
      false,
    ],
    ['nothing', {}, false],
  ])('%s', (_, packages, matches) => {
    expect(installMatches(wanted, installed(packages))).toBe(matches);
  });
});
