import type { Timers } from '../shared/lib/clock.ts';
import {
  ClipPlayer,
  type OutputState,
  type PackSound,
  type Passage,
  type Playing,
  type SoundOutput,
} from '../shared/ui/sound/clip-player.ts';

/** What browsers call an earphone's jack; outputs have names only where the page may know them (127.0.0.1 or https, and a permission). */
const EARPHONE = /head(phone|set)|ear(phone|piece|bud)|耳机|耳麦/i;

export interface EarphonesOptions {
  /** The browser's list of devices; undefined on a page that may not see it. */
  readonly devices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'> | undefined;
  readonly makeContext: (options: AudioContextOptions & { sinkId: string }) => AudioContext;
  readonly timers: Timers;
}

/** The output that is an earphone; null: none is plugged in, or the browser does not tell. */
export function earphoneAmong(devices: readonly Pick<MediaDeviceInfo, 'kind' | 'label' | 'deviceId'>[]): string | null {
  const found = devices.find(({ kind, label }) => kind === 'audiooutput' && EARPHONE.test(label));
  return found === undefined || found.deviceId === '' ? null : found.deviceId;
}

/**
 * An earphone that a customer plugs into the kiosk, as an output of its own: what is said there is heard by nobody else. Where the
 * browser does not let a page choose its output, there is none, and prompts come out of the loudspeaker at the hall's volume.
 */
export class Earphones implements SoundOutput {
  readonly #options: EarphonesOptions;
  readonly #listeners = new Set<() => void>();
  readonly #look = (): void => void this.#find();
  #player: ClipPlayer | null = null;
  #sink: string | null = null;

  constructor(options: EarphonesOptions) {
    this.#options = options;
    options.devices?.addEventListener('devicechange', this.#look);
    this.#look();
  }

  get isPlugged(): boolean {
    return this.#player !== null;
  }

  get state(): OutputState {
    return this.#player?.state ?? 'unsupported';
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  decode(bytes: ArrayBuffer, firstSoundMs: number): Promise<PackSound> {
    return this.#player?.decode(bytes, firstSoundMs) ?? Promise.reject(new Error('no earphone'));
  }

  play(passages: readonly Passage[], options: { readonly gain: number; readonly totalMs: number }): Playing {
    return this.#player?.play(passages, options) ?? { ended: Promise.resolve(false), stop: () => undefined };
  }

  unlock(): void {
    this.#player?.unlock();
  }

  /** Idempotent. */
  close(): void {
    this.#options.devices?.removeEventListener('devicechange', this.#look);
    this.#player?.close();
    this.#player = null;
  }

  async #find(): Promise<void> {
    const { devices, makeContext, timers } = this.#options;
    // A list that is refused is a list without earphones.
    const found = (await devices?.enumerateDevices().catch(() => [])) ?? [];
    const sink = earphoneAmong(found);
    if (sink === this.#sink) return;
    this.#sink = sink;
    this.#player?.close();
    this.#player = sink === null ? null : new ClipPlayer({ timers, makeContext: () => makeContext({ sinkId: sink }) });
    for (const listener of [...this.#listeners]) listener();
  }
}
