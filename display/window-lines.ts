import { serviceSetup, type HallConfiguration, type ServiceId } from '../shared/hall/configuration.ts';
import type { Text } from '../shared/hall/text.ts';
import type { CounterSign } from '../shared/hall/views/counter-signs.ts';
import { displayTexts } from '../shared/i18n/display.ts';
import type { Language } from '../shared/i18n/language.ts';
import { words } from '../shared/i18n/words.ts';

/** More than fit above a counter are named in one word when it serves everything, else cut short. */
const SERVICES_NAMED_MAX = 6;

/** What the counter does now, as a whole sentence. */
export function statePhrase(sign: Pick<CounterSign, 'mode' | 'number'>): Text {
  return { zh: phrase(sign, 'zh'), en: phrase(sign, 'en') };
}

function phrase(sign: Pick<CounterSign, 'mode' | 'number'>, language: Language): string {
  const texts = displayTexts(language).window;
  if (sign.mode === 'calling') return sign.number === null ? texts.serving : texts.calling(sign.number);
  return texts[sign.mode];
}

/** The services of a counter, first choice first. */
export function servicesText(configuration: HallConfiguration, ids: readonly ServiceId[]): Text {
  const services = ids.flatMap((id) => serviceSetup(configuration, id) ?? []);
  if (services.length > SERVICES_NAMED_MAX && services.length === configuration.services.length) {
    return { zh: displayTexts('zh').allServices, en: displayTexts('en').allServices };
  }
  const names = (language: Language) => services.map(({ name }) => name[language]).join(' · ');
  return { zh: names('zh'), en: names('en') };
}

/** What takes turns on the one line of an LED strip. */
export function stripLines(sign: CounterSign, services: Text): string[] {
  const said = statePhrase(sign).zh;
  const short = words('en').modes.customer[sign.mode];
  const staff = sign.teller === null ? [] : [words('zh').staffNumber(sign.teller)];
  return [said, short, services.zh, services.en, ...staff].filter((line) => line !== '');
}
