import { classSetup, counterSetup, type CounterId, type HallConfiguration } from '../shared/hall/configuration.ts';
import { isOpenAt } from '../shared/hall/opening-hours.ts';
import type { Text } from '../shared/hall/text.ts';
import type { CounterSign } from '../shared/hall/views/counter-signs.ts';
import { displayTexts } from '../shared/i18n/display.ts';
import { placeText, reservedText, words } from '../shared/i18n/words.ts';

/** Where a counter is, as customers read it. */
export function counterPlace(configuration: HallConfiguration, id: CounterId): Text {
  const counter = counterSetup(configuration, id);
  if (counter === undefined) return { zh: String(id), en: String(id) };
  return { zh: placeText(counter, 'zh'), en: placeText(counter, 'en') };
}

/** A counter by its figure, a room by its name; what stands small beside it. */
export function counterFigure(configuration: HallConfiguration, id: CounterId): { readonly name: string; readonly second: Text } {
  const counter = counterSetup(configuration, id);
  if (counter?.kind === 'room') return { name: counter.name.zh, second: { zh: '', en: counter.name.en } };
  return { name: String(id), second: { zh: displayTexts('zh').counter, en: displayTexts('en').counter } };
}

/** For whom a counter is kept, openly: 优先台席, VIP 专席. Null: for everybody, or a room, which is named for whom it is. */
export function reservedMark(configuration: HallConfiguration, id: CounterId): Text | null {
  const counter = counterSetup(configuration, id);
  const group = counter?.reservedFor === undefined ? undefined : classSetup(configuration, counter.reservedFor);
  return group === undefined || counter?.kind === 'room'
    ? null
    : { zh: reservedText(group, 'zh'), en: reservedText(group, 'en') };
}

/** What a counter does. Closed outside the posted hours is no pause. */
export function stateWord(
  hall: { readonly configuration: HallConfiguration; readonly clock: { readonly now: number } },
  { mode }: Pick<CounterSign, 'mode'>,
): Text {
  const { hours, timeZone } = hall.configuration;
  if (mode === 'closed' && !isOpenAt(hours, timeZone, hall.clock.now)) {
    return { zh: displayTexts('zh').offHours, en: displayTexts('en').offHours };
  }
  return { zh: words('zh').modes.customer[mode], en: words('en').modes.customer[mode] };
}
