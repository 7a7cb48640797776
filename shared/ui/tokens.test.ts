import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTRAST_MIN, contrast, dimmestOn, readableOn } from './brand-colour.ts';

const CSS = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8');
const TEXTS = ['ink', 'ink-quiet', 'brand', 'state-idle', 'state-paused', 'state-closed', 'state-fault'];
const GROUNDS = ['ground', 'ground-raised'];

/** The colours of each block of the file that has a ground: one block for each theme. */
function themes(): ReadonlyMap<string, string>[] {
  return [...CSS.matchAll(/\{([^{}]*--ground:[^{}]*)\}/g)].map(
    ([, block = '']) =>
      new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour])),
  );
}

describe('colours', () => {
  it('[D15, D48, K107] reach 7:1 on every ground of their theme', () => {
    expect(themes()).toHaveLength(6);
    for (const theme of themes()) {
      for (const text of TEXTS) {
        for (const ground of GROUNDS) {
          const ratio = contrast(theme.get(text)!, theme.get(ground)!);
          expect(ratio, `${text} ${theme.get(text)} on ${ground} ${theme.get(ground)}`).toBeGreaterThanOrEqual(CONTRAST_MIN);
        }
      }
      expect(contrast(theme.get('on-brand')!, theme.get('brand')!)).toBeGreaterThanOrEqual(CONTRAST_MIN);
      expect(contrast(theme.get('ink-quiet')!, theme.get('ground-strong')!)).toBeGreaterThanOrEqual(CONTRAST_MIN);
    }
  });

  it('[D15, D40] of an emergency can be read, and are the same on every screen', () => {
    const [, ground = ''] = /--emergency: (#[0-9a-f]{6})/.exec(CSS)!;
    const [, text = ''] = /--on-emergency: (#[0-9a-f]{6})/.exec(CSS)!;
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(CONTRAST_MIN);
    expect(CSS.match(/--(?:on-)?emergency:/g)).toHaveLength(2);
  });

  it('[D15] of any hall are changed until they can be read, and no further', () => {
    for (const brand of ['#0b5cad', '#000000', '#ffffff', '#e60012', '#00a651', '#ffd400', '#777777']) {
      for (const ground of ['#0b0f14', '#26323d', '#ffffff', '#e3e7eb']) {
        expect(contrast(readableOn(brand, ground), ground)).toBeGreaterThanOrEqual(CONTRAST_MIN);
      }
    }
    for (const brand of ['#0b5cad', '#ffd400', '#ffffff']) {
      const day = readableOn(brand, '#14191e');
      const night = dimmestOn(day, '#14191e');
      expect(contrast(night, '#14191e')).toBeGreaterThanOrEqual(CONTRAST_MIN);
      expect(contrast(night, '#14191e')).toBeLessThan(CONTRAST_MIN + 0.6);
    }
    expect(readableOn('#0b4a8f', '#ffffff')).toBe('#0b4a8f');
  });
});
