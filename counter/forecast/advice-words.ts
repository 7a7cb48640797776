import type { AdvisedAction, AdviceFigures } from '../../shared/hall/forecast/advice.ts';
import type { AdviceEffect } from '../../shared/protocol/advice-report.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { StaffWords } from '../staff-words.svelte.ts';
import { MINUTE_MS } from './past-waits.ts';

/** What is advised, as an order in one sentence. */
export function actionText(action: AdvisedAction, words: StaffWords): string {
  const texts = words.forecast.advice.actions;
  switch (action.is) {
    case 'open-counter':
      return texts.open({
        counter: action.counter,
        teller: action.teller,
        services: action.services === null ? null : words.services(action.services),
        until: action.until === undefined ? null : words.time(action.until),
      });
    case 'serve-also':
      return texts.also(action.counter, words.services(action.services), words.time(action.until));
    case 'delay-break':
      return texts.delay(action.counter, action.minutes);
    case 'redirect':
      return texts.redirect(action.count, words.service(action.from), words.service(action.to));
    case 'call-help':
      return texts.help(words.service(action.service));
    default:
      return unreachable(action);
  }
}

/** Nine of ten wait so long at most, in whole minutes; null: longer than the hall is run ahead. */
export function p90Minutes({ waitP90Ms }: AdviceFigures): number | null {
  return waitP90Ms === null ? null : wholeMinutes(waitP90Ms);
}

export function wholeMinutes(ms: number): number {
  return Math.round(ms / MINUTE_MS);
}

/** `3.4`; less than a tenth of a minute is none. */
export function decimalMinutes(ms: number): string {
  const minutes = (ms / MINUTE_MS).toFixed(1);
  return minutes === '-0.0' ? '0.0' : minutes;
}

/** What was measured of an accepted or declined advice; null where the hub has not said. */
export function effectText(effect: AdviceEffect | null, words: StaffWords): string {
  const texts = words.forecast.effects;
  if (effect === null || effect.is === 'measuring') return texts.measuring;
  if (effect.is === 'unknown' || effect.savedMs === null || !Number.isFinite(effect.savedMs)) return texts.unknown;
  return effect.savedMs < 0 ? texts.worse(decimalMinutes(-effect.savedMs)) : texts.measured(decimalMinutes(effect.savedMs));
}
