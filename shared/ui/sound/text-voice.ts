import type { VoiceLanguage } from '../../hall/setup/voice-setup.ts';
import type { Timers } from '../../lib/clock.ts';
import type { Playing } from './clip-player.ts';

/** A voice that reads text, the last resort: where no pack can say a sentence. */
export interface TextVoice {
  has(language: VoiceLanguage): boolean;
  /** `volume`: 0 to 1. */
  read(text: string, language: VoiceLanguage, volume: number): Playing;
}

/** How long a text may take at most: an engine that hangs must not hold the queue. */
const LONGEST_MS = 20_000;

/** About how long a text takes. Only the queue's plan depends on it; the next waits for the end. */
export function readingMs(text: string, language: VoiceLanguage): number {
  return language === 'zh' ? 300 * [...text].length : 90 * text.length + 300;
}

/** The browser's own voices. None on Linux as it comes; on Windows and Android usually both languages. */
export function webSpeech(window: Window & typeof globalThis, timers: Timers): TextVoice {
  const voiceFor = (language: VoiceLanguage): SpeechSynthesisVoice | undefined => {
    // Not every browser has it.
    const { speechSynthesis } = window as { readonly speechSynthesis?: SpeechSynthesis };
    const voices = speechSynthesis?.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(language)) ?? [];
    // A voice of the network reads nothing in a hall without internet.
    return voices.find(({ localService }) => localService);
  };
  return {
    has: (language) => voiceFor(language) !== undefined,
    read: (text, language, volume) => {
      const voice = voiceFor(language);
      if (voice === undefined) return { ended: Promise.resolve(false), stop: () => undefined };
      const utterance = new window.SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.volume = volume;
      const ended = new Promise<boolean>((resolve) => {
        utterance.onend = () => resolve(true);
        utterance.onerror = () => resolve(false);
        timers.after(LONGEST_MS, () => resolve(false));
      });
      window.speechSynthesis.speak(utterance);
      return { ended, stop: () => window.speechSynthesis.cancel() };
    },
  };
}
