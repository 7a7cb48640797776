import type { ScreenCondition } from '../hall/screen.ts';
import type { Reached } from '../protocol/receipts.ts';
import type { ScreenHealth } from '../protocol/screen-reports.ts';
import { catalogue, plural } from './catalogue.ts';

interface ScreenTexts {
  readonly conditions: Readonly<Record<ScreenCondition, string>>;
  readonly sounds: Readonly<Record<ScreenHealth['sound'], string>>;
  readonly causes: Readonly<Record<NonNullable<ScreenHealth['restart']>['cause'], string>>;
  /** One of the two is all there is to say of a call that is spoken nowhere. */
  readonly shown: (by: number, of: number) => string;
  readonly heard: (by: number, of: number) => string;
  readonly short: (shown: Reached, heard: Reached) => string;
  readonly noScreen: string;
  readonly noSpeaker: string;
  /** A page of another build than the hub's: it loads itself anew when nobody uses it. */
  readonly otherRelease: string;
  /** Over the list of devices: who shows calls, and who speaks them. */
  readonly here: (screens: Reached, speakers: Reached) => string;
  readonly restarted: (times: number, cause: string) => string;
}

/** What staff read of the screens that customers look at and listen to. */
export const screenTexts = catalogue<ScreenTexts>({
  zh: {
    conditions: {
      ready: '正常',
      frozen: '画面卡住',
      asleep: '画面被遮住或休眠',
      muted: '没有声音',
      incomplete: '播音缺录音',
      behind: '画面落后',
      gone: '未连接',
      off: '未使用',
    },
    sounds: { off: '不播音', blocked: '声音被浏览器阻止', muted: '静音', incomplete: '有声音，缺录音', ready: '有声音' },
    causes: { frames: '画面卡住', hung: '页面无响应', behind: '跟不上', error: '程序出错' },
    shown: (by, of) => `已显示 ${by}/${of} 屏`,
    heard: (by, of) => `已播音 ${by}/${of} 台`,
    short: (shown, heard) => `屏 ${shown.by}/${shown.of}${heard.of === 0 ? '' : ` 音 ${heard.by}/${heard.of}`}`,
    noScreen: '没有屏幕显示',
    noSpeaker: '没有屏幕播音',
    otherRelease: '版本不同，待更新',
    here: (screens, speakers) =>
      `叫号屏 ${screens.by}/${screens.of} 正常显示，${speakers.of === 0 ? '没有屏幕播音' : `播音 ${speakers.by}/${speakers.of} 正常`}`,
    restarted: (times, cause) => `自动重启 ${times} 次（${cause}）`,
  },
  en: {
    conditions: {
      ready: 'working',
      frozen: 'picture frozen',
      asleep: 'hidden or asleep',
      muted: 'no sound',
      incomplete: 'recordings missing',
      behind: 'behind',
      gone: 'not connected',
      off: 'not in use',
    },
    sounds: {
      off: 'silent',
      blocked: 'sound blocked by the browser',
      muted: 'muted',
      incomplete: 'sound on, recordings missing',
      ready: 'sound on',
    },
    causes: { frames: 'picture frozen', hung: 'page hung', behind: 'could not catch up', error: 'program error' },
    shown: (by, of) => `shown on ${by} of ${plural(of, 'screen', 'screens')}`,
    heard: (by, of) => `heard on ${by} of ${plural(of, 'speaker', 'speakers')}`,
    short: (shown, heard) => `shown ${shown.by}/${shown.of}${heard.of === 0 ? '' : `, heard ${heard.by}/${heard.of}`}`,
    noScreen: 'shown on no screen',
    noSpeaker: 'no speaker',
    otherRelease: 'another version, to be updated',
    here: (screens, speakers) =>
      `${screens.by} of ${plural(screens.of, 'call screen', 'call screens')} can be seen, ${
        speakers.of === 0 ? 'no screen speaks' : `${speakers.by} of ${plural(speakers.of, 'speaker', 'speakers')} can be heard`
      }`,
    restarted: (times, cause) => `restarted itself ${plural(times, 'time', 'times')} (${cause})`,
  },
});
