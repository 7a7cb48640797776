import { untrack } from 'svelte';
import type { CounterId, HallConfiguration } from '../../hall/configuration.ts';
import { localTime } from '../../hall/local-time.ts';
import type { VoiceLanguage, VoiceSetup } from '../../hall/setup/voice-setup.ts';
import type { Call } from '../../hall/state.ts';
import type { Text } from '../../hall/text.ts';
import { callMark, markKey, type CallMark } from '../../hall/views/call-mark.ts';
import { latestCalls } from '../../hall/views/latest-calls.ts';
import { captionText } from '../../i18n/announcement.ts';
import type { EpochMs, Timers } from '../../lib/clock.ts';
import { defaultPackName } from '../../voice/pack.ts';
import { promptWords, type Prompt, type PromptFacts, type PromptKey } from '../../voice/prompts.ts';
import { SpeakingQueue, START_WITHIN_MS, type SpokenForm, type Turn } from '../../voice/speaking-queue.ts';
import { gainOf, volumeAt } from '../../voice/volume.ts';
import type { LiveHall } from '../hall.svelte.ts';
import type { Playing, SoundOutput } from './clip-player.ts';
import type { LoadedPack, LoadedVoices, PackSource } from './pack-source.ts';
import { Prompter, type PromptManner } from './prompter.ts';
import type { TextVoice } from './text-voice.ts';
import { callUtterance, piecesOf, utteranceOf, type Gap, type Utterance, type Voices } from './utterance.ts';

/** `off`: this screen is not to speak. `blocked`: the browser wants a touch first. `no-voice`: there is nothing to speak with. */
export type SpeakerState = 'off' | 'blocked' | 'ready' | 'speaking' | 'no-voice';

/** Until a call is repeated. */
const REPEAT_AFTER_MS = 2_000;
/** A caption that is not spoken stands at least so long, and longer among many. */
const CAPTION_MS = 6_000;
const CAPTION_OF_MANY_MS = 700;
const PACKS_AGAIN_MS = 10_000;
/** Of a long day's missing recordings so many are kept for the report. */
const GAPS_MAX = 50;
const TOLD_KEY = 'hallcall-told';
/** In the place of a recording's name: the pack itself is not there. */
export const WHOLE_PACK = '*';

export interface SpeakerOptions {
  readonly hall: Pick<LiveHall, 'view' | 'now' | 'subscribe' | 'configuration'>;
  readonly timers: Timers;
  /** Milliseconds of any beginning, never back: `performance.now`. */
  readonly monotonicMs: () => number;
  /** Whether this screen is to speak calls; asked again and again. */
  readonly speaks: () => boolean;
  /** Whose calls; null: every counter's; undefined: nobody's. */
  readonly counters: () => readonly CounterId[] | null | undefined;
  readonly output: SoundOutput;
  readonly packs: PackSource;
  readonly text: TextVoice | null;
  /** For prompts that only the one who listens should hear; null: this screen has no second output. */
  readonly earphones?: SoundOutput | null;
  /** Keeps when the last call was told over a reload of the page. */
  readonly memory?: Pick<Storage, 'getItem' | 'setItem'> | null;
}

/**
 * The voice of one screen. It listens to the hall, lines calls up in its zone's queue and speaks them one by one; what it speaks
 * stands as a caption, also where nothing can be heard. Kiosks use it for their prompts too.
 */
export class Speaker {
  readonly #options: SpeakerOptions;
  readonly #queue = new SpeakingQueue<Call>();
  readonly #spokenListeners = new Set<(call: CallMark, at: EpochMs) => void>();
  readonly #gaps = new Map<string, Gap>();
  #packs = $state.raw<LoadedVoices>({});
  #packsKey = '';
  #loading = $state.raw<readonly VoiceLanguage[]>([]);
  #speaking = $state.raw<Call | null>(null);
  #unspoken = $state.raw<readonly Call[]>([]);
  #output = $state.raw<SoundOutput['state']>('running');
  #gapCount = $state(0);
  /** Null until the first state: what is there then is no news. */
  #seen: ReadonlySet<string> | null = null;
  #wake: (() => void) | null = null;
  readonly #prompter: Prompter;
  #isClosed = false;

