import type { VoiceLanguage } from '../../shared/hall/setup/voice-setup.ts';
import type { PromptKey } from '../../shared/voice/prompts.ts';
import { wholePack } from '../../shared/voice/needed-clips.ts';
import type { ClipName } from '../../shared/voice/word.ts';

/** One piece of a recording, for a synthesizer: English, or Mandarin in pinyin with tones. */
export type Piece = readonly [language: VoiceLanguage, say: string];

export interface ScriptLine {
  readonly clip: ClipName;
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/**
 * Pinyin and not characters: the synthesizer reads 请 as an English word, and 重 and 行 by chance. Third tones before third tones are
 * written as they are spoken (hao2 suo3).
 */
const PINYIN: Readonly<Record<ClipName, string>> = {
  please: 'qing3',
  again: 'zai4 ci4',
  'customer-to': 'hao4 ke4 hu4 dao4',
  counter: 'hao4 gui4 tai2',
  business: 'ban4 li3 ye4 wu4',
  'number-suffix': 'hao4',
  'digit-0': 'ling2',
  'digit-1': 'yao1',
  'digit-2': 'er4',
  'digit-3': 'san1',
  'digit-4': 'si4',
  'digit-5': 'wu3',
  'digit-6': 'liu4',
  'digit-7': 'qi1',
  'digit-8': 'ba1',
  'digit-9': 'jiu3',
  'unit-1': 'yi1',
  'unit-2': 'liang3',
  ten: 'shi2',
  hundred: 'bai3',
  thousand: 'qian1',
  'reserved-priority': 'you1 xian1 tai2 xi2',
  ...prompts({
    welcome: 'huan1 ying2 guang1 lin2, qing3 an4 shu4 zi4 jian4 xuan3 ze2, an4 ling2 jian4 chong2 ting1',
    option: 'qing3 an4',
    service: 'ye4 wu4',
    page: 'an4 jiu3 jian4 ting1 geng4 duo1 xuan3 xiang4',
    back: 'an4 xing1 hao4 jian4 fan3 hui2',
    confirm: 'an4 yi1 jian4 qu3 hao4',
    documents: 'qing3 zhun3 bei4 hao2 suo3 xu1 zheng4 jian4',
    needs: 'xu1 yao4 you1 xian1 fu2 wu4, qing3 an4 ba1 jian4',
    ticket: 'nin2 de5 hao4 ma3 shi4',
    ahead: 'qian2 mian4 deng3 hou4 ren2 shu4',
    'still-there': 'qing3 wen4 nin2 hai2 zai4 ma5, an4 ren4 yi4 jian4 ji4 xu4',
    closed: 'xian4 zai4 bu4 ying2 ye4',
    stopped: 'zan4 ting2 ban4 li3',
    'out-of-order': 'ben3 ji1 zan4 ting2 shi3 yong4, qing3 dao4 zi1 xun2 tai2 qu3 hao4',
    'ask-staff': 'qing3 zi1 xun2 gong1 zuo4 ren2 yuan2',
    done: 'qing3 dao4 xiu1 xi1 qu1 deng3 hou4, liu2 yi4 jiao4 hao4',
  }),
};

/** Rooms that many halls have, found by their name (`spokenWith`). */
const ROOMS: Readonly<Record<VoiceLanguage, readonly ScriptLine[]>> = {
  zh: [
    {
      clip: 'room-vip',
      text: 'VIP 接待室',
      pieces: [
        ['en', 'V I P'],
        ['zh', 'jie1 dai4 shi4'],
      ],
    },
    {
      clip: 'room-vip-hall',
      text: 'VIP 室',
      pieces: [
        ['en', 'V I P'],
        ['zh', 'shi4'],
      ],
    },
    { clip: 'room-reception', text: '客户接待室', pieces: [['zh', 'ke4 hu4 jie1 dai4 shi4']] },
    { clip: 'room-honoured', text: '贵宾室', pieces: [['zh', 'gui4 bin1 shi4']] },
    { clip: 'room-desk', text: '咨询台', pieces: [['zh', 'zi1 xun2 tai2']] },
  ],
  en: ['the VIP room', 'the reception room', 'the customer reception room', 'the VIP lounge', 'the information desk'].map(
    (text) => {
      return {
        clip: `room-${text.toLowerCase().replace(/^the /, '').replace(/ /g, '-')}`,
        text,
        pieces: [['en', text.replace('VIP', 'V I P')]],
      };
    },
  ),
};

const RESERVED_VIP: ScriptLine = {
  clip: 'reserved-vip',
  text: 'VIP 专席',
  pieces: [
    ['en', 'V I P'],
    ['zh', 'zhuan1 xi2'],
  ],
};

/** What a synthesizer says for the pack that comes with the hub. Throws where a sentence has no pinyin: a clip was added without. */
export function defaultScript(language: VoiceLanguage): ScriptLine[] {
  const whole = wholePack(language).map(({ clip, text }) =>
    language === 'en' ? englishLine(clip, text) : chineseLine(clip, text),
  );
  return [...whole, ...ROOMS[language]];
}

function englishLine(clip: ClipName, text: string): ScriptLine {
  const say = text.replace(/^[, ]+/, '').replace('VIP', 'V I P');
  return { clip, text, pieces: [['en', say]] };
}

function chineseLine(clip: ClipName, text: string): ScriptLine {
  if (clip === RESERVED_VIP.clip) return RESERVED_VIP;
  // Letters are called by their English names in China too.
  if (clip.startsWith('letter-')) return { clip, text, pieces: [['en', text]] };
  const pinyin = PINYIN[clip];
  if (pinyin === undefined) throw new Error(`${clip} (${text}) has no pinyin`);
  return { clip, text, pieces: [['zh', pinyin]] };
}

function prompts(pinyin: { readonly [Key in PromptKey]: string }): Record<ClipName, string> {
  return Object.fromEntries(Object.entries(pinyin).map(([key, say]) => [`prompt-${key}`, say]));
}
