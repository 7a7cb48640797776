import type { TimeRange } from '../hall/configuration.ts';
import { minutesOf } from '../hall/local-time.ts';
import type { VoiceSetup } from '../hall/setup/voice-setup.ts';

export const VOLUME_DEFAULT = 80;

/** 0 to 100, at a time of day in minutes since local midnight. The first of `volumes` that the time lies in counts; over midnight where `to` is not after `from`. */
export function volumeAt({ volume, volumes }: Pick<VoiceSetup, 'volume' | 'volumes'>, minutes: number): number {
  const found = volumes?.find(({ hours }) => isWithin(hours, minutes));
  return found?.volume ?? volume ?? VOLUME_DEFAULT;
}

/** Loudness is heard by its logarithm: half way is 12 dB less than whole, which is half as loud and a bit. */
export function gainOf(volume: number): number {
  return (Math.min(100, Math.max(0, volume)) / 100) ** 2;
}

function isWithin({ from, to }: TimeRange, minutes: number): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return end > start ? start <= minutes && minutes < end : minutes >= start || minutes < end;
}
