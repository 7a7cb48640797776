import type { CounterSetup } from '../hall/configuration.ts';
import type { Language } from './language.ts';
import { counterReading, numberReading } from './number-reading.ts';

/** What the hall's voice says. A room is named, a counter is counted. */
export function announcement(number: string, counter: Pick<CounterSetup, 'id' | 'name' | 'kind'>, language: Language): string {
  const spoken = numberReading(number, language);
  if (language === 'zh') {
    const place = counter.kind === 'room' ? counter.name.zh : `${counter.id} 号柜台`;
    return `请 ${spoken}号客户到 ${place}办理业务。`;
  }
  const place = counter.kind === 'room' ? `the ${counter.name.en}` : `counter ${counterReading(counter.id, 'en')}`;
  return `Ticket ${spoken}, please go to ${place}.`;
}
