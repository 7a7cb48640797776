import * as z from 'zod/mini';
import { WEEKDAYS } from '../hall/configuration.ts';
import { LOGO_BYTES_MAX } from '../hall/limits.ts';
import { WALL_LAYOUTS } from '../hall/setup/display-setup.ts';
import { MEDIA_FILE_NAME, PUBLIC_PAGE_KINDS } from '../hall/setup/media-setup.ts';
import { NUMBER_READINGS, VOICE_LANGUAGES } from '../hall/setup/voice-setup.ts';
import { choice, counterId, id, text, timeOfDay } from './configuration-parts.ts';

/** What customers see, hear and hold, as `hall.yaml` says it. */
const DISPLAYS_MAX = 50;
const MEDIA_MAX = 200;
const PUBLIC_PAGES_MAX = 50;
const PARAGRAPHS_MAX = 20;
const GROUPS_MAX = 20;
const NEEDS_MAX = 10;
const LISTED_MAX = 100;
const TEMPLATE_LENGTH_MAX = 8_000;
const LOGO_LENGTH_MAX = Math.ceil(LOGO_BYTES_MAX / 3) * 4;
const SECONDS_MAX = 3_600;
const VOLUMES_MAX = 12;
const NUMBERS_AHEAD_MAX = 200;
const TIMES_MAX = 5;

const date = z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/));
const hours = z.strictObject({ from: timeOfDay, to: timeOfDay });
const volume = z.int().check(z.nonnegative(), z.lte(100));
const seconds = z.int().check(z.positive(), z.lte(SECONDS_MAX));
const fileName = z.string().check(z.regex(MEDIA_FILE_NAME));
const packName = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/));

export const displays = z
  .array(
    z.strictObject({
      id,
      name: z.string().check(z.minLength(1), z.maxLength(100)),
      layout: z.enum(WALL_LAYOUTS),
      counters: z.optional(z.array(counterId).check(z.minLength(1), z.maxLength(LISTED_MAX))),
      services: z.optional(z.array(id).check(z.maxLength(LISTED_MAX))),
      speaks: z.optional(z.boolean()),
      lunarDate: z.optional(z.boolean()),
      night: z.optional(hours),
      burnInShift: z.optional(z.boolean()),
      media: z.optional(z.array(id).check(z.maxLength(MEDIA_MAX))),
    }),
  )
  .check(z.maxLength(DISPLAYS_MAX));

export const media = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id,
        file: fileName,
        from: z.optional(date),
        until: z.optional(date),
        hours: z.optional(hours),
        weekdays: z.optional(z.array(z.enum(WEEKDAYS)).check(z.minLength(1), z.maxLength(7))),
        seconds: z.optional(seconds),
        volume: z.optional(volume),
        alt: z.optional(text),
      }),
    )
    .check(z.maxLength(MEDIA_MAX)),
  pageSeconds: z.optional(seconds),
});

export const publicPages = z
  .array(
    z.strictObject({
      id,
      kind: z.enum(PUBLIC_PAGE_KINDS),
      title: text,
      body: z.array(text).check(z.minLength(1), z.maxLength(PARAGRAPHS_MAX)),
      validFrom: z.optional(date),
      validUntil: z.optional(date),
    }),
  )
  .check(z.maxLength(PUBLIC_PAGES_MAX));

export const voice = z.strictObject({
  languages: z.array(z.enum(VOICE_LANGUAGES)).check(z.minLength(1), z.maxLength(VOICE_LANGUAGES.length)),
  numbers: z.optional(z.enum(NUMBER_READINGS)),
  timesMax: z.optional(z.int().check(z.positive(), z.lte(TIMES_MAX))),
  volume: z.optional(volume),
  volumes: z.optional(z.array(z.strictObject({ hours, volume })).check(z.maxLength(VOLUMES_MAX))),
  packs: z.optional(z.strictObject({ zh: z.optional(packName), en: z.optional(packName) })),
});

export const kiosk = z.strictObject({
  groups: z.optional(
    z
      .array(z.strictObject({ id, name: text, services: z.array(id).check(z.minLength(1), z.maxLength(LISTED_MAX)) }))
      .check(z.maxLength(GROUPS_MAX)),
  ),
  needs: z.optional(z.array(z.extend(choice, { class: id })).check(z.maxLength(NEEDS_MAX))),
  identity: z.optional(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('list') }),
      z.strictObject({ kind: z.literal('http'), url: z.string().check(z.regex(/^https?:\/\/\S{1,500}$/)) }),
    ]),
  ),
  attract: z.optional(text),
  outOfService: z.optional(text),
  idleSeconds: z.optional(z.int().check(z.gte(10), z.lte(600))),
  numbersAhead: z.optional(z.int().check(z.nonnegative(), z.lte(NUMBERS_AHEAD_MAX))),
  spokenPrompts: z.optional(z.boolean()),
});

const template = z.string().check(z.minLength(1), z.maxLength(TEMPLATE_LENGTH_MAX));

export const paper = z.strictObject({
  ticket: z.optional(template),
  callSlip: z.optional(template),
  daySlip: z.optional(template),
  logo: z.optional(z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/), z.maxLength(LOGO_LENGTH_MAX))),
  foot: z.optional(text),
  daySlipAtClose: z.optional(id),
});

export const feedback = z.strictObject({
  rating: z.boolean(),
  comments: z.boolean(),
  ratingSeconds: z.optional(z.int().check(z.gte(5), z.lte(600))),
});
