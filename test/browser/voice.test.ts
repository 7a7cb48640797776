import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { makePack, type Recording } from '../../server/voice/make-pack.ts';
import { PACK_RATE } from '../../server/voice/condition-sound.ts';
import { writePack } from '../../server/voice/pack-folder.ts';
import { writeWav } from '../../server/voice/wav.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { announcementWords } from '../../shared/voice/announcement.ts';
import { wholePack } from '../../shared/voice/needed-clips.ts';
import { timelineOf, type VoicePack } from '../../shared/voice/pack.ts';
import { spokenWith } from '../../shared/voice/word.ts';
import { axeViolations, launchBrowser, openPage, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { heard, likeness, tapIsOn, tapSound, type ExpectedClip } from '../support/sound-tap.ts';

const WALL = { width: 1920, height: 1080 } as const;
/** A tone for each recording: a sentence is over in half a second and nothing else sounds like it. */
const TONE_S = 0.05;
/** Longer than any pause within an announcement. */
const SILENCE_MS = 350;

function tones(language: 'zh' | 'en'): Recording[] {
  return wholePack(language).map(({ clip, text }, index) => {
    const samples = Float32Array.from({ length: TONE_S * PACK_RATE }, (_, at) => {
      const edge = Math.min(1, at / 60, (TONE_S * PACK_RATE - at) / 60);
      return 0.3 * edge * Math.sin((2 * Math.PI * (260 + 41 * index) * at) / PACK_RATE);
    });
    return { clip, text, samples };
  });
}

/** A hall with recordings of its own, which a wall speaks. */
function speaking(demo: string): string {
  const hall = parse(demo) as HallConfiguration;
  const voice = { languages: ['zh'], volume: 100, packs: { zh: 'tones' } };
  const displays = [{ id: 'front', name: '大屏', layout: 'calls-queues', speaks: true }];
  return stringify({ ...hall, voice, displays }, { aliasDuplicateObjects: false });
}

let hub: HubProcess;
let browser: Browser;
let pack: VoicePack;

beforeAll(async () => {
  [hub, browser] = await Promise.all([HubProcess.start({ hallFile: speaking }), launchBrowser()]);
  const folder = join(hub.dataFolder, 'voice');
  mkdirSync(folder, { recursive: true });
  const recordings = tones('zh').filter(({ clip }) => clip !== 'letter-c');
  const { facts, sound } = makePack(recordings, { name: 'tones', language: 'zh', voice: 'tones' });
  pack = writePack(folder, facts, new Map([['wav', writeWav(sound)]]));
  for (let counter = 1; counter <= 6; counter += 1) {
    await hub.command(`100${counter}`, { type: 'sign-in', counter });
    await hub.command(`100${counter}`, { type: 'open-counter', counter });
  }
});

afterAll(async () => {
  await browser.close();
  await hub.close();
});

async function call(counter: number, service: string): Promise<string> {
  await hub.command('2001', { type: 'issue-ticket', service });
  const answer = await hub.command(`100${counter}`, { type: 'call-next', counter });
  return (answer as { readonly number: string }).number;
}

async function sentence(number: string, counter: number, from: VoicePack): Promise<ExpectedClip[]> {
  const configuration = (await hub.state('9001')).configuration!;
  const { words } = spokenWith(announcementWords({ number, counter, recalls: 0 }, configuration, 'zh'), from.clips);
  const packBytes = from.files[0]!.bytes;
  return timelineOf(words, from.clips).segments.map(({ fromMs, ms, startMs }) => {
    return { packBytes, firstSoundMs: from.firstSoundMs, atMs: fromMs, startMs, ms };
  });
}

/** The browser plays nothing before somebody has touched the page; the mark says so. */
async function speakingWall(): Promise<Page> {
  const { page } = await openPage(browser, `${hub.url}/display/wall`, { ...WALL, bypassPolicy: true, before: tapSound });
  await page.locator('.wall').waitFor();
  await page.getByRole('button', { name: '点此开启声音 Touch to start the sound' }).click();
  await page.locator('[data-sound]').waitFor({ state: 'detached' });
  await tapIsOn(page);
  return page;
}

describe('announcements out of the loudspeaker', () => {
  it('[V5, V9, V15] a burst of six is heard whole and in order, none lost, overlapping or cut', async () => {
    const page = await speakingWall();
    const called: [string, number][] = [];
    for (let counter = 1; counter <= 6; counter += 1) called.push([await call(counter, 'A'), counter]);
    await page.locator('[data-caption]').waitFor();
    await picture(page, 'wall-speaking');
    expect(await axeViolations(page)).toEqual([]);
    await until(page, async () => (await heard(page, SILENCE_MS)).pieces.length === 6, 'six announcements');
    await page.waitForTimeout(1_000);
    const { pieces, silence } = await heard(page, SILENCE_MS);
    expect(pieces).toHaveLength(6);
    expect(silence).toBeLessThan(0.0005);
    for (const [index, [number, counter]] of called.entries()) {
      const clips = await sentence(number, counter, pack);
      const { fromMs, toMs } = pieces[index]!;
      const last = clips.at(-1)!;
      expect(await likeness(page, clips, fromMs)).toBeGreaterThan(0.99);
      expect(Math.abs(toMs - fromMs - (last.startMs + last.ms))).toBeLessThan(50);
    }
    await page.context().close();
  });

  it('[V10] a sentence that the hall’s recordings lack is heard in the hub’s voice', async () => {
    const page = await speakingWall();
    const number = await call(1, 'C');
    await until(page, async () => (await heard(page, 600)).pieces.length > 0, 'the announcement');
    await page.waitForTimeout(5_000);
    const builtIn = JSON.parse(readFileSync('voice/default-zh/pack.json', 'utf8')) as VoicePack;
    const clips = await sentence(number, 1, builtIn);
    const { pieces } = await heard(page, 600);
    expect(pieces).toHaveLength(1);
    expect(await likeness(page, clips, pieces[0]!.fromMs)).toBeGreaterThan(0.97);
    await page.context().close();
  });
});
