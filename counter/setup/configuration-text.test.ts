import { describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { readDraft } from './configuration-draft.ts';
import { configurationText, readConfigurationText, TEXT_FORMATS } from './configuration-text.ts';
import { newClass, newCounter, newDisplay, newPrinter, newPublicPage, newRule, newService } from './new-things.ts';
import { isByClass, tierOf, turned } from './tiers.ts';

const draft = () => JSON.parse(JSON.stringify(testConfiguration())) as Parameters<typeof newService>[0];

describe('the configuration as text', () => {
  it.each(TEXT_FORMATS)('[S89] as %s it is read back to the same', (format) => {
    const read = readConfigurationText(configurationText(testConfiguration(), format));
    expect(read).toEqual({ ok: true, value: testConfiguration() });
  });

  it('[S89] leaves out the hall’s id, and tells what cannot be read', () => {
    expect(readConfigurationText('hall: demo\nbrandColour: "#112233"')).toEqual({ ok: true, value: { brandColour: '#112233' } });
    expect(readConfigurationText('a: 1\na: 2').ok).toBe(false);
    expect(readConfigurationText('- a').ok).toBe(false);
    expect(readConfigurationText('a: &x [1]\nb: *x').ok).toBe(false);
  });
});

describe('the forms', () => {
  it('[S85] what they add is sound as it stands', () => {
    const changed = draft();
    const { service, series } = newService(changed);
    changed.services.push(service);
    changed.series.push(must(series, 'a letter is free'));
    changed.classes.push(newClass(changed));
    changed.counters.push(newCounter(changed));
    changed.printers.push(newPrinter(changed));
    changed.displays = [newDisplay(changed)];
    changed.displays.push(newDisplay(changed));
    changed.publicPages = [newPublicPage(changed, { zh: '新公示', en: 'New page' })];
    expect(readDraft(changed, 'en').is).toBe('sound');
    for (const kind of ['fcfs', 'strict', 'aging', 'head-start', 'ratio'] as const) {
      changed.routing = newRule(kind, changed);
      expect([kind, readDraft(changed, 'en').is]).toEqual([kind, 'sound']);
    }
  });

  it('[S85] a cell of the table turns from not served over first, second and third choice to not served', () => {
    const serves = [['A'], ['B']];
    expect([tierOf(serves, 'A'), tierOf(serves, 'B'), tierOf(serves, 'C')]).toEqual([1, 2, null]);
    expect(turned(serves, 'C')).toEqual([['A', 'C'], ['B']]);
    expect(turned([['A', 'C'], ['B']], 'C')).toEqual([['A'], ['B', 'C']]);
    expect(turned([['A'], ['B', 'C']], 'C')).toEqual([['A'], ['B'], ['C']]);
    expect(turned([['A'], ['B'], ['C']], 'C')).toEqual([['A'], ['B']]);
    expect(isByClass([['A'], [{ service: 'B' }]] as never)).toBe(true);
    expect(isByClass(serves)).toBe(false);
  });
});
