import type { HallConfiguration } from '../hall/configuration.ts';
import type { VoiceLanguage } from '../hall/setup/voice-setup.ts';
import { announcementWords, shortWords, type AnnouncingHall } from './announcement.ts';
import { ticketNumberWords } from './number-words.ts';
import { PROMPT_KEYS, promptWords } from './prompts.ts';
import { spokenWith, type ClipName, type SpokenTexts, type Word } from './word.ts';

/** The numbers that a day may come to and a pack must be able to say: A001 to A1000. */
const NUMBERS_SPOKEN = 1_000;
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const COUNTERS = Array.from({ length: 99 }, (_, index) => index + 1);

export type NeededClip = Pick<Word, 'clip' | 'text' | 'optional' | 'orElse'>;

type VoicedHall = AnnouncingHall & Pick<HallConfiguration, 'kiosk'> & { readonly series: readonly { readonly letter: string }[] };

/** What a pack needs to say every call that this hall can make, and what its kiosks say. Each clip once, in the order of the sentences. */
export function neededClips(hall: VoicedHall, language: VoiceLanguage): NeededClip[] {
  const letters = [...new Set(hall.series.flatMap(({ letter }) => [...letter]))];
  const spoken = hall.counters.filter(({ silent }) => silent !== true);
  const calls = spoken.flatMap(({ id }) => [0, 1].map((recalls) => ({ number: '', counter: id, recalls })));
  return once([
    ...calls.flatMap((call) => [...announcementWords(call, hall, language), ...shortWords(call, hall, language)]),
    ...numberClips(letters, hall.voice?.numbers ?? 'digits', language),
    ...(hall.kiosk?.spokenPrompts === true ? promptClips(language) : []),
  ]);
}

/** What a pack for any hall needs: every letter, both readings, counters 1 to 99, marked counters, rooms by their figure, the kiosk's prompts. */
export function wholePack(language: VoiceLanguage): NeededClip[] {
  const name = { zh: '', en: '' };
  const classes = [
    { id: 'priority', name: { zh: '优先', en: 'priority' } },
    { id: 'vip', name: { zh: 'VIP', en: 'VIP' } },
  ];
  const marked = classes.map((each, index) => ({ id: index + 1, kind: 'counter' as const, name, reservedFor: each.id }));
  const plain = COUNTERS.slice(marked.length).map((id) => ({ id, kind: 'counter' as const, name }));
  const room = { id: COUNTERS.length + 1, kind: 'room' as const, name };
  const series = LETTERS.map((letter) => ({ letter }));
  const needed = neededClips(
    { classes, counters: [...marked, ...plain, room], series, kiosk: { spokenPrompts: true } },
    language,
  );
  const byFigure = needed.flatMap((each) => each.orElse ?? each);
  return once([...byFigure, ...numberClips([], 'whole', language)]);
}

/** Of what is needed: what the pack cannot say at all, and what it says otherwise or leaves out. */
export function missingClips(
  needed: readonly NeededClip[],
  clips: SpokenTexts,
): { missing: NeededClip[]; replaced: NeededClip[] } {
  const { missing, replaced } = spokenWith(needed, clips);
  return { missing: once(missing), replaced: once(replaced) };
}

function numberClips(letters: readonly string[], reading: 'digits' | 'whole', language: VoiceLanguage): Word[] {
  const spelled = letters.flatMap((letter) => ticketNumberWords(letter, reading, language));
  const figures = reading === 'digits' ? ['0123456789'] : Array.from({ length: NUMBERS_SPOKEN }, (_, index) => String(index + 1));
  return [...spelled, ...figures.flatMap((each) => ticketNumberWords(each, reading, language))];
}

function promptClips(language: VoiceLanguage): Word[] {
  return PROMPT_KEYS.flatMap((key) => promptWords(key, {}, language));
}

function once(words: readonly NeededClip[]): NeededClip[] {
  const byClip = new Map<ClipName, NeededClip>();
  for (const word of words) if (!byClip.has(word.clip)) byClip.set(word.clip, word);
  return [...byClip.values()];
}
