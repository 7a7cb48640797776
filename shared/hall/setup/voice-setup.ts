import type { TimeRange } from './hours.ts';

export const VOICE_LANGUAGES = ['zh', 'en'] as const;
export type VoiceLanguage = (typeof VOICE_LANGUAGES)[number];

/** `digits`: 一百零二 is spoken 幺零二, as people read numbers out; `whole`: 一百零二. */
export const NUMBER_READINGS = ['digits', 'whole'] as const;
export type SpokenNumber = (typeof NUMBER_READINGS)[number];

export interface VoiceSetup {
  /** In this order, one after the other. */
  readonly languages: readonly VoiceLanguage[];
  readonly numbers?: SpokenNumber | undefined;
  /** How often one call is spoken while nobody else waits to be called; absent: once. */
  readonly timesMax?: number | undefined;
  /** 0 to 100; absent: 80. */
  readonly volume?: number | undefined;
  /** Other volumes at certain hours; 0: silent. */
  readonly volumes?: readonly { readonly hours: TimeRange; readonly volume: number }[] | undefined;
  /** Name of a pack in the hub's voice folder, for a language; absent: the pack that comes with the hub. */
  readonly packs?: { readonly [language in VoiceLanguage]?: string | undefined } | undefined;
}
