import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { must } from '../../shared/lib/assert.ts';
import { readHallFile, writeHallFile, type HallFile } from './hall-file.ts';
import { describeProblems } from './yaml-file.ts';

const demoText = readFileSync(new URL('./demo-hall.yaml', import.meta.url), 'utf8');

function demo(): HallFile {
  const read = readHallFile(demoText);
  if (!read.ok) throw new Error(describeProblems('demo-hall.yaml', read.error));
  return read.value;
}

function problemsOf(text: string): string[] {
  const read = readHallFile(text);
  return read.ok ? [] : describeProblems('hall.yaml', read.error).split('\n');
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

describe('the demo hall', () => {
  it('[A60] has services A to E, counters 1 to 8 and three classes, in both languages', () => {
    const { hall, configuration } = demo();
    expect(hall).toBe('demo');
    expect(configuration.services.map((service) => service.id)).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(configuration.counters.map((counter) => counter.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(configuration.classes.map((each) => each.id)).toEqual(['standard', 'priority', 'vip']);
    expect(configuration.routing).toEqual({ kind: 'aging', factors: { standard: 1, priority: 2, vip: 2 }, passedMax: 3 });
  });

  it('[A60] lets every counter serve every service', () => {
    for (const counter of demo().configuration.counters)
      expect(counter.serves.flat().toSorted()).toEqual(['A', 'B', 'C', 'D', 'E']);
  });
});

describe('reading hall.yaml', () => {
  it('[A61] takes a lone service of `serves` as a tier of its own, and a list as a tier of equals', () => {
    const { configuration } = demo();
    expect(must(configuration.counters[3], 'counter 4').serves).toEqual([['A'], ['B', 'C', 'D', 'E']]);
    expect(must(configuration.counters[0], 'counter 1').serves).toEqual([['A', 'B', 'C', 'D', 'E']]);
  });

  it('[T91] takes a lone class of a service as a tier of its own, and writes it back so', () => {
    const short = demoText.replace('serves: [A, [B, C, D, E]]', 'serves: [{ service: A, class: vip }, [A, B], C, D, E]');
    const read = readHallFile(short);
    if (!read.ok) throw new Error(describeProblems('hall.yaml', read.error));
    const { serves } = must(read.value.configuration.counters[3], 'counter 4');
    expect(serves).toEqual([[{ service: 'A', class: 'vip' }], ['A', 'B'], ['C'], ['D'], ['E']]);
    expect(readHallFile(writeHallFile(read.value))).toEqual(read);
    expect(problemsOf(demoText.replace('serves: [A, [B,', 'serves: [{ service: A, class: gold }, [A, B,'))).toEqual([
      expect.stringMatching(/^hall\.yaml:\d+:\d+ counters\[3\]\.serves\[0\](\[0\])?: class gold is not defined$/),
    ]);
  });

  it('[A62] names line, column and path of a wrong type, a missing key and an unknown key, all at once', () => {
    const text = demoText
      .replace('passedMax: 3', 'passedMax: many')
      .replace("brandColour: '#0b5cad'\n", '')
      .replace('timeZone:', 'colour: red\ntimeZone:');
    expect(problemsOf(text)).toEqual([
      `hall.yaml:${lineOf(text, '\nhall: demo') + 1}:1 brandColour: is missing (string)`,
      `hall.yaml:${lineOf(text, 'passedMax: many')}:3 routing.passedMax: Invalid input: expected number, received string`,
      `hall.yaml:${lineOf(text, 'colour: red')}:1 colour: nobody knows this key`,
    ]);
  });

  it('[A62] names the place inside a list that is written in one line', () => {
    const text = demoText.replace('kind: room', 'kind: cellar');
    const line = must(text.split('\n')[lineOf(text, 'kind: cellar') - 1], 'the line');
    expect(problemsOf(text)).toEqual([
      `hall.yaml:${lineOf(text, 'kind: cellar')}:${line.indexOf('kind:') + 1} counters[7].kind: Invalid option: expected one of "counter"|"room"`,
    ]);
  });

  it('[A62] names what fits the shape and makes no sense', () => {
    const text = demoText.replace('[[D, E], [A, B, C]]', '[[D, E], [A, B, Z]]');
    const [problem, ...more] = problemsOf(text);
    expect(problem).toMatch(new RegExp(`^hall\\.yaml:${lineOf(text, '[A, B, Z]')}:\\d+ counters\\[5\\]\\.serves`));
    expect(more).toEqual([]);
  });

  it('[A62] names a key that is given twice and text that is no YAML', () => {
    const twice = demoText.replace('timeZone: Asia/Shanghai', 'timeZone: Asia/Shanghai\ntimeZone: Asia/Tokyo');
    expect(problemsOf(twice)).toEqual([`hall.yaml:${lineOf(twice, 'timeZone: Asia/Tokyo')}:1 Map keys must be unique`]);
    expect(problemsOf('hall: [demo')[0]).toMatch(/^hall\.yaml:1:\d+ /);
    expect(problemsOf('')[0]).toMatch(/^hall\.yaml:1:1 /);
    expect(problemsOf('- 1\n- 2\n')[0]).toMatch(/^hall\.yaml:1:1 /);
  });

  it('[A62] names an alias, which is not read: also one of nothing, of itself, or of billions', () => {
    expect(problemsOf('hall: *nobody\n')).toEqual(['hall.yaml:1:7 *nobody: aliases are not read, write the value out']);
    expect(problemsOf('hall: demo\nname: &self\n  zh: *self\n')[0]).toMatch(/^hall\.yaml:3:7 \*self: /);
    const levels = Array.from({ length: 9 }, (_, level) => `l${level}: &l${level} [${`*l${level - 1}, `.repeat(9)}]`);
    expect(problemsOf(['l-1: &l-1 [x]', ...levels].join('\n'))[0]).toMatch(/^hall\.yaml:2:10 \*l-1: /);
  });

  it('[A63] reads what it wrote to the same hall', () => {
    const file = demo();
    const again = readHallFile(writeHallFile(file));
    expect(again).toEqual({ ok: true, value: file });
  });

  it('[A63] means the same to a reader of YAML 1.1, to which 12:30 is a number', () => {
    const written = writeHallFile(demo());
    const read = parse(written, { version: '1.1', resolveKnownTags: false }) as { readonly minimumOpen: readonly object[] };
    expect(read).toEqual(parse(written));
    expect(read.minimumOpen[0]).toMatchObject({ from: '11:30', to: '13:30' });
  });

  it('[A63] writes out what a configuration in memory shares', () => {
    const file = demo();
    const everyDay = [{ from: '08:30', to: '17:30' }];
    const shared = { ...file, configuration: { ...file.configuration, hours: { mon: everyDay, tue: everyDay } } };
    expect(readHallFile(writeHallFile(shared))).toEqual({ ok: true, value: shared });
  });
});
