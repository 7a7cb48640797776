import { expect, it } from 'vitest';
import { PlayedHall } from '../../test/support/played-hall.ts';
import type { Passage, PackSound, SoundOutput } from '../../shared/ui/sound/clip-player.ts';
import { wholePack } from '../../shared/voice/needed-clips.ts';
import { PACK_FORMAT, type VoicePack } from '../../shared/voice/pack.ts';
import { ok } from '../../shared/lib/result.ts';
import type { HallApi } from '../session/hall-api.ts';
import { VoiceSheet } from './voice-sheet.svelte.ts';

const SOUND = { buffer: {} as AudioBuffer, shiftMs: 0 } satisfies PackSound;

function packOf(name: string, without: string): VoicePack {
  const clips = Object.fromEntries(
    wholePack('zh')
      .filter(({ clip }) => clip !== without)
      .map(({ clip, text }, index) => [clip, { atMs: index * 500, ms: 300, text }]),
  );
  const files = [{ format: 'wav', bytes: 4, hash: 'a' } as const];
  return { format: PACK_FORMAT, name, language: 'zh', voice: '', durationMs: 0, firstSoundMs: 0, clips, files };
}

function output(played: string[][], isHeard: boolean): SoundOutput {
  return {
    state: 'running',
    onChange: () => () => undefined,
    decode: () => Promise.resolve(SOUND),
    play: (passages: readonly Passage[]) => {
      played.push(passages.flatMap(({ segments }) => segments.map(({ clip }) => clip)));
      return { ended: Promise.resolve(isHeard), stop: () => undefined };
    },
    unlock: () => undefined,
    close: () => undefined,
  };
}

it('[V17] speaks a test announcement as the form stands, names what the packs lack, and says when nothing was heard', async () => {
  const packs = [packOf('ours', 'digit-1'), packOf('default-zh', '')];
  const offers = [{ name: 'ours', language: 'zh', clips: 3, missing: [{ clip: 'digit-1', text: '幺' }], replaced: [] }];
  const api: HallApi = {
    get: <Body>() => Promise.resolve(ok({ packs: offers } as Body)),
    send: () => Promise.reject(new Error('nothing is sent')),
    file: (path) => {
      const pack = packs.find(({ name }) => path === `voice/${name}`);
      return Promise.resolve(pack === undefined ? new Response('wave') : Response.json(pack));
    },
  };
  const sheet = new VoiceSheet(api);
  await sheet.load();
  expect(sheet.offers).toEqual(offers);
  const hall = new PlayedHall().state.configuration!;
  const played: string[][] = [];
  const configuration = { ...hall, voice: { languages: ['zh' as const], packs: { zh: 'ours' } } };
  await sheet.speak(configuration, output(played, true));
  expect(played.map((clips) => clips.join(' '))).toEqual([
    'please letter-a digit-0 digit-1 digit-2 customer-to unit-1 counter business',
  ]);
  expect([sheet.trial, sheet.gaps.map(({ clip, pack }) => `${pack} ${clip}`)]).toEqual(['none', ['ours digit-1']]);
  await sheet.speak({ ...configuration, voice: { ...configuration.voice, numbers: 'whole' } }, output(played, false));
  expect(played.at(-1)?.join(' ')).toBe('please letter-a ten digit-2 customer-to unit-1 counter business');
  expect(sheet.trial).toBe('mute');
});
