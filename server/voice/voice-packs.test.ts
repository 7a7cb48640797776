import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { wholePack } from '../../shared/voice/needed-clips.ts';
import { announcementWords } from '../../shared/voice/announcement.ts';
import { timelineOf } from '../../shared/voice/pack.ts';
import { spokenWith } from '../../shared/voice/word.ts';
import { demoHallText } from '../config/demo-hall-file.ts';
import { readHallFile } from '../config/hall-file.ts';
import { must } from '../../shared/lib/assert.ts';
import { helpText } from '../config/read-options.ts';
import { conditioned, PACK_RATE, resampled } from './condition-sound.ts';
import { defaultScript } from './default-script.ts';
import { makePack } from './make-pack.ts';
import { readPack, writePack } from './pack-folder.ts';
import { readRecordings, recordingScript } from './recordings.ts';
import { VOICE_OPTIONS, VOICE_USAGE } from './voice-options.ts';
import { VoiceShelf } from './voice-shelf.ts';
import { readWav, writeWav } from './wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallcall-voice-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demoHall() {
  const read = readHallFile(demoHallText());
  return must(read.ok ? read.value : null, 'the demo hall is good');
}

/** Half a second of silence, a tone, half a second of silence. */
function recorded({ rate = 48_000, seconds = 0.3, loudness = 0.1, hz = 440 } = {}): Float32Array {
  const samples = new Float32Array(Math.round((1 + seconds) * rate));
  const from = Math.round(rate / 2);
  for (let at = 0; at < Math.round(seconds * rate); at += 1)
    samples[from + at] = loudness * Math.sin((2 * Math.PI * hz * at) / rate);
  return samples;
}
const loudness = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, each) => sum + each ** 2, 0) / samples.length);

