import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAsked } from './asked.ts';

const refused = (words: string): string => {
  const asked = readAsked(words.split(' ').filter((word) => word !== ''));
  return asked.ok ? 'taken' : asked.error;
};

describe('what chaos is asked for', () => {
  it('is a kind with its options', () => {
    const json = join(tmpdir(), 'figures.json');
    const words = ['hub-kill', '--store', 'redis', '--hubs', '3', '--copies', 'relaxed', '--rounds', '1000', '--json', json];
    expect(readAsked(words)).toEqual({
      ok: true,
      value: {
        kind: 'hub-kill',
        rounds: 1000,
        seed: 1,
        hubs: 3,
        isRedis: true,
        copies: 'relaxed',
        level: 'bare',
        cut: undefined,
        json,
      },
    });
    expect(readAsked(['clock', '--seed', '0'])).toMatchObject({ ok: true, value: { seed: 0, rounds: undefined } });
    expect(readAsked(['--help'])).toEqual({ ok: true, value: null });
  });

  it.each([
    ['', 'one kind is asked for'],
    ['hub-kil', 'one kind is asked for, not "hub-kil"'],
    ['toString', 'one kind is asked for'],
    ['hub-kill failover', 'one kind is asked for, not "hub-kill failover"'],
    ['failover --rond 3', "Unknown option '--rond'"],
    ['failover --rounds -1', 'ambiguous'],
    ['failover --rounds 0', '--rounds is a number from 1'],
    ['failover --rounds 1e3', '--rounds is a number'],
    ['failover --seed one', '--seed is a number'],
    ['partition --hubs 0', '--hubs is a number from 1 to 16'],
    ['hub-kill --store mysql', '--store is sqlite or redis, not "mysql"'],
    ['failover --copies some', '--copies is strict or relaxed'],
    ['failover --store sqlite', '--store says nothing to the kind failover'],
    ['clock --hubs 3', '--hubs says nothing to the kind clock'],
    ['partition --cut cable', '--cut is namespaces or proxies'],
    ['failover --cut proxies', '--cut says nothing to the kind failover'],
    ['hub-kill --level product', '--level needs --store redis'],
    ['clock --json /there/is/none/figures.json', 'cannot be written'],
    [`clock --json ${tmpdir()}`, 'is a folder'],
  ])('refuses "%s"', (words, why) => {
    expect(refused(words)).toContain(why);
  });
});
