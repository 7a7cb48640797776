import type { CounterId } from '../../hall/configuration.ts';
import type { BrowserParts } from '../browser-parts.ts';
import type { DeviceKind } from '../device-session.ts';
import type { HallLine } from '../hall-line.ts';
import { browserDeviceSession } from '../start-device-screen.ts';
import { ClipPlayer, type SoundOutput } from './clip-player.ts';
import { hubPacks } from './pack-source.ts';
import { Speaker } from './speaker.svelte.ts';
import { webSpeech } from './text-voice.ts';

export interface BrowserSpeakerOptions {
  readonly window: Window & typeof globalThis;
  readonly parts: BrowserParts;
  readonly line: Pick<HallLine, 'hall'>;
  readonly kind: DeviceKind;
  /** Whether this screen is set up to speak; the address of the page may say otherwise (`?speak=1`, `?speak=0`). */
  readonly speaks: () => boolean;
  readonly counters: () => readonly CounterId[] | null | undefined;
  /** Where only one person hears it; absent: this screen has no such place. */
  readonly earphones?: SoundOutput | undefined;
}

/** The voice of a real screen. Its life is the page's: `listen()` returns the release. */
export function browserSpeaker({ window, parts, line, kind, speaks, counters, earphones }: BrowserSpeakerOptions): Speaker {
  const session = browserDeviceSession(window);
  const { hall } = line;
  const asked = speakParameter(window.location.search);
  const output = new ClipPlayer({ makeContext: () => new window.AudioContext(), timers: parts.timers });
  return new Speaker({
    hall,
    timers: parts.timers,
    monotonicMs: () => window.performance.now(),
    speaks: () => asked ?? speaks(),
    counters,
    output,
    earphones: earphones ?? null,
    packs: hubPacks({
      ask: async (path) => {
        const token = await session.token(kind);
        const id = hall.welcome?.hall;
        if (!token.ok || id === undefined) return null;
        const headers = { authorization: `Bearer ${token.value}` };
        const response = await window.fetch(`/api/halls/${encodeURIComponent(id)}/voice/${path}`, { headers });
        return response.ok ? response : null;
      },
      decode: (bytes, firstSoundMs) => output.decode(bytes, firstSoundMs),
    }),
    text: webSpeech(window, parts.timers),
    memory: window.sessionStorage,
  });
}

/** Null: the address says nothing. */
export function speakParameter(search: string): boolean | null {
  const said = new URLSearchParams(search).get('speak');
  return said === null ? null : said !== '0';
}
