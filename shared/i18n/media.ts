import type { MediaFault } from '../protocol/media-manifest.ts';
import { catalogue } from './catalogue.ts';
import type { Language } from './language.ts';

/** Why a file of the media folder is not shown, for the configuration page and the log. */
const faultTexts = catalogue<Record<MediaFault, string>>({
  zh: {
    foreign: '不是可播放的文件（只支持 PNG、JPEG、WebP、GIF 图片和 MP4、WebM 视频）',
    broken: '文件损坏或不完整',
    'no-picture': '视频没有画面',
    'too-large': '文件过大（图片最大 20 MB，视频最大 1 GB）',
    'too-many-pixels': '图片尺寸过大（最多 3600 万像素）',
    empty: '空文件',
    'not-a-file': '是文件夹或链接，不是文件',
    name: '文件名过长或含有不允许的字符',
    'too-many': '文件太多（最多 500 个）',
    unreadable: '无法读取（权限或磁盘）',
  },
  en: {
    foreign: 'is nothing that can be shown (PNG, JPEG, WebP, GIF pictures and MP4, WebM films can)',
    broken: 'is damaged or incomplete',
    'no-picture': 'is a film without a picture',
    'too-large': 'is too large (20 MB for a picture, 1 GB for a film)',
    'too-many-pixels': 'has too many pixels (36 million at most)',
    empty: 'is empty',
    'not-a-file': 'is a folder or a link and no file',
    name: 'has a name that is too long or has characters that are not allowed',
    'too-many': 'is one too many (500 at most)',
    unreadable: 'cannot be read (rights, or the disk)',
  },
});

export function mediaFaultText(fault: MediaFault, language: Language): string {
  return faultTexts(language)[fault];
}

/** The setup form of media, and what is said where one fails. */
export const mediaTexts = catalogue({
  zh: {
    file: '文件',
    from: '起始日期（可不填）',
    until: '截止日期（可不填）',
    hours: '只在部分时段播放',
    hoursFrom: '从',
    hoursTo: '到（早于开始即跨过零点）',
    weekdays: '播放日',
    seconds: '图片停留（秒）',
    volume: '音量（0 为静音）',
    describe: '内容说明',
    pageSeconds: '公示页停留（秒）',
    folder: '媒体文件夹',
    folderHint: (path: string) => `把文件放入本机数据文件夹下的 ${path}，几秒后即可选用。`,
    folderEmpty: '文件夹中没有文件。',
    look: '重新查看',
    away: '暂时看不到文件夹。',
    add: '加入播放',
    listed: '已加入',
    kinds: { image: '图片', film: '视频' },
    skipped: '不会播放的文件',
    failed: (screens: number) => `${screens} 个屏幕无法播放（编码格式不受支持）`,
    missing: '文件夹中没有此文件',
    size: (bytes: number) => (bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`),
  },
  en: {
    file: 'File',
    from: 'First day (if any)',
    until: 'Last day (if any)',
    hours: 'Only at certain hours',
    hoursFrom: 'from',
    hoursTo: 'to (before the start: over midnight)',
    weekdays: 'On',
    seconds: 'A picture stands (seconds)',
    volume: 'Volume (0: mute)',
    describe: 'What it shows',
    pageSeconds: 'A posted page stands (seconds)',
    folder: 'Media folder',
    folderHint: (path: string) => `Put files into ${path} in the hub’s data folder; they can be chosen some seconds later.`,
    folderEmpty: 'There is nothing in the folder.',
    look: 'Look again',
    away: 'The folder cannot be seen just now.',
    add: 'Show it',
    listed: 'is shown',
    kinds: { image: 'picture', film: 'film' },
    skipped: 'Files that are not shown',
    failed: (screens: number) =>
      screens === 1 ? 'cannot be played by one screen (its coding)' : `cannot be played by ${screens} screens (its coding)`,
    missing: 'is not in the folder',
    size: (bytes: number) => (bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`),
  },
});
