import { catalogue } from './catalogue.ts';

/** What a screen says of its own sound: to whoever sets it up, in both languages. */
export const soundTexts = catalogue({
  zh: {
    touch: '点此开启声音',
    touchWhy: '浏览器在有人操作之前不放声音',
    noVoice: '本屏无法播音',
  },
  en: {
    touch: 'Touch to start the sound',
    touchWhy: 'The browser plays nothing before somebody has touched the page',
    noVoice: 'This screen cannot speak',
  },
});
