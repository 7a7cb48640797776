import type { CounterSetup } from '../hall/configuration.ts';
import type { Call } from '../hall/state.ts';
import type { Text } from '../hall/text.ts';
import { placeText } from './words.ts';

/** What stands on the screen while a call is spoken, for who does not hear it. A number is written as on the ticket. */
export function announcementText(
  { number, recalls }: Pick<Call, 'number' | 'recalls'>,
  counter: Pick<CounterSetup, 'id' | 'name' | 'kind'>,
): Text {
  const place = counter.kind === 'room' ? `the ${counter.name.en}` : `counter ${counter.id}`;
  return {
    zh: `${recalls > 0 ? '再次请' : '请'} ${number} 号客户到 ${placeText(counter, 'zh')}办理业务。`,
    en: `${recalls > 0 ? 'Calling again: ticket' : 'Ticket'} ${number}, please go to ${place}.`,
  };
}

interface Announced {
  readonly call: Pick<Call, 'number' | 'recalls'>;
  readonly counter: Pick<CounterSetup, 'id' | 'name' | 'kind'>;
}

/** So many sentences can be read side by side; of more the numbers are listed, each with its place. */
const SENTENCES_MAX = 3;

/** What is told at one moment, nobody left out. */
export function captionText(told: readonly Announced[]): Text {
  if (told.length > SENTENCES_MAX) {
    const placeOf = ({ counter }: Announced): string => (counter.kind === 'room' ? placeText(counter, 'zh') : `${counter.id} 号`);
    const list = told.map((each) => `${each.call.number} → ${placeOf(each)}`).join('，');
    return { zh: `请到柜台办理业务：${list}。`, en: 'Please go to the counter beside your number.' };
  }
  const texts = told.map(({ call, counter }) => announcementText(call, counter));
  return { zh: texts.map(({ zh }) => zh).join(' '), en: texts.map(({ en }) => en).join(' ') };
}
