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
    zh: `${recalls > 0 ? '再次请' : '请'} ${number} 号客户到 ${placeText(counter, 'zh')} 办理业务。`,
    en: `${recalls > 0 ? 'Calling again: ticket' : 'Ticket'} ${number}, please go to ${place}.`,
  };
}
