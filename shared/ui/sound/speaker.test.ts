import { describe, expect, it } from 'vitest';
import { MANAGER, teller } from '../../../test/support/played-hall.ts';
import { speakParameter } from './browser-speaker.ts';
import { soundState } from './sound-state.ts';
import { WHOLE_PACK } from './speaker.svelte.ts';
import type { TextVoice } from './text-voice.ts';
import { CLIP_MS, packOf, DEFAULTS, SENTENCE, settled, Stage } from '../../../test/support/speaker-stage.ts';

describe('the speaker', () => {
  it('[V5, V7] speaks a burst whole and in order with silence between, tells each when it was heard, and writes it meanwhile', async () => {
    const stage = await Stage.start();
    expect(stage.speaker.state).toBe('ready');
    for (const counter of [1, 2, 3, 1, 2, 3]) stage.call(counter);
    await settled();
    expect([stage.speaker.state, stage.speaker.isSpeaking]).toEqual(['speaking', true]);
    expect(stage.speaker.caption).toEqual({
      zh: '请 B001 号客户到 1 号柜台办理业务。',
      en: 'Ticket B001, please go to counter 1.',
    });
    await stage.pass(30_000);
    expect(stage.output.sounded).toHaveLength(6);
    expect(stage.said[1]).toBe('please letter-b digit-0 digit-0 digit-2 customer-to digit-2 counter business');
    for (const [index, { from, to }] of stage.output.sounded.entries()) {
      const next = stage.output.sounded[index + 1];
      if (next !== undefined) expect(next.from - to!).toBeGreaterThanOrEqual(300);
      expect(to! - from).toBeGreaterThan(8 * CLIP_MS);
    }
    expect(stage.spoken.map(({ counter }) => counter)).toEqual([1, 2, 3, 1, 2, 3]);
    expect([stage.speaker.state, stage.speaker.caption]).toEqual(['ready', null]);
  });

  it('[V6] a long backlog is shortened; what is not spoken stands as a caption and is not told as heard', async () => {
    const stage = await Stage.start({ voice: { languages: ['zh', 'en'] } });
    const called: string[] = [];
    for (let count = 0; count < 25; count += 1) called.push(stage.call((count % 3) + 1));
    let written = '';
    for (let tenths = 0; tenths < 600; tenths += 1) {
      await stage.pass(100);
      written += stage.speaker.caption?.zh ?? '';
    }
    expect(called.filter((number) => !written.includes(number))).toEqual([]);
    const [first = '', ...rest] = stage.said;
    expect(first.match(/please/g)).toHaveLength(2);
    // Whole again for the last one: nobody waits behind it.
    expect(rest.findIndex((said) => said.includes('please'))).toBe(rest.length - 1);
    expect(stage.spoken).toHaveLength(stage.said.length);
    expect(stage.said.length).toBeLessThan(25);
    const begun = stage.output.sounded.at(-1)!.from - stage.output.sounded[0]!.from;
    expect(begun).toBeLessThanOrEqual(30_000);
  });

  it('[V8] repeats a call while nobody has come and nobody else waits to be called', async () => {
    const stage = await Stage.start({ voice: { languages: ['zh'], timesMax: 3 } });
    stage.call(2);
    await stage.pass(20_000);
    expect(stage.said).toEqual([SENTENCE, SENTENCE, SENTENCE]);
    expect(stage.spoken).toHaveLength(1);
    stage.call(2);
    await stage.pass(1_000);
    stage.call(3);
    await stage.pass(3_500);
    stage.played.now = stage.time.now();
    stage.played.done({ type: 'start-service', counter: 3 }, teller(3));
    await stage.pass(20_000);
    expect(stage.said).toHaveLength(5);
  });

  it('[V9] says that the browser blocks it, tells calls by captions until somebody touches the screen, and then speaks', async () => {
    const stage = await Stage.start({ state: 'blocked' });
    expect([stage.speaker.state, soundState(stage.speaker)]).toEqual(['blocked', 'blocked']);
    stage.call(1);
    await settled();
    expect([stage.said, stage.speaker.caption?.en]).toEqual([[], 'Ticket B001, please go to counter 1.']);
    stage.speaker.unlock();
    expect(stage.speaker.state).toBe('ready');
    await stage.pass(10_000);
    expect(stage.speaker.caption).toBeNull();
    stage.call(1);
    await stage.pass(5_000);
    expect(stage.said).toHaveLength(1);
  });

  it('[V10] a recording that the hall’s pack lacks: the whole sentence in the hub’s voice, and the gap is told', async () => {
    const own = packOf('ours', 'zh', ['digit-1']);
    const stage = await Stage.start({ voice: { languages: ['zh'], packs: { zh: 'ours' } }, packs: [own, ...DEFAULTS] });
    stage.call(2);
    await stage.pass(5_000);
    expect(stage.said).toEqual([SENTENCE]);
    expect(stage.speaker.gaps).toEqual([{ language: 'zh', pack: 'ours', clip: 'digit-1', text: '幺' }]);
    expect(soundState(stage.speaker)).toBe('incomplete');
    const gone = await Stage.start({ voice: { languages: ['zh'], packs: { zh: 'lost' } } });
    expect(gone.speaker.gaps).toEqual([{ language: 'zh', pack: 'lost', clip: WHOLE_PACK, text: 'lost' }]);
    expect([gone.speaker.state, soundState(gone.speaker)]).toEqual(['ready', 'incomplete']);
    gone.speaker.close();
  });

  it('[V10] without any pack a voice that reads text, and without that captions and “no voice”, not before it is known', async () => {
    const read: string[] = [];
    const time: { stage?: Stage } = {};
    const text: TextVoice = {
      has: (language) => language === 'zh',
      read: (said) => {
        read.push(said);
        return { ended: new Promise((resolve) => time.stage!.time.after(4_000, () => resolve(true))), stop: () => undefined };
      },
    };
    const stage = await Stage.start({ packs: [], text });
    time.stage = stage;
    expect(stage.speaker.state).toBe('ready');
    stage.call(1);
    stage.call(2);
    await stage.pass(12_000);
    expect(read).toEqual(['请 B 零零幺号客户到一号柜台办理业务。', '请 B 零零二号客户到二号柜台办理业务。']);
    expect(stage.spoken).toHaveLength(2);
    stage.speaker.close();
    const early = new Stage();
    early.speaker.listen();
    expect(early.speaker.state).toBe('ready');
    early.speaker.close();
    const mute = await Stage.start({ packs: [] });
    expect([mute.speaker.state, soundState(mute.speaker)]).toEqual(['no-voice', 'muted']);
    mute.call(1);
    expect(mute.speaker.caption?.zh).toContain('B001');
    expect(mute.spoken).toEqual([]);
    mute.speaker.close();
  });

  it('[V4, V7] in a silent hour nothing is heard and everything is written', async () => {
    const stage = await Stage.start({
      voice: { languages: ['zh'], volumes: [{ hours: { from: '00:00', to: '00:00' }, volume: 0 }] },
    });
    stage.call(1);
    await settled();
    expect([stage.said, stage.speaker.caption?.zh]).toEqual([[], '请 B001 号客户到 1 号柜台办理业务。']);
    stage.speaker.close();
    const off = await Stage.start({ voice: null });
    off.call(1);
    expect([off.speaker.state, off.said, off.speaker.caption]).toEqual(['off', [], null]);
  });

  it('[V11] speaks its zone only, never a silent call, nothing that was there before, and no call that was taken back', async () => {
    const zone = await Stage.start({ counters: [2] });
    zone.call(1);
    zone.call(2);
    await zone.pass(5_000);
    expect(zone.spoken.map(({ counter }) => counter)).toEqual([2]);
    const stage = new Stage();
    stage.call(3);
    stage.speaker.listen();
    await settled();
    expect(stage.said).toEqual([]);
    stage.call(1);
    stage.call(2);
    stage.played.done({ type: 'undo', counter: 2 }, teller(2));
    await stage.pass(10_000);
    expect(stage.spoken.map(({ counter }) => counter)).toEqual([1]);
    const configuration = stage.played.state.configuration!;
    const counters = configuration.counters.map((each) => (each.id === 3 ? { ...each, silent: true } : each));
    stage.played.done({ type: 'configure-hall', configuration: { ...configuration, counters } }, MANAGER);
    stage.call(3);
    await stage.pass(5_000);
    expect(stage.spoken).toHaveLength(1);
  });

  it('[V11] a page that was loaded anew goes on after the last call it told; what is half a minute old is over', async () => {
    const stage = new Stage();
    stage.call(1);
    stage.kept = String(stage.time.now());
    stage.time.advance(1_000);
    stage.call(2);
    stage.time.advance(2_000);
    stage.speaker.listen();
    await settled();
    await stage.pass(5_000);
    stage.speaker.close();
    const late = new Stage();
    late.kept = '1';
    late.call(1);
    late.time.advance(31_000);
    late.speaker.listen();
    await settled();
    expect(late.said).toEqual([]);
  });

  it('[V5] a call that is made while the voice is still being fetched waits for it and is spoken', async () => {
    const stage = new Stage();
    stage.speaker.listen();
    stage.call(1);
    expect(stage.speaker.caption).toBeNull();
    await settled();
    await stage.pass(5_000);
    expect(stage.spoken.map(({ counter }) => counter)).toEqual([1]);
  });

  it('[V5] a sound that the loudspeaker does not play is not told as heard, and does not hold up the next', async () => {
    const stage = await Stage.start();
    stage.output.fails = true;
    stage.call(1);
    stage.call(2);
    await stage.pass(5_500);
    expect([stage.said.length, stage.spoken.length]).toEqual([2, 0]);
    stage.output.fails = false;
    await stage.pass(6_000);
    stage.call(3);
    await stage.pass(5_000);
    expect(stage.spoken.map(({ counter }) => counter)).toEqual([3]);
    stage.speaker.close();
    expect(stage.time.timersLeft).toBe(0);
  });

  it('[V12] says a kiosk’s prompts: the newest in place of the last, after an announcement, and into the earphones alone', async () => {
    const stage = await Stage.start({ earphones: true });
    expect(stage.speaker.prompt('welcome')).toBe(true);
    await stage.pass(100);
    stage.speaker.prompt('ticket', { number: 'B012' }, { language: 'en' });
    await settled();
    await stage.pass(5_000);
    expect(stage.said).toEqual(['prompt-welcome', 'prompt-ticket letter-b digit-0 digit-1 digit-2']);
    expect(stage.output.sounded[0]!.to).toBe(stage.output.sounded[1]!.from);
    stage.call(2);
    stage.speaker.prompt('ahead', { count: 12 });
    await stage.pass(8_000);
    expect(stage.said.slice(2)).toEqual([SENTENCE, 'prompt-ahead ten digit-2']);
    stage.call(3);
    expect(stage.speaker.prompt('option', { key: 2, letter: 'B' }, { isPrivate: true })).toBe(true);
    await stage.pass(1_000);
    expect(stage.earphones.sounded.map(({ said }) => said)).toEqual(['prompt-option digit-2 prompt-service letter-b']);
    const without = await Stage.start();
    expect(without.speaker.prompt('welcome', {}, { isPrivate: true })).toBe(false);
  });
});

it('[V11] an address may say that a screen speaks, or that it does not', () => {
  expect(['', '?speak=1', '?speak=0', '?x=1&speak'].map(speakParameter)).toEqual([null, true, false, true]);
});
