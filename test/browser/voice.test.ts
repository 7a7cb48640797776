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
import { openAlerts } from '../../shared/hall/alerts/alert-events.ts';
import type { DeviceList } from '../../shared/protocol/device-list.ts';
import { announcementWords, shortWords } from '../../shared/voice/announcement.ts';
import { wholePack } from '../../shared/voice/needed-clips.ts';
import { timelineOf, type VoicePack } from '../../shared/voice/pack.ts';
import { promptWords, type PromptKey } from '../../shared/voice/prompts.ts';
import { spokenWith } from '../../shared/voice/word.ts';
import { axeViolations, launchBrowser, openPage, picture, until } from '../support/browser.ts';
import { HubProcess } from '../support/hub-process.ts';
import { heard, likeness, tapIsOn, tapSound, type ExpectedClip } from '../support/sound-tap.ts';

const WALL = { width: 1920, height: 1080 } as const;
/** A tone for each recording: a sentence is over in half a second and nothing else sounds like it. */
const TONE_S = 0.05;
/** Longer than any pause within an announcement. */
const SILENCE_MS = 350;
/** More than can be spoken within half a minute of their calls. */
const BURST = 16;
/** Between two sentences of one breath. */
const SENTENCE_PAUSE_MS = 300;

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
let hall: HallConfiguration | undefined;

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

async function sentence(number: string, counter: number, from: VoicePack, wordsOf = announcementWords): Promise<ExpectedClip[]> {
  hall ??= (await hub.state('9001')).configuration!;
  const { words } = spokenWith(wordsOf({ number, counter, recalls: 0 }, hall, 'zh'), from.clips);
  const packBytes = from.files[0]!.bytes;
  return timelineOf(words, from.clips).segments.map(({ fromMs, ms, startMs }) => {
    return { packBytes, firstSoundMs: from.firstSoundMs, atMs: fromMs, startMs, ms };
  });
}

/** Sentences of a kiosk in one breath, as they should sound. */
function prompts(from: VoicePack, ...keys: readonly PromptKey[]): ExpectedClip[] {
  const packBytes = from.files[0]!.bytes;
  let begin = 0;
  return keys.flatMap((key) => {
    const { words } = spokenWith(promptWords(key, {}, 'zh'), from.clips);
    const { segments, totalMs } = timelineOf(words, from.clips);
    const startsAt = begin;
    begin += totalMs + SENTENCE_PAUSE_MS;
    return segments.map(({ fromMs, ms, startMs }) => {
      return { packBytes, firstSoundMs: from.firstSoundMs, atMs: fromMs, startMs: startsAt + startMs, ms };
    });
  });
}

/** Which form was heard for so long, as it should sound. */
async function sounding(number: string, counter: number, from: VoicePack, heardMs: number): Promise<ExpectedClip[]> {
  const forms = await Promise.all([announcementWords, shortWords].map((words) => sentence(number, counter, from, words)));
  const msOf = (clips: readonly ExpectedClip[]): number => clips.at(-1)!.startMs + clips.at(-1)!.ms;
  return forms.sort((one, other) => Math.abs(msOf(one) - heardMs) - Math.abs(msOf(other) - heardMs))[0]!;
}

/** The browser plays nothing before somebody has touched the page; the mark says so. */
async function speakingWall(address = `${hub.url}/display/wall`): Promise<Page> {
  const { page } = await openPage(browser, address, { ...WALL, bypassPolicy: true, before: tapSound });
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

  it('[V6, V7, V10] a burst of sixteen in the hub’s voice, which the hall’s recordings lack: in order, shortened, begun within 30 s, none lost, and the hall is told', async () => {
    const page = await speakingWall(await hub.enrolmentAddress('wall'));
    const writing = page.evaluate(async () => {
      const texts: { readonly at: number; readonly text: string }[] = [];
      for (const from = Date.now(); Date.now() - from < 40_000;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const text = document.querySelector('[data-caption]')?.textContent ?? '';
        if (text !== texts.at(-1)?.text) texts.push({ at: Date.now(), text });
      }
      return texts;
    });
    const called: { readonly number: string; readonly counter: number; readonly at: number }[] = [];
    for (let nth = 0; nth < BURST; nth += 1) {
      const counter = (nth % 6) + 1;
      called.push({ number: await call(counter, 'C'), counter, at: Date.now() });
    }
    const written = await writing;
    const builtIn = JSON.parse(readFileSync('voice/default-zh/pack.json', 'utf8')) as VoicePack;
    const { pieces, startedAt } = await heard(page, SILENCE_MS);
    expect(called.filter(({ number }) => !written.some(({ text }) => text.includes(number)))).toEqual([]);
    // What is heard is what stands there, whole or short, in the order of the calls.
    let last = -1;
    for (const { fromMs, toMs } of pieces) {
      const { text } = written.filter(({ at }) => at <= startedAt + (fromMs + toMs) / 2).at(-1)!;
      const nth = called.findIndex(({ number }) => text.startsWith(`请 ${number} `) || text.includes(`：${number} `));
      const { at, counter, number } = called[nth]!;
      expect(nth).toBeGreaterThan(last);
      last = nth;
      expect(startedAt + fromMs - at).toBeLessThan(31_000);
      expect(await likeness(page, await sounding(number, counter, builtIn, toMs - fromMs), fromMs)).toBeGreaterThan(0.95);
    }
    expect(pieces.length).toBeGreaterThanOrEqual(6);
    const { devices } = await hub.read<DeviceList>('3001', 'devices');
    expect(devices.filter(({ demo }) => !demo).map(({ condition }) => condition)).toEqual(['incomplete']);
    const faults = openAlerts(await hub.state('3001')).filter(({ kind }) => kind === 'device-fault');
    expect(faults.map(({ subject }) => subject.about)).toEqual(['incomplete']);
    await page.context().close();
  }, 150_000);
});

describe('a kiosk that is used by its keys', () => {
  it('[K120] says what its page offers in the hall’s recordings, whole and in order, and once more when asked', async () => {
    const glass = { width: 1080, height: 1920, bypassPolicy: true, before: tapSound } as const;
    const { page } = await openPage(browser, `${hub.url}/kiosk`, glass);
    await page.locator('.tile:enabled').first().waitFor();
    await page.keyboard.press('2');
    await page.getByText('请确认已带好以下证件和资料').waitFor();
    await tapIsOn(page);
    const saidTimes = async (times: number): Promise<boolean> => {
      const { heardMs, pieces } = await heard(page, SILENCE_MS);
      return pieces.length === times && heardMs - pieces.at(-1)!.toMs > 2 * SILENCE_MS;
    };
    // The recorder comes with the first sound, and may miss its beginning.
    await until(page, () => saidTimes(1), 'the page in words');
    await page.keyboard.press('0');
    await until(page, () => saidTimes(2), 'the same once more');
    const { fromMs, toMs } = (await heard(page, SILENCE_MS)).pieces.at(-1)!;
    const clips = prompts(pack, 'documents', 'confirm', 'back');
    const last = clips.at(-1)!;
    expect(await likeness(page, clips, fromMs)).toBeGreaterThan(0.99);
    expect(Math.abs(toMs - fromMs - (last.startMs + last.ms))).toBeLessThan(50);
    await page.context().close();
  });
});
