import { describe, expect, it } from 'vitest';
import { announcementWords, shortWords, type AnnouncingHall } from './announcement.ts';
import { missingClips, neededClips, wholePack } from './needed-clips.ts';
import { countWords, ticketNumberWords } from './number-words.ts';
import { PROMPT_KEYS, promptWords } from './prompts.ts';
import { gainOf, volumeAt } from './volume.ts';
import { readAloud, spokenWith, type SpokenTexts, type Word } from './word.ts';

const HALL: AnnouncingHall = {
  classes: [
    { id: 'standard', name: { zh: '普通', en: 'standard' } },
    { id: 'priority', name: { zh: '优先', en: 'priority' } },
    { id: 'gold', name: { zh: '金卡', en: 'gold' } },
  ],
  counters: [
    { id: 3, kind: 'counter', name: { zh: '3号柜台', en: 'Counter 3' } },
    { id: 7, kind: 'counter', name: { zh: '7号柜台', en: 'Counter 7' }, reservedFor: 'priority' },
    { id: 8, kind: 'room', name: { zh: 'VIP 接待室', en: 'VIP room' }, reservedFor: 'gold' },
    { id: 12, kind: 'counter', name: { zh: '12号柜台', en: 'Counter 12' }, reservedFor: 'gold' },
  ],
};

const call = (counter: number, number = 'A012', recalls = 0) => ({ number, counter, recalls });
const said = (words: readonly Word[]): string => readAloud(words);
const texts = (words: readonly { readonly clip: string; readonly text: string }[]): SpokenTexts =>
  Object.fromEntries(words.map(({ clip, text }) => [clip, { text }]));

describe('what the voice says', () => {
  it('[D20] reads a number as people read it', () => {
    expect(said(ticketNumberWords('A012', 'digits', 'zh'))).toBe('A 零幺二');
    expect(said(ticketNumberWords('A012', 'digits', 'en'))).toBe('A zero one two');
    expect(said(ticketNumberWords('AB1000', 'digits', 'zh'))).toBe('A B 幺零零零');
    expect(said(ticketNumberWords('7', 'digits', 'en'))).toBe('seven');
  });

  it.each([
    [1, '一', 'one'],
    [2, '二', 'two'],
    [10, '十', 'ten'],
    [12, '十二', 'twelve'],
    [20, '二十', 'twenty'],
    [42, '四十二', 'forty two'],
    [100, '一百', 'one hundred'],
    [102, '一百零二', 'one hundred and two'],
    [111, '一百一十一', 'one hundred and eleven'],
    [220, '两百二十', 'two hundred and twenty'],
    [999, '九百九十九', 'nine hundred and ninety nine'],
    [1_000, '一千', 'one thousand'],
    [2_002, '两千零二', 'two thousand and two'],
    [2_020, '两千零二十', 'two thousand and twenty'],
    [2_200, '两千两百', 'two thousand two hundred'],
    [10_234, '幺零二三四', 'one zero two three four'],
  ])('[V1] reads %i as a whole number where the hall has chosen so', (value, zh, en) => {
    const number = `A${String(value).padStart(3, '0')}`;
    expect(said(ticketNumberWords(number, 'whole', 'zh'))).toBe(`A ${zh}`);
    expect(said(ticketNumberWords(number, 'whole', 'en'))).toBe(`A ${en}`);
  });

  it('[D20] counts a counter and names a room', () => {
    expect(said(announcementWords(call(3), HALL, 'zh'))).toBe('请 A 零幺二号客户到三号柜台办理业务。');
    expect(said(announcementWords(call(3), HALL, 'en'))).toBe('Ticket A zero one two, please go to counter three');
    expect(said(announcementWords(call(8, 'V003'), HALL, 'zh'))).toBe('请 V 零零三号客户到 VIP 接待室办理业务。');
    expect(said(announcementWords(call(8, 'V003'), HALL, 'en'))).toBe('Ticket V zero zero three, please go to the VIP room');
    expect([9, 12, 20, 21, 101].map((counter) => said(countWords(counter, 'en')))).toEqual([
      'nine',
      'twelve',
      'twenty',
      'twenty one',
      'one zero one',
    ]);
  });

  it('[V2] marks a reserved counter openly, says that a call is repeated, and has a short form', () => {
    expect(said(announcementWords(call(7), HALL, 'zh'))).toBe('请 A 零幺二号客户到优先台席七号柜台办理业务。');
    expect(said(announcementWords(call(7), HALL, 'en'))).toBe(
      'Ticket A zero one two, please go to counter seven, the priority counter',
    );
    expect(said(announcementWords(call(12, 'A012', 1), HALL, 'zh'))).toBe('再次请 A 零幺二号客户到金卡专席十二号柜台办理业务。');
    expect(said(announcementWords(call(3, 'A012', 2), HALL, 'en'))).toBe(
      'Calling again. Ticket A zero one two, please go to counter three',
    );
    expect(said(shortWords(call(3), HALL, 'zh'))).toBe('A 零幺二号，三号柜台');
    expect(said(shortWords(call(3), HALL, 'en'))).toBe('A zero one two counter three');
  });

  it('[V1] reads whole numbers in announcements too, and in the kiosk’s prompts', () => {
    const hall = { ...HALL, voice: { languages: ['zh' as const], numbers: 'whole' as const } };
    expect(said(announcementWords(call(3), hall, 'zh'))).toBe('请 A 十二号客户到三号柜台办理业务。');
    expect(said(promptWords('ticket', { number: 'B102' }, 'zh', 'whole'))).toBe('您的号码是 B 一百零二');
    expect(said(promptWords('option', { key: 2, letter: 'B' }, 'en'))).toBe('Press two for service B');
    expect(said(promptWords('ahead', { count: 12 }, 'zh'))).toBe('前面等候人数十二');
  });
});

