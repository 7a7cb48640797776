import { VOICE_LANGUAGES } from '../../shared/hall/setup/voice-setup.ts';
import { STORE_OPTIONS } from '../config/hosted-options.ts';
import { HUB_OPTIONS } from '../config/hub-options.ts';
import { oneOf, option, optionalText } from '../config/option.ts';

export const VOICE_USAGE = `Voices of a hall: the recordings that its announcements are made of.

Usage: npm run voice -- script --language zh|en            what to record: a file's name and what to say
       npm run voice -- pack DIR --language zh|en          makes a pack of the WAV files in DIR and puts it into the data folder
       npm run voice -- list                               the packs there are, and what this hall would miss with them
       npm run voice -- default                            makes the packs that come with the hub anew (needs espeak-ng and ffmpeg)

A pack is checked against the hall of the data folder, else against every hall there can be. With ffmpeg on this machine it is
encoded small; without, screens fetch it as it was recorded.`;

export const VOICE_OPTIONS = {
  data: HUB_OPTIONS.data,
  database: STORE_OPTIONS.database,
  redis: STORE_OPTIONS.redis,
  redisReplicas: STORE_OPTIONS.redisReplicas,
  redisCopies: STORE_OPTIONS.redisCopies,
  redisAllow: STORE_OPTIONS.redisAllow,
  hall: option({
    flag: 'hall',
    kind: optionalText,
    fallback: null,
    fallbackShown: 'the only one that there is',
    description: 'Which hall.',
  }),
  language: option({
    flag: 'language',
    kind: oneOf(['', ...VOICE_LANGUAGES]),
    fallback: '',
    fallbackShown: 'none',
    description: 'What is spoken.',
  }),
  name: option({
    flag: 'name',
    kind: optionalText,
    fallback: null,
    fallbackShown: "the folder's own",
    description: 'What the configuration calls the pack.',
  }),
  saidBy: option({
    flag: 'said-by',
    kind: optionalText,
    fallback: null,
    description: 'Who speaks, and under which licence the recordings are used.',
  }),
  allowMissing: option({
    flag: 'allow-missing',
    kind: oneOf(['no', 'yes']),
    fallback: 'no',
    description: 'Take a pack that lacks recordings: the sentences that need them are spoken by the voice of the hub.',
  }),
} as const;
