/** While somebody is called, a film plays at this part of its volume. */
export const DUCKED = 0.1;
/** Down quickly, for the first word must be heard; up slowly, for nobody is to be startled. */
export const DUCK_MS = 250;
export const UNDUCK_MS = 1_000;

/**
 * The volume a moment later on the way to `target`, both 0 to 1. Going from silence to full takes `DUCK_MS` downwards and `UNDUCK_MS` upwards,
 * whatever the distance is of it.
 */
export function fadedVolume(volume: number, target: number, passedMs: number): number {
  if (volume > target) return Math.max(target, volume - passedMs / DUCK_MS);
  return Math.min(target, volume + passedMs / UNDUCK_MS);
}

/** What a film should be heard at: the item's own volume in hundredths, ducked while something is spoken. */
export function wantedVolume(volume: number | undefined, isSpeaking: boolean): number {
  return ((volume ?? 0) / 100) * (isSpeaking ? DUCKED : 1);
}