describe('recordings', () => {
  it('[V13] are read as WAV of any usual kind, and what is none is said', () => {
    const samples = recorded();
    const wav = writeWav({ rate: 48_000, samples });
    const read = readWav(wav);
    expect(read.ok && read.value.rate).toBe(48_000);
    expect(read.ok && Math.abs(read.value.samples[30_000]! - samples[30_000]!)).toBeLessThan(0.0001);
    const stereo = Buffer.concat([wav.subarray(0, 44), Buffer.alloc(8)]);
    stereo.writeUInt16LE(2, 22);
    stereo.writeInt16LE(8_000, 44);
    stereo.writeInt16LE(-8_000, 46);
    expect(readWav(stereo)).toMatchObject({ ok: true, value: { samples: new Float32Array([0, 0]) } });
    const faults = [Buffer.from('RIFFxxxxWAVE'), Buffer.from('ID3 no wave at all'), wav.subarray(0, 44), Buffer.alloc(0)];
    const odd = Buffer.from(wav);
    odd.writeUInt16LE(85, 20);
    const said = [...faults, odd].map((bytes) => readWav(bytes));
    expect(said.map((each) => (each.ok ? '' : each.error))).toEqual([
      'does not say how it is recorded',
      'is not a WAV file',
      'holds no sound',
      'is not a WAV file',
      'is recorded in a way that is not read here (format 85, 16 bits): save it as PCM, 16 bits',
    ]);
  });

  it('[V13] are cut to what sounds, brought to one rate and to one loudness; a silent one is none', () => {
    const [quiet, loud] = [0.02, 0.8].map((level) => conditioned({ rate: 48_000, samples: recorded({ loudness: level }) })!);
    for (const samples of [quiet!, loud!]) {
      expect(samples.length / PACK_RATE).toBeGreaterThan(0.29);
      expect(samples.length / PACK_RATE).toBeLessThan(0.38);
    }
    expect(loudness(quiet!) / loudness(loud!)).toBeCloseTo(1, 1);
    expect(conditioned({ rate: 48_000, samples: new Float32Array(9_600) })).toBeNull();
    // A tone stays the tone that it was; what the new rate cannot hold does not come back as another.
    const tone = resampled({ rate: 44_100, samples: recorded({ rate: 44_100, hz: 1_000, loudness: 0.5 }) }, PACK_RATE);
    expect(loudness(tone.subarray(13_000, 17_000))).toBeCloseTo(0.5 / Math.SQRT2, 2);
    const whistle = resampled({ rate: 48_000, samples: recorded({ hz: 15_000, loudness: 0.5 }) }, PACK_RATE);
    expect(loudness(whistle.subarray(13_000, 17_000))).toBeLessThan(0.02);
  });

  it('[V13] become a pack; what is missing, unknown or unreadable is named', () => {
    const { configuration } = demoHall();
    const needed = recordingScript(configuration, 'zh');
    const source = mkdtempSync(join(folder, 'site-'));
    for (const { clip } of needed.filter((each) => each.clip !== 'digit-7')) {
      writeFileSync(join(source, `${clip}.wav`), writeWav({ rate: 48_000, samples: recorded({ seconds: 0.1 }) }));
    }
    writeFileSync(join(source, 'holiday.wav'), writeWav({ rate: 48_000, samples: recorded() }));
    writeFileSync(join(source, 'ten.wav'), 'not a wave');
    writeFileSync(join(source, 'notes.txt'), 'read me');
    const read = readRecordings(source, { configuration, language: 'zh' });
    expect(read.faults).toEqual([
      { file: 'holiday.wav', fault: 'is no recording that this hall knows' },
      { file: 'ten.wav', fault: 'is not a WAV file' },
    ]);
    expect(read.missing.map(({ clip, text }) => `${clip} ${text}`)).toContain('digit-7 七');
    const { facts, sound } = makePack(read.recordings, { name: 'ours', language: 'zh', voice: 'a colleague' });
    const wav = writeWav(sound);
    const made = writePack(folder, facts, new Map([['wav', wav]]));
    expect(readPack(folder, 'ours')).toEqual(made);
    const { atMs, ms } = made.clips['digit-1']!;
    const clip = sound.samples.subarray((atMs / 1_000) * PACK_RATE, ((atMs + ms) / 1_000) * PACK_RATE);
    expect(loudness(clip)).toBeGreaterThan(0.1);
    expect(loudness(sound.samples.subarray(0, (made.firstSoundMs / 1_000) * PACK_RATE))).toBeLessThan(0.01);
    // A pack whose sound somebody changed is none, and a name is no way out of the folder.
    writeFileSync(join(folder, 'ours', 'voice.wav'), wav.subarray(100));
    expect([readPack(folder, 'ours'), readPack(folder, '../ours'), readPack(folder, 'nobody')]).toEqual([null, null, null]);
    writePack(folder, facts, new Map([['wav', wav]]));
    const shelf = new VoiceShelf({ builtIn: 'voice', own: folder });
    const offers = shelf.offers(configuration);
    expect(offers.map(({ name }) => name)).toEqual(['default-en', 'default-zh', 'ours']);
    expect(offers[2]!.missing.map((each) => each.clip)).toContain('digit-7');
    expect(offers[1]).toMatchObject({ language: 'zh', missing: [], replaced: [] });
    expect([shelf.sound('ours', 'wav')?.hash, shelf.sound('ours', 'mp3'), shelf.pack('default-none')]).toEqual([
      made.files[0]!.hash,
      null,
      null,
    ]);
  });

  it('[V13] the packs that come with the hub say everything, in sentences that leave time for six in half a minute', () => {
    const { configuration } = demoHall();
    for (const language of ['zh', 'en'] as const) {
      const pack = readPack('voice', `default-${language}`)!;
      expect(Object.keys(pack.clips).sort()).toEqual(
        defaultScript(language)
          .map(({ clip }) => clip)
          .sort(),
      );
      expect(wholePack(language).filter(({ clip }) => pack.clips[clip] === undefined)).toEqual([]);
      for (const { bytes, format } of pack.files) expect(bytes, format).toBeLessThan(300_000);
      const words = announcementWords({ number: 'A999', counter: 6, recalls: 0 }, configuration, language);
      expect(timelineOf(spokenWith(words, pack.clips).words, pack.clips).totalMs).toBeLessThan(5_600);
    }
  });

  it('[A67] voice', () => {
    const help = helpText(VOICE_USAGE, VOICE_OPTIONS);
    expect(help).toContain('npm run voice -- pack DIR --language zh|en');
    for (const { flag } of Object.values(VOICE_OPTIONS)) expect(help).toContain(`--${flag} `);
  });
});
