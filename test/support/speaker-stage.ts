import { KIOSK, PlayedHall, SYSTEM, teller } from './played-hall.ts';
import { VirtualTime } from './virtual-time.ts';
import type { VoiceSetup } from '../../shared/hall/setup/voice-setup.ts';
import type { CallMark } from '../../shared/hall/views/call-mark.ts';
import { wholePack } from '../../shared/voice/needed-clips.ts';
import { PACK_FORMAT, type VoicePack } from '../../shared/voice/pack.ts';
import type { OutputState, Passage, PackSound, SoundOutput } from '../../shared/ui/sound/clip-player.ts';
import type { LoadedPack } from '../../shared/ui/sound/pack-source.ts';
import { Speaker } from '../../shared/ui/sound/speaker.svelte.ts';
import type { TextVoice } from '../../shared/ui/sound/text-voice.ts';

/** Each recording lasts so long: a sentence of nine is 2.8 s. */
export const CLIP_MS = 300;
const SOUND = { buffer: {} as AudioBuffer, shiftMs: 0 } satisfies PackSound;

export function packOf(name: string, language: 'zh' | 'en', without: readonly string[] = []): LoadedPack {
  const clips = Object.fromEntries(
    wholePack(language)
      .filter(({ clip }) => !without.includes(clip))
      .map(({ clip, text }, index) => [clip, { atMs: index * 1_000, ms: CLIP_MS, text }]),
  );
  const pack: VoicePack = { format: PACK_FORMAT, name, language, voice: '', durationMs: 0, firstSoundMs: 0, clips, files: [] };
  return { pack, sound: SOUND };
}

interface Sounded {
  readonly from: number;
  to: number | null;
  readonly said: string;
}

/** A loudspeaker in virtual time: what was played, from when to when. */
class FakeOutput implements SoundOutput {
  readonly sounded: Sounded[] = [];
  state: OutputState = 'running';
  fails = false;
  readonly #time: VirtualTime;
  readonly #listeners = new Set<() => void>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(state: OutputState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }

  decode(): Promise<PackSound> {
    return Promise.resolve(SOUND);
  }

  play(passages: readonly Passage[], { totalMs }: { readonly gain: number; readonly totalMs: number }) {
    const said = passages.flatMap(({ segments }) => segments.map(({ clip }) => clip)).join(' ');
    const sounded: Sounded = { from: this.#time.now(), to: null, said };
    this.sounded.push(sounded);
    let settle: (isWhole: boolean) => void = () => undefined;
    const ended = new Promise<boolean>((resolve) => (settle = resolve));
    const end = (isWhole: boolean): void => {
      sounded.to = this.#time.now();
      settle(isWhole);
    };
    const { fails } = this;
    const release = this.#time.after(fails ? totalMs + 2_000 : totalMs, () => end(!fails));
    return {
      ended,
      stop: () => {
        release();
        end(false);
      },
    };
  }

  unlock(): void {
    this.change('running');
  }

  close(): void {
    this.#listeners.clear();
  }
}

interface StageOptions {
  readonly voice?: VoiceSetup | null;
  readonly packs?: readonly LoadedPack[];
  readonly text?: TextVoice | null;
  readonly counters?: readonly number[] | null;
  readonly kept?: string | null;
  readonly state?: OutputState;
  readonly earphones?: boolean;
}

export const DEFAULTS = [packOf('default-zh', 'zh'), packOf('default-en', 'en')];
/** A played hall with a speaking screen in it. */
export class Stage {
  readonly played = new PlayedHall();
  readonly time = new VirtualTime(this.played.now);
  readonly output = new FakeOutput(this.time);
  readonly earphones = new FakeOutput(this.time);
  readonly spoken: CallMark[] = [];
  readonly speaker: Speaker;
  kept: string | null;

  constructor(options: StageOptions = {}) {
    const { counters = null, earphones = false, kept = null, packs = DEFAULTS, state = 'running', text = null } = options;
    this.kept = kept;
    this.output.state = state;
    for (const counter of [1, 2, 3]) {
      this.played.done({ type: 'sign-in', counter }, teller(counter));
      this.played.done({ type: 'open-counter', counter }, teller(counter));
    }
    const voice = options.voice === undefined ? { languages: ['zh' as const] } : options.voice;
    if (voice !== null) this.configure(voice);
    const { played } = this;
    this.speaker = new Speaker({
      hall: {
        view: (read) => read(played.state),
        now: () => this.time.now(),
        subscribe: () => () => undefined,
        get configuration() {
          return played.state.configuration;
        },
      },
      timers: this.time,
      monotonicMs: () => this.time.now(),
      speaks: () => true,
      counters: () => counters,
      output: this.output,
      packs: { load: (name) => Promise.resolve(packs.find(({ pack }) => pack.name === name) ?? null) },
      text,
      earphones: earphones ? this.earphones : null,
      memory: { getItem: () => this.kept, setItem: (_key, value) => void (this.kept = value) },
    });
    this.speaker.onSpoken((mark) => this.spoken.push(mark));
  }

  static async start(options: StageOptions = {}): Promise<Stage> {
    const stage = new Stage(options);
    stage.speaker.listen();
    await settled();
    return stage;
  }

  configure(voice: VoiceSetup): void {
    const configuration = { ...this.played.state.configuration!, voice };
    this.played.done({ type: 'configure-hall', configuration }, SYSTEM);
  }

  call(counter: number): string {
    this.played.now = this.time.now();
    this.played.done({ type: 'issue-ticket', service: 'B' }, KIOSK);
    const { number } = this.played.answer({ type: 'call-next', counter }, teller(counter));
    this.speaker.look();
    return number!;
  }

  /** In steps, so that what waits for promises goes on as it would. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      this.time.advance(Math.min(100, left));
      await settled();
    }
  }

  get said(): string[] {
    return this.output.sounded.map(({ said }) => said);
  }
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

export const SENTENCE = 'please letter-b digit-0 digit-0 digit-1 customer-to digit-2 counter business';
