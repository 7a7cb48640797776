import type { Language } from '../../shared/i18n/language.ts';
import { regionTexts } from '../../shared/i18n/region-texts.ts';
import { dateText, timeText } from '../../shared/i18n/time.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { HallLive } from '../../shared/protocol/region.ts';
import type { RegionFailure } from './region-api.ts';

export interface LineWords {
  readonly now: EpochMs;
  readonly timeZone: string;
  readonly language: Language;
}

/** `14:02`, with its date where it is not today's. */
export function momentText(at: EpochMs, { language, now, timeZone }: LineWords): string {
  const time = timeText(at, timeZone, language);
  return localDay(at, timeZone) === localDay(now, timeZone) ? time : `${dateText(at, timeZone, language)} ${time}`;
}

/** What a hall's line is, in words; why and since when where it is not live; how far its clock is off. */
export function lineText({ clockAheadMs, line }: HallLive, words: LineWords): string {
  const texts = regionTexts(words.language);
  const said = [texts.lines[line.is]];
  switch (line.is) {
    case 'catching-up':
      said.push(texts.lineNotes['catching-up'](line.behind));
      break;
    case 'cut-off':
      said.push(texts.lineNotes['cut-off'](momentText(line.since, words)));
      break;
    case 'refused':
      said.push(texts.lineNotes.refused(texts.faults[line.fault], momentText(line.since, words)));
      break;
    case 'not-understood':
      said.push(texts.lineNotes['not-understood']);
      break;
    default:
      // Live, or never heard: the word says all.
      break;
  }
  if (clockAheadMs !== null) said.push(texts.clock(spanText(Math.abs(clockAheadMs), words.language)));
  return said.join(words.language === 'zh' ? '，' : ', ');
}

/** The largest unit that there is one of. */
function spanText(ms: number, language: Language): string {
  const minutes = Math.round(ms / 60_000);
  const [value, unit] =
    minutes >= 2_880 ? [minutes / 1_440, 'day'] : minutes >= 120 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  const tag = language === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(value);
}

/** Why a question of the panel has no answer. */
export function failureText(failure: RegionFailure, language: Language): string {
  const texts = regionTexts(language);
  if (failure === 'refused') return texts.refused;
  return failure === 'too-often' ? texts.tooOften : texts.awayAtAll;
}
