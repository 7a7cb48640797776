import type { VoiceLanguage } from '../../hall/setup/voice-setup.ts';
import type { Prompt } from '../../voice/prompts.ts';
import type { Playing, SoundOutput } from './clip-player.ts';
import type { Utterance } from './utterance.ts';

export interface PromptManner {
  /** Absent: Chinese. */
  readonly language?: VoiceLanguage;
  /** Into the earphones; heard by nobody where the screen has none. */
  readonly isPrivate?: boolean;
}

export interface PrompterOptions {
  readonly output: SoundOutput;
  readonly earphones: SoundOutput | null;
  /** Loads what the language needs; at once where it is there. */
  readonly prepare: (language: VoiceLanguage) => Promise<void>;
  readonly utter: (prompts: readonly Prompt[], language: VoiceLanguage) => Utterance | null;
  readonly play: (utterance: Utterance, output: SoundOutput) => Playing;
  /** An announcement is being made on the same loudspeaker. */
  readonly isBusy: () => boolean;
}

/** The sentences of a kiosk: the newest in place of the one before, and never over an announcement. */
export class Prompter {
  readonly #options: PrompterOptions;
  #playing: Playing | null = null;
  #isPrivate = false;
  #due: (() => void) | null = null;

  constructor(options: PrompterOptions) {
    this.#options = options;
  }

  /** False: nobody hears it. */
  say(prompts: readonly Prompt[], { language = 'zh', isPrivate = false }: PromptManner): boolean {
    const { earphones, isBusy, output, play, prepare, utter } = this.#options;
    const to = isPrivate ? earphones : output;
    this.stop();
    if (to === null) return false;
    to.unlock();
    const due = (): void => {
      if (this.#due !== due || (!isPrivate && isBusy())) return;
      this.#due = null;
      const utterance = utter(prompts, language);
      if (utterance !== null) this.#playing = play(utterance, to);
      this.#isPrivate = isPrivate;
    };
    this.#due = due;
    void prepare(language).then(due);
    return to.state !== 'unsupported';
  }

  /** The loudspeaker is free again. */
  goOn(): void {
    this.#due?.();
  }

  /** An announcement begins: what is said aloud gives way to it. */
  giveWay(): void {
    if (!this.#isPrivate) this.#playing?.stop();
  }

  stop(): void {
    this.#due = null;
    this.#playing?.stop();
    this.#playing = null;
  }
}
