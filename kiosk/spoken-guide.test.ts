import { expect, it } from 'vitest';
import { earphoneAmong } from './earphones.ts';
import { promptsOf, SpokenGuide, type SpokenPage } from './spoken-guide.ts';

it('[K120] says what each key does, then what comes of it', () => {
  const choices = { letters: ['A', undefined, 'B'], hasMore: true, hasNeeds: true };
  expect(promptsOf({ is: 'choices', choices, first: true })).toEqual([
    { key: 'welcome' },
    { key: 'option', facts: { key: 1, letter: 'A' } },
    { key: 'option', facts: { key: 2, letter: undefined } },
    { key: 'option', facts: { key: 3, letter: 'B' } },
    { key: 'needs' },
    { key: 'page' },
  ]);
  const ticket = { is: 'ticket', ticket: 't', number: 'A012', ahead: 3, quote: null, service: null } as const;
  expect(promptsOf({ is: 'visit', page: ticket })).toEqual([
    { key: 'ticket', facts: { number: 'A012' } },
    { key: 'ahead', facts: { count: 3 } },
    { key: 'done' },
  ]);
  expect(promptsOf({ is: 'visit', page: { ...ticket, ahead: null } }).map(({ key }) => key)).toEqual(['ticket', 'done']);
});

it('[K120, K121] speaks only to who uses keys, into the earphone where one is plugged in, and says it again', () => {
  const said: string[] = [];
  let [isOn, isPrivate] = [false, false];
  const guide = new SpokenGuide({
    say: (prompts, manner) => said.push(`${manner.language} ${manner.isPrivate ? 'earphone' : 'aloud'} ${prompts[0]!.key}`) > 0,
    stop: () => said.push('stop'),
    isOn: () => isOn,
    isPrivate: () => isPrivate,
  });
  const page: SpokenPage = { is: 'still-there' };
  guide.say(page, 'zh');
  [isOn, isPrivate] = [true, true];
  guide.again();
  isPrivate = false;
  guide.say(page, 'en');
  guide.stop();
  expect(said).toEqual(['zh earphone still-there', 'en aloud still-there', 'stop']);
});

it('[K121] finds the earphone among the outputs, where the browser names them', () => {
  const output = (label: string, deviceId = 'x') => ({ kind: 'audiooutput' as const, label, deviceId });
  expect(earphoneAmong([output('Speakers'), output('Headphones (jack)', 'hp')])).toBe('hp');
  expect(earphoneAmong([output('扬声器'), output('耳机', 'ej')])).toBe('ej');
  expect(earphoneAmong([{ kind: 'audioinput', label: 'Headset microphone', deviceId: 'm' }, output('')])).toBeNull();
});
