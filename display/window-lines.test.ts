import { describe, expect, it } from 'vitest';
import type { CounterSign } from '../shared/hall/views/counter-signs.ts';
import { testConfiguration } from '../test/support/test-configuration.ts';
import { servicesText, statePhrase, stripLines } from './window-lines.ts';

const SIGN: CounterSign = {
  counter: 1,
  mode: 'idle',
  number: null,
  classId: null,
  teller: '1003',
  since: 0,
  reason: null,
  planned: null,
  only: null,
  autoCall: false,
};

describe('the words of a window', () => {
  it('[D14, D47] tell state, services and staff number in turn, in both languages', () => {
    const configuration = testConfiguration();
    const services = servicesText(configuration, ['B', 'A']);
    expect(services.zh.split(' · ')).toHaveLength(2);
    expect(stripLines(SIGN, services)).toEqual(['业务受理', 'Open', services.zh, services.en, '工号 1003']);
    expect(stripLines({ ...SIGN, teller: null }, { zh: '', en: '' })).toEqual(['业务受理', 'Open']);
    expect(statePhrase({ ...SIGN, mode: 'calling', number: 'A012' })).toEqual({ zh: '请 A012 号办理', en: 'A012, please' });
    expect(statePhrase({ ...SIGN, mode: 'calling', number: null }).en).toBe('Now serving');
  });

  it('[D26] name everything in one word, and else what there is', () => {
    const small = testConfiguration();
    const services = Array.from({ length: 8 }, (_, index) => ({ ...small.services[0]!, id: `S${index}` }));
    const ids = services.map(({ id }) => id);
    expect(servicesText({ ...small, services }, ids)).toEqual({ zh: '全部业务', en: 'All services' });
    expect(servicesText({ ...small, services }, ids.slice(1)).zh.split(' · ')).toHaveLength(7);
  });
});
