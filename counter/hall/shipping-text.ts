import type { Language } from '../../shared/i18n/language.ts';
import { regionTexts } from '../../shared/i18n/region-texts.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { ShippingState } from '../../shared/protocol/shipping.ts';

/** In a sentence; null where the hall ships nothing. */
export function shippingText(state: ShippingState, language: Language, timeText: (at: EpochMs) => string): string | null {
  const texts = regionTexts(language);
  switch (state.is) {
    case 'off':
      return null;
    case 'up-to-date':
      return texts.shipping['up-to-date'](timeText(state.at));
    case 'behind':
      return texts.shipping.behind(state.by);
    case 'cut-off':
      return texts.shipping['cut-off'](texts.cutOff[state.why], timeText(state.since), state.by);
    case 'refused':
      return texts.shipping.refused(texts.faults[state.fault], timeText(state.since));
  }
}
