import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { VoiceLanguage } from '../../shared/hall/setup/voice-setup.ts';
import { defaultPackName, type PackOffer } from '../../shared/voice/pack.ts';
import { gainOf, VOLUME_DEFAULT } from '../../shared/voice/volume.ts';
import type { SoundOutput } from '../../shared/ui/sound/clip-player.ts';
import { hubPacks, type LoadedPack } from '../../shared/ui/sound/pack-source.ts';
import { callUtterance, piecesOf, type Gap } from '../../shared/ui/sound/utterance.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';

/** What a trial says: the first number of the first series, at the first counter that is called aloud. */
function trialCall({ counters, series }: HallConfiguration) {
  const counter = counters.find(({ silent }) => silent !== true)?.id ?? 1;
  const number = `${series[0]?.letter ?? 'A'}012`;
  return { ticket: '', number, service: '', classId: '', counter, at: 0, recalls: 0 };
}

/** The voices that the hub has, and a trial of what a configuration would say, in this very browser. */
export class VoiceSheet {
  readonly #api: HallApi;
  #offers = $state.raw<readonly PackOffer[] | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);
  #trial = $state<'none' | 'speaking' | 'mute'>('none');
  #gaps = $state.raw<readonly Gap[]>([]);

  constructor(api: HallApi) {
    this.#api = api;
  }

  /** Null before they were asked for. */
  get offers(): readonly PackOffer[] | null {
    return this.#offers;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  /** `mute`: nothing could be heard here. */
  get trial(): 'none' | 'speaking' | 'mute' {
    return this.#trial;
  }

  /** What the last trial missed. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  async load(): Promise<void> {
    const answer = await this.#api.get<{ readonly packs: readonly PackOffer[] }>('voice');
    this.#failure = answer.ok ? null : answer.error;
    if (answer.ok) this.#offers = answer.value.packs;
  }

  /** To be called on a press: a browser lets a page speak only then. */
  async speak(configuration: HallConfiguration, output: SoundOutput): Promise<void> {
    if (this.#trial === 'speaking') return;
    this.#trial = 'speaking';
    output.unlock();
    const languages = configuration.voice?.languages ?? [];
    const loaded = await Promise.all(languages.map((language) => this.#load(language, configuration, output)));
    const packs = Object.fromEntries(languages.map((language, index) => [language, loaded[index]]));
    const gaps: Gap[] = [];
    const voices = { packs, text: null, onGap: (gap: Gap) => void gaps.push(gap) };
    const utterance = callUtterance(trialCall(configuration), 'full', configuration, voices);
    this.#gaps = gaps;
    let isHeard = utterance !== null;
    for (const piece of utterance === null ? [] : piecesOf(utterance)) {
      if (piece.by === 'text') continue;
      const gain = gainOf(configuration.voice?.volume ?? VOLUME_DEFAULT);
      isHeard = await output.play(piece.passages, { gain, totalMs: piece.totalMs }).ended;
    }
    this.#trial = isHeard ? 'none' : 'mute';
  }

  async #load(language: VoiceLanguage, { voice }: HallConfiguration, output: SoundOutput): Promise<LoadedPack[]> {
    const own = voice?.packs?.[language];
    const source = hubPacks({
      ask: (path) => this.#api.file?.(`voice/${path}`) ?? Promise.resolve(null),
      decode: (bytes, firstSoundMs) => output.decode(bytes, firstSoundMs),
    });
    const names = [...new Set([...(own === undefined ? [] : [own]), defaultPackName(language)])];
    const packs = await Promise.all(names.map((name) => source.load(name)));
    return packs.filter((each) => each !== null);
  }
}
