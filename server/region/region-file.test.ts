import { describe, expect, it } from 'vitest';
import { REGION_YAML } from '../../test/support/region-stage.ts';
import { quantileMinutes } from './day-sums.ts';
import { Places } from './places.ts';
import { readRegionFile } from './region-file.ts';
import { csvText } from './report-csv.ts';

describe('region.yaml', () => {
  it('[Z16] names places once each, and says of a fault where it is', () => {
    const read = readRegionFile(REGION_YAML);
    const places = new Places(read.ok ? read.value.places : []);
    expect(places.halls).toEqual(['north-1', 'north-2', 'south-1']);
    expect(places.subtree('north').map(({ id }) => id)).toEqual(['north', 'north-1', 'north-2']);
    for (const [from, to, line, column, problem] of [
      ['id: south-1', 'id: north-1', 17, 15, '"north-1" is a hall already: every place has an id of its own'],
      ['id: south\n', 'id: north\n', 14, 9, '"north" is a district already: every place has an id of its own'],
      ['Asia/Shanghai', 'Asia/Atlantis', 3, 1, 'is no time zone, such as Asia/Shanghai'],
      ['targetMinutes: 10', 'target: 10', 4, 1, 'nobody knows this key'],
    ] as const) {
      const faulty = readRegionFile(REGION_YAML.replace(from, to));
      expect(faulty.ok ? [] : faulty.error).toMatchObject([{ line, column, problem }]);
    }
  });
});

describe('figures', () => {
  it('[Z31] a quantile is the smallest whole minute that at least so many waits do not exceed', () => {
    const waits = new Map([
      [12, 1],
      [3, 4],
      [4, 4],
      [0, 1],
    ]);
    expect([quantileMinutes(waits, 0.5), quantileMinutes(waits, 0.9), quantileMinutes(waits, 1)]).toEqual([3, 4, 12]);
    expect(quantileMinutes(new Map(), 0.5)).toBeNull();
  });

  it('[Z34] a table holds no formula and no broken line', () => {
    expect(csvText([['=1+1', '@x', 'a "b", c', -3, null, 'two\nlines']])).toBe(
      `\ufeff'=1+1,'@x,"a ""b"", c",-3,,"two\nlines"\r\n`,
    );
  });
});