  constructor(options: SpeakerOptions) {
    this.#options = options;
    const { earphones = null, output } = options;
    this.#prompter = new Prompter({
      output,
      earphones,
      prepare: (language) => this.#prepare(language),
      utter: (prompts, language) => {
        const wordsOf = ({ key, facts = {} }: Prompt) => promptWords(key, facts, language, this.#voice?.numbers);
        return utteranceOf(
          prompts.map((each) => ({ language, words: wordsOf(each) })),
          this.#voices,
        );
      },
      play: (utterance, to) => this.#play(utterance, to),
      isBusy: () => this.#speaking !== null,
    });
  }

  get state(): SpeakerState {
    const voice = this.#voice;
    if (voice === null || !this.#options.speaks()) return 'off';
    if (this.#output === 'blocked') return 'blocked';
    if (this.#speaking !== null) return 'speaking';
    const canSpeak = this.#isVoiceComing || voice.languages.some((language) => this.#canSpeak(language));
    return this.#output === 'running' && canSpeak ? 'ready' : 'no-voice';
  }

  /** While it is true, media are to play more softly (`display/media/media-fade.ts`). */
  get isSpeaking(): boolean {
    return this.#speaking !== null;
  }

  /** What is told now, in both languages; null while nothing is. */
  get caption(): Text | null {
    const { configuration } = this.#options.hall;
    const told = [...(this.#speaking === null ? [] : [this.#speaking]), ...this.#unspoken];
    if (configuration === null || told.length === 0) return null;
    const places = told.flatMap((call) => {
      const counter = configuration.counters.find(({ id }) => id === call.counter);
      return counter === undefined ? [] : [{ call, counter }];
    });
    return captionText(places);
  }

  /** Recordings that were needed and missing since the page was loaded. */
  get gaps(): readonly Gap[] {
    return this.#gapCount === 0 ? [] : [...this.#gaps.values()];
  }

  /** Called for each call that was heard to the end of what was said of it. Returns the release. */
  onSpoken(listener: (call: CallMark, at: EpochMs) => void): () => void {
    this.#spokenListeners.add(listener);
    return () => this.#spokenListeners.delete(listener);
  }

  /** Returns the release. */
  listen(): () => void {
    const { hall, output } = this.#options;
    const outputChanged = (): void => {
      this.#output = output.state;
    };
    const releases = [hall.subscribe(() => this.look()), output.onChange(outputChanged)];
    outputChanged();
    this.look();
    return () => {
      for (const release of releases) release();
      this.close();
    };
  }

  /** Somebody touched the screen: the browser may now allow sound. */
  unlock(): void {
    this.#options.output.unlock();
  }

  /** To be called after any change of the hall. */
  look(): void {
    this.#loadPacks();
    const calls = this.#zoneCalls();
    const seen = this.#seen;
    // A call that is made while the voice is still on its way waits for it: it is news a moment later, too.
    if (calls === null || (seen !== null && this.#isVoiceComing)) return;
    this.#seen = new Set(calls.map(markKey));
    const now = this.#options.hall.now();
    const since = seen === null ? this.#toldBefore() : -Infinity;
    const isNews = (call: Call): boolean => {
      if (seen === null ? call.at <= since : seen.has(markKey(call))) return false;
      return now - call.at < START_WITHIN_MS;
    };
    if (this.#voice !== null && this.#options.speaks()) for (const call of calls.filter(isNews).reverse()) this.#push(call);
    this.#advance();
  }

  /**
   * Says a sentence of the kiosk, in place of the prompt before; after an announcement that is being made. `isPrivate`: into the
   * earphones, where the screen has them. To be called on a key's press: a browser lets a page speak only then. False: nobody hears it.
   */
  prompt(key: PromptKey, facts: PromptFacts = {}, manner: PromptManner = {}): boolean {
    return this.prompts([{ key, facts }], manner);
  }

  /** Several sentences in one breath, in place of the one before. */
  prompts(prompts: readonly Prompt[], manner: PromptManner = {}): boolean {
    // A page says what it shows from within an effect, which must not follow what is loaded for it.
    return untrack(() => this.#prompter.say(prompts, manner));
  }

  /** Whoever presses a key does not want to hear the rest. */
  stopPrompt(): void {
    this.#prompter.stop();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
    this.#wake = null;
    this.#queue.clear();
    this.stopPrompt();
    this.#options.output.close();
    this.#options.earphones?.close();
  }

  get #voice(): VoiceSetup | null {
    return this.#options.hall.configuration?.voice ?? null;
  }

  get #voices(): Voices {
    return { packs: this.#packs, text: this.#options.text, onGap: (gap) => this.#missed(gap) };
  }

  /** 0 to 1. */
  get #gain(): number {
    const { configuration } = this.#options.hall;
    if (configuration === null) return 0;
    return gainOf(volumeAt(configuration.voice ?? {}, localTime(this.#options.hall.now(), configuration.timeZone).minutes));
  }

  get #isVoiceComing(): boolean {
    return this.#voice?.languages.some((language) => this.#loading.includes(language) && !this.#canSpeak(language)) ?? false;
  }

  #canSpeak(language: VoiceLanguage): boolean {
    return (this.#packs[language]?.length ?? 0) > 0 || this.#options.text?.has(language) === true;
  }

  #zoneCalls(): Call[] | null {
    const counters = this.#options.counters();
    const calls = this.#options.hall.view(latestCalls);
    return calls === null || counters === null ? calls : calls.filter(({ counter }) => counters?.includes(counter) === true);
  }

  /** A screen that loaded itself anew in the middle of calls goes on after the last one it told. */
  #toldBefore(): EpochMs {
    const kept = Number(this.#options.memory?.getItem(TOLD_KEY) ?? Number.NaN);
    return Number.isFinite(kept) ? kept : Infinity;
  }

  #push(call: Call): void {
    const now = this.#options.monotonicMs();
    const calledAt = now - Math.max(0, this.#options.hall.now() - call.at);
    const lasting = (form: SpokenForm): number | null => this.#utterance(call, form)?.ms ?? null;
    const durations = { full: lasting('full'), 'one-language': lasting('one-language'), short: lasting('short') };
    this.#queue.push(call, { calledAt, durations });
  }

  /** Null where it cannot be heard: no voice, no loudspeaker, an hour of silence. */
  #utterance(call: Call, form: SpokenForm): Utterance | null {
    const { configuration } = this.#options.hall;
    if (configuration === null || this.#options.output.state !== 'running' || this.#gain === 0) return null;
    return callUtterance(call, form, configuration, this.#voices);
  }

  #advance(): void {
    if (this.#isClosed) return;
    const isBusy = this.#speaking !== null;
    for (let turn = this.#next(isBusy); turn !== null; turn = this.#next(isBusy)) {
      if (!this.#isStillCalled(turn.call)) continue;
      if (turn.form === 'caption') this.#caption(turn.call);
      else return this.#speak(turn, turn.form);
    }
    if (!isBusy && this.#queue.length > 0) this.#wakeIn(this.#queue.freeAt - this.#options.monotonicMs());
  }

  /** The plan may be over before the sound is: then nothing is due yet. */
  #next(isBusy: boolean): Turn<Call> | null {
    const now = this.#options.monotonicMs();
    if (isBusy && now >= this.#queue.freeAt) this.#queue.hold(now + 1);
    return this.#queue.next(now);
  }

  /** A call that was taken back, or of an earlier business day, calls nobody. */
  #isStillCalled(call: Call): boolean {
    const key = markKey(call);
    return this.#options.hall.view((state) => state.calls.some((each) => markKey(each) === key)) ?? false;
  }

  #speak({ call }: Turn<Call>, form: SpokenForm, times = 1): void {
    const utterance = this.#utterance(call, form);
    if (utterance === null) return this.#caption(call);
    this.#prompter.giveWay();
    this.#speaking = call;
    void this.#play(utterance, this.#options.output).ended.then((isWhole) => this.#ended(call, times, isWhole));
  }

  #ended(call: Call, times: number, isWhole: boolean): void {
    this.#speaking = null;
    this.#remember(call);
    const at = this.#options.hall.now();
    if (isWhole && times === 1) for (const listener of [...this.#spokenListeners]) listener(callMark(call), at);
    this.#prompter.goOn();
    const timesMax = this.#voice?.timesMax ?? 1;
    if (isWhole && this.#queue.length === 0 && times < timesMax) return this.#repeatLater(call, times);
    this.#wakeIn(Math.max(0, this.#queue.freeAt - this.#options.monotonicMs()));
  }

  /** Only for somebody who has not come yet, and only while nobody else is to be called. */
  #repeatLater(call: Call, times: number): void {
    this.#wake?.();
    this.#wake = this.#options.timers.after(REPEAT_AFTER_MS, () => {
      this.#wake = null;
      const status = this.#options.hall.view((state) => state.tickets.get(call.ticket)?.status.is ?? null);
      const now = this.#options.monotonicMs();
      const utterance = this.#utterance(call, 'full');
      if (this.#queue.length > 0 || status !== 'called' || utterance === null) return this.#advance();
      this.#queue.hold(now + utterance.ms);
      this.#speak({ call, form: 'full', startsAt: now, endsAt: now + utterance.ms }, 'full', times + 1);
    });
  }

  #caption(call: Call): void {
    this.#remember(call);
    this.#unspoken = [...this.#unspoken, call];
    this.#options.timers.after(Math.max(CAPTION_MS, CAPTION_OF_MANY_MS * this.#unspoken.length), () => {
      this.#unspoken = this.#unspoken.filter((each) => each !== call);
    });
  }

  #remember({ at }: Call): void {
    try {
      this.#options.memory?.setItem(TOLD_KEY, String(at));
    } catch {
      // A full storage costs no more than a call that is told twice after a reload.
    }
  }

  #wakeIn(delayMs: number): void {
    this.#wake?.();
    this.#wake = this.#options.timers.after(Math.max(0, delayMs), () => {
      this.#wake = null;
      this.#advance();
    });
  }

  #play(utterance: Utterance, output: SoundOutput): Playing {
    const gain = this.#gain;
    let now: Playing | null = null;
    let isStopped = false;
    const sayAll = async (): Promise<boolean> => {
      for (const piece of piecesOf(utterance)) {
        if (isStopped) return false;
        now =
          piece.by === 'clips'
            ? output.play(piece.passages, { gain, totalMs: piece.totalMs })
            : this.#options.text!.read(piece.text, piece.language, gain);
        if (!(await now.ended)) return false;
      }
      return true;
    };
    const ended = sayAll();
    const stop = (): void => {
      isStopped = true;
      now?.stop();
    };
    return { ended, stop };
  }

  #missed(gap: Gap): void {
    const key = `${gap.pack} ${gap.clip}`;
    if (this.#gaps.has(key) || this.#gaps.size >= GAPS_MAX) return;
    this.#gaps.set(key, gap);
    this.#gapCount = this.#gaps.size;
  }

  #loadPacks(): void {
    const { configuration } = this.#options.hall;
    if (configuration?.voice === undefined || !this.#options.speaks()) return;
    const key = packsKey(configuration);
    if (key === this.#packsKey) return;
    this.#packsKey = key;
    for (const language of configuration.voice.languages) void this.#load(language);
  }

  async #prepare(language: VoiceLanguage): Promise<void> {
    if (this.#packs[language] === undefined) await this.#load(language);
  }

  /** What was loaded before stays until the new is there. A pack that the hall names and the hub does not give is a gap too. */
  async #load(language: VoiceLanguage): Promise<void> {
    const own = this.#voice?.packs?.[language];
    const names = [...new Set([...(own === undefined ? [] : [own]), defaultPackName(language)])];
    this.#loading = [...this.#loading, language];
    const loaded = await Promise.all(names.map((name) => this.#options.packs.load(name)));
    this.#loading = this.#loading.filter((each) => each !== language);
    if (this.#isClosed) return;
    const found = loaded.filter((each): each is LoadedPack => each !== null);
    if (found.length > 0) this.#packs = { ...this.#packs, [language]: found };
    if (this.#seen !== null) this.look();
    if (found.length === names.length) return;
    if (own !== undefined && loaded[0] === null) this.#missed({ language, pack: own, clip: WHOLE_PACK, text: own });
    this.#options.timers.after(PACKS_AGAIN_MS, () => {
      this.#packsKey = '';
      if (!this.#isClosed) this.#loadPacks();
    });
  }
}

function packsKey({ voice }: HallConfiguration): string {
  return JSON.stringify([voice?.languages, voice?.packs]);
}
