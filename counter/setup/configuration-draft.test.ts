import { describe, expect, it } from 'vitest';
import { PRINTER, wholeConfiguration } from '../../test/support/whole-configuration.ts';
import { readDraft } from './configuration-draft.ts';

const HALL = wholeConfiguration({
  printers: [PRINTER],
  displays: [{ id: 'front', name: 'wall', layout: 'calls-queues', night: { from: '20:00', to: '07:00' } }],
  media: { items: [{ id: 'film', file: 'film.mp4', until: '2030-01-01' }] },
  voice: { languages: ['zh'], numbers: 'digits', volume: 80 },
  kiosk: { idleSeconds: 30, identity: { kind: 'http', url: 'https://hall.example/who' } },
});
const WRONG: readonly unknown[] = [undefined, null, '', '?', 'x'.repeat(20_000), -1, 1.5, 1e9, true, [], {}, { foreign: 1 }];

/** The path of every value of the hall, leaves and branches. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([key, each]) => paths(each, [...path, key]))];
}

function spoiled(path: readonly string[], wrong: unknown): unknown {
  const hall = structuredClone(HALL) as unknown as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, hall);
  holder[path.at(-1)!] = wrong;
  return hall;
}

function told(path: string, wrong: unknown): readonly [zh: string | undefined, en: string | undefined] {
  const [zh, en] = (['zh', 'en'] as const).map((language) => {
    const read = readDraft(spoiled(path.split('.'), wrong), language);
    return read.is === 'faulty' ? read.problems[0]?.problem : undefined;
  });
  return [zh, en];
}

describe('a draft of the setup', () => {
  it.each([
    ['name.zh', '', '尚未填写', 'nothing is filled in here'],
    ['name.zh', 'x'.repeat(20_000), '最多 500 个字符', 'at most 500 characters'],
    ['businessDay.opensAt', '25:00', '时间请写作 08:30', 'a time is written 08:30'],
    ['routing.passedMax', -1, '不能小于 0', 'not less than 0'],
    ['routing.passedMax', 1.5, '此处须填整数', 'this is a whole number'],
    ['brandColour', 'red', '颜色请写作 #1A5FB4', 'a colour is written #1A5FB4'],
    ['services', [], '至少 1 项', 'at least 1 of them'],
    ['displays.0.layout', 'round', '只能是：calls-queues、', 'one of: calls-queues, '],
    ['media.items.0.file', '../key', '须为文件夹内的文件名', 'the name of a file in the folder'],
    ['feedback.rating', 'perhaps', '此处只能是“是”或“否”', 'this is yes or no'],
    ['kiosk.identity.url', 'ftp://hall', '网址以 http://', 'an address that begins with http://'],
  ])('[S117] says of %s = %s what is wrong with it', (path, wrong, zh, en) => {
    const [inChinese, inEnglish] = told(path, wrong);
    expect(inChinese).toContain(zh);
    expect(inEnglish).toContain(en);
  });

  it('[S117] never speaks as a schema does, whatever stands wherever', () => {
    expect(readDraft(HALL, 'zh').is).toBe('sound');
    const raw: string[] = [];
    let faults = 0;
    for (const [nth, path] of paths(HALL).entries()) {
      for (const problem of told(path.join('.'), WRONG[nth % WRONG.length])) {
        if (problem === undefined) continue;
        faults += 1;
        if (/expected|received|undefined|pattern|nvalid|Too |无效|期望|\/\^/.test(problem))
          raw.push(`${path.join('.')}: ${problem}`);
      }
    }
    expect(raw).toEqual([]);
    expect(faults).toBeGreaterThan(200);
  });
});