describe('what a pack can say', () => {
  it('[V3] says a room by its name where it has it, under whatever name, else by its figure; a mark that it lacks is left out', () => {
    const words = announcementWords(call(8, 'V003'), HALL, 'zh');
    const pack = texts(wholePack('zh'));
    expect(said(spokenWith(words, pack).words)).toBe('请 V 零零三号客户到八号办理业务。');
    expect(spokenWith(words, pack).replaced.map(({ clip }) => clip)).toEqual(['place-8']);
    const named = spokenWith(words, { ...pack, 'room-vip': { text: 'VIP接待室' } });
    expect(named.words.map(({ clip }) => clip)).toContain('room-vip');
    expect(spokenWith(words, { ...pack, 'place-8': { text: '贵宾厅' } }).words.map(({ clip }) => clip)).toContain('place-8');
    const unmarked = spokenWith(announcementWords(call(12), HALL, 'en'), texts(wholePack('en')));
    expect([unmarked.missing, said(unmarked.words)]).toEqual([[], 'Ticket A zero one two, please go to counter twelve']);
  });

  it('[V3] tells what a hall needs and a pack lacks, each once; a silent room needs nothing', () => {
    const series = [{ letter: 'A' }, { letter: 'VB' }];
    const counters = HALL.counters.map((counter) => (counter.id === 8 ? { ...counter, silent: true } : counter));
    const needed = neededClips({ ...HALL, counters, series, kiosk: {} }, 'zh');
    const names = needed.map(({ clip }) => clip);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['letter-a', 'letter-v', 'letter-b', 'digit-9', 'reserved-gold', 'ten', 'again']),
    );
    expect(names).not.toContain('place-8');
    expect(names).not.toContain('letter-c');
    expect(names.some((name) => name.startsWith('prompt-'))).toBe(false);
    const { 'digit-7': _gone, ...pack } = texts(wholePack('zh'));
    const lacks = missingClips(needed, pack);
    expect(lacks.missing.map(({ clip, text }) => [clip, text])).toEqual([['digit-7', '七']]);
    expect(lacks.replaced.map(({ clip }) => clip)).toEqual(['reserved-gold']);
    const whole = neededClips({ ...HALL, series, voice: { languages: ['en'], numbers: 'whole' } }, 'en').map(({ clip }) => clip);
    expect(whole).toEqual(expect.arrayContaining(['number-19', 'number-90', 'hundred', 'and', 'thousand', 'place-8']));
  });

  it('[V1, V3] a whole pack says every number from 1 to 1,000 both ways, repeated calls, marked counters and every prompt', () => {
    for (const language of ['zh', 'en'] as const) {
      const pack = texts(wholePack(language));
      const words = (['digits', 'whole'] as const).flatMap((numbers) => {
        const hall = { ...HALL, voice: { languages: [language], numbers } };
        const figures = Array.from({ length: 1_000 }, (_, index) => ticketNumberWords(`Z${index + 1}`, numbers, language));
        const calls = [announcementWords(call(7, 'Z001', 1), hall, language), shortWords(call(12), hall, language)];
        return [
          ...figures,
          ...calls,
          ...PROMPT_KEYS.map((key) => promptWords(key, { letter: 'Q', number: 'Q9' }, language)),
        ].flat();
      });
      expect(spokenWith(words, pack).missing).toEqual([]);
    }
  });
});

describe('how loud', () => {
  it('[V4] is the hall’s volume, other volumes at certain hours, over midnight too', () => {
    const voice = {
      volume: 70,
      volumes: [
        { hours: { from: '12:00', to: '13:30' }, volume: 40 },
        { hours: { from: '21:00', to: '07:00' }, volume: 0 },
      ],
    };
    const at = (time: string) => volumeAt(voice, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    expect(['11:59', '12:00', '13:29', '13:30', '20:59', '21:00', '00:00', '06:59', '07:00'].map(at)).toEqual([
      70, 40, 40, 70, 70, 0, 0, 0, 70,
    ]);
    expect(volumeAt({}, 600)).toBe(80);
    expect([gainOf(0), gainOf(50), gainOf(100), gainOf(300)]).toEqual([0, 0.25, 1, 1]);
  });
});
