import type { SpokenNumber, VoiceLanguage } from '../hall/setup/voice-setup.ts';
import { countWords, ticketNumberWords } from './number-words.ts';
import type { Word } from './word.ts';

/** What a kiosk says to whoever uses its keys without seeing the screen. */
export const PROMPT_KEYS = [
  'welcome',
  'option',
  'service',
  'page',
  'back',
  'confirm',
  'documents',
  'needs',
  'ticket',
  'ahead',
  'still-there',
  'closed',
  'stopped',
  'out-of-order',
  'ask-staff',
  'done',
] as const;
export type PromptKey = (typeof PROMPT_KEYS)[number];

/** One sentence of several that are said in one breath. */
export interface Prompt {
  readonly key: PromptKey;
  readonly facts?: PromptFacts | undefined;
}

/** What a prompt is about. `name`: the hall's own words, which only a voice that reads text can say; a pack says `letter` instead. */
export interface PromptFacts {
  readonly key?: number | undefined;
  readonly count?: number | undefined;
  readonly number?: string | undefined;
  readonly letter?: string | undefined;
}

const SAID: { readonly [Key in PromptKey]: { readonly zh: string; readonly en: string } } = {
  welcome: {
    zh: '欢迎光临，请按数字键选择，按零键重听。',
    en: 'Welcome. Please choose with the number keys. Press zero to hear this again.',
  },
  option: { zh: '请按', en: 'Press' },
  service: { zh: '业务', en: 'for service' },
  page: { zh: '按九键听更多选项。', en: 'Press nine for more.' },
  back: { zh: '按星号键返回。', en: 'Press star to go back.' },
  confirm: { zh: '按一键取号。', en: 'Press one to take a ticket.' },
  documents: { zh: '请准备好所需证件。', en: 'Please have your documents ready.' },
  needs: { zh: '需要优先服务，请按八键。', en: 'For priority assistance, press eight.' },
  ticket: { zh: '您的号码是', en: 'Your number is' },
  ahead: { zh: '前面等候人数', en: 'People waiting before you:' },
  'still-there': { zh: '请问您还在吗？按任意键继续。', en: 'Are you still there? Press any key to go on.' },
  closed: { zh: '现在不营业。', en: 'We are closed now.' },
  stopped: { zh: '暂停办理。', en: 'This service is suspended.' },
  'out-of-order': {
    zh: '本机暂停使用，请到咨询台取号。',
    en: 'This machine is out of service. Please ask at the information desk.',
  },
  'ask-staff': { zh: '请咨询工作人员。', en: 'Please ask our staff.' },
  done: { zh: '请到休息区等候，留意叫号。', en: 'Please take a seat and listen for your number.' },
};

/** `option` with `key` and `letter`: 请按 一 业务 A; `ticket` with `number`; `ahead` with `count`. */
export function promptWords(
  key: PromptKey,
  facts: PromptFacts,
  language: VoiceLanguage,
  reading: SpokenNumber = 'digits',
): Word[] {
  const said: Word = { clip: `prompt-${key}`, text: SAID[key][language] };
  switch (key) {
    case 'option':
      return [said, ...countWords(facts.key ?? 0, language), ...letterWords(facts.letter, language)];
    case 'ticket':
      return [said, ...ticketNumberWords(facts.number ?? '', reading, language)];
    case 'ahead':
      return [said, ...countWords(facts.count ?? 0, language)];
    default:
      return [said, ...letterWords(facts.letter, language)];
  }
}

function letterWords(letter: string | undefined, language: VoiceLanguage): Word[] {
  return letter === undefined
    ? []
    : [{ clip: 'prompt-service', text: SAID.service[language] }, ...ticketNumberWords(letter, 'digits', language)];
}
