import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { AssertionError } from '../../shared/lib/assert.ts';
import { canonicalJson } from './canonical-json.ts';

const RUNS = { numRuns: 500, seed: 20261122 };

describe('canonical JSON', () => {
  it.each([
    [null, 'null'],
    [true, 'true'],
    [-0, '0'],
    [1e21, '1e+21'],
    ['柜台 "3"\n', '"柜台 \\"3\\"\\n"'],
    ['\ud800', '"\\ud800"'],
    ['🎫', '"🎫"'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: 1, a: [{ d: null, c: '' }], 10: 0, 9: 0 }, '{"10":0,"9":0,"a":[{"c":"","d":null}],"b":1}'],
    [{ kept: 1, dropped: undefined }, '{"kept":1}'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('[J2] writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['NaN', NaN],
    ['an infinite number', Infinity],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a hole in a list', new Array<number>(1)],
    ['a function', (): void => undefined],
    ['a bigint', 1n],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['a map', new Map()],
  ])('[J2] refuses %s', (_name, value) => {
    expect(() => canonicalJson({ value: [value] })).toThrow(AssertionError);
  });

  it('[J2] is valid JSON that says the same as JSON.stringify, for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(JSON.parse(canonicalJson(value))).toEqual(plain);
        expect(canonicalJson(plain)).toBe(canonicalJson(value));
      }),
      RUNS,
    );
  });

  it('[J2] does not depend on the order in which keys were set, however many there are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer(), { maxKeys: 60 }), fc.infiniteStream(fc.nat()), (object, order) => {
        const shuffled = Object.keys(object)
          .map((key) => ({ key, place: order.next().value }))
          .sort((left, right) => Number(left.place) - Number(right.place));
        const again = Object.fromEntries(shuffled.map(({ key }) => [key, object[key]]));
        expect(canonicalJson(again)).toBe(canonicalJson(object));
        const sorted = Object.keys(object).sort();
        expect(Object.keys(JSON.parse(`{"keys":${canonicalJson(sorted)}}`) as object)).toEqual(['keys']);
        expect(canonicalJson(object)).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:${object[key]}`).join(',')}}`);
      }),
      RUNS,
    );
  });
});
