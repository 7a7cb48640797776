import type { CounterSetup, HallConfiguration } from '../hall/configuration.ts';
import type { SpokenNumber, VoiceLanguage } from '../hall/setup/voice-setup.ts';
import type { Call } from '../hall/state.ts';
import { countWords, ticketNumberWords } from './number-words.ts';
import type { Word } from './word.ts';

/** What of a hall its announcements depend on. */
export type AnnouncingHall = Pick<HallConfiguration, 'voice' | 'classes'> & {
  readonly counters: readonly Pick<CounterSetup, 'id' | 'kind' | 'name' | 'reservedFor' | 'silent'>[];
};
type Place = AnnouncingHall['counters'][number];

export type Announced = Pick<Call, 'number' | 'counter' | 'recalls'>;

const PHRASE_PAUSE_MS = 160;

/** What the hall's voice says of one call. A counter is counted, a room is named, a reserved counter is openly marked. */
export function announcementWords(call: Announced, hall: AnnouncingHall, language: VoiceLanguage): Word[] {
  const reading: SpokenNumber = hall.voice?.numbers ?? 'digits';
  const number = ticketNumberWords(call.number, reading, language);
  const isAgain = call.recalls > 0;
  const counter = hall.counters.find(({ id }) => id === call.counter);
  const place = counter?.kind === 'room' ? roomWords(counter, language) : counterWords(call.counter, language);
  const reserved = counter?.kind === 'counter' ? reservedWords(counter, hall, language) : [];
  if (language === 'zh') {
    const again: Word[] = isAgain ? [{ clip: 'again', text: '再次', optional: true }] : [];
    const to: Word = { clip: 'customer-to', text: '号客户到' };
    return [
      ...again,
      { clip: 'please', text: '请' },
      ...number,
      to,
      ...reserved,
      ...place,
      { clip: 'business', text: '办理业务。' },
    ];
  }
  const again: Word[] = isAgain ? [{ clip: 'again', text: 'Calling again.', pauseMs: PHRASE_PAUSE_MS, optional: true }] : [];
  return [
    ...again,
    { clip: 'please', text: 'Ticket' },
    ...number,
    { clip: 'customer-to', text: ', please go to' },
    ...place,
    ...reserved,
  ];
}

/** The shortest that sends somebody to the right place: number and counter. */
export function shortWords(call: Announced, hall: AnnouncingHall, language: VoiceLanguage): Word[] {
  const number = ticketNumberWords(call.number, hall.voice?.numbers ?? 'digits', language);
  const counter = hall.counters.find(({ id }) => id === call.counter);
  const place = counter?.kind === 'room' ? roomWords(counter, language) : counterWords(call.counter, language);
  return language === 'zh'
    ? [...number, { clip: 'number-suffix', text: '号，', pauseMs: PHRASE_PAUSE_MS }, ...place]
    : [...number, ...place];
}

function counterWords(counter: number, language: VoiceLanguage): Word[] {
  const figure = countWords(counter, language);
  return language === 'zh' ? [...figure, { clip: 'counter', text: '号柜台' }] : [{ clip: 'counter', text: 'counter' }, ...figure];
}

/** By its name where the pack has it, else by its figure: `8 号`, `number eight`. */
function roomWords({ id, name }: Place, language: VoiceLanguage): Word[] {
  const figure = countWords(id, language);
  const orElse: readonly Word[] =
    language === 'zh'
      ? [...figure, { clip: 'number-suffix', text: '号' }]
      : [{ clip: 'number-prefix', text: 'number' }, ...figure];
  return [{ clip: `place-${id}`, text: language === 'zh' ? name.zh : `the ${name.en}`, orElse }];
}

/** Nobody should wonder why somebody else was called there. Left out where a pack does not have the class. */
function reservedWords({ reservedFor }: Place, hall: AnnouncingHall, language: VoiceLanguage): Word[] {
  const group = hall.classes.find(({ id }) => id === reservedFor);
  if (group === undefined) return [];
  const clip = `reserved-${group.id}`;
  if (language === 'en') return [{ clip, text: `, the ${group.name.en} counter`, optional: true }];
  return [
    { clip, text: group.id === 'priority' ? '优先台席' : `${group.name.zh} 专席`, pauseMs: PHRASE_PAUSE_MS, optional: true },
  ];
}
