/** Two tones, three times: heard in a pocket, and not taken for a telephone. Hz, and seconds from the start. */
const TONES = [0, 0.7, 1.4].flatMap((from) => [
  { hertz: 880, from, seconds: 0.22 },
  { hertz: 1_175, from: from + 0.26, seconds: 0.32 },
]);
const CALL_PATTERN_MS = [400, 200, 400, 200, 600];
const SOON_PATTERN_MS = [200];
const LOUDNESS = 0.5;

/** What this page uses of the browser; some of it is missing on some phones, and on plain http. */
type AlarmWindow = Pick<Window, 'navigator' | 'document'> & { readonly AudioContext?: typeof AudioContext };

/**
 * Tells who does not look: by sound, vibration, and a screen that stays on. A phone lets a page make a sound only after it was
 * touched, so the customer turns it on; what a phone cannot do it leaves out.
 */
export class CallAlarm {
  readonly #window: AlarmWindow;
  #isOn = $state(false);
  #audio: AudioContext | null = null;
  #awake: Pick<WakeLockSentinel, 'release' | 'released'> | null = null;

  constructor(window: AlarmWindow) {
    this.#window = window;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** In the hand of a touch. */
  turnOn(): void {
    this.#isOn = true;
    const { AudioContext } = this.#window;
    if (this.#audio === null && AudioContext !== undefined) this.#audio = new AudioContext();
    void this.#audio?.resume();
    this.stayAwake();
    this.soon();
  }

  turnOff(): void {
    this.#isOn = false;
    this.#window.navigator.vibrate?.(0);
    void this.#awake?.release();
    this.#awake = null;
  }

  called(): void {
    if (!this.#isOn) return;
    this.#window.navigator.vibrate?.(CALL_PATTERN_MS);
    this.#play(TONES);
  }

  /** Almost the turn: one short sign. */
  soon(): void {
    if (!this.#isOn) return;
    this.#window.navigator.vibrate?.(SOON_PATTERN_MS);
    this.#play(TONES.slice(0, 1));
  }

  /** A phone that was asleep let go of it. */
  stayAwake(): void {
    const { document, navigator } = this.#window;
    const wakeLock = 'wakeLock' in navigator ? navigator.wakeLock : undefined;
    const isHeld = this.#awake !== null && !this.#awake.released;
    if (!this.#isOn || isHeld || wakeLock === undefined || document.visibilityState !== 'visible') return;
    wakeLock.request('screen').then(
      (held) => (this.#awake = held),
      // A battery that is low says no: the page says anyway that the phone is to be kept on.
      () => undefined,
    );
  }

  #play(tones: typeof TONES): void {
    const audio = this.#audio;
    if (audio === null) return;
    void audio.resume();
    for (const { from, hertz, seconds } of tones) {
      const start = audio.currentTime + from;
      const tone = audio.createOscillator();
      const level = audio.createGain();
      tone.frequency.value = hertz;
      level.gain.setValueAtTime(0, start);
      level.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
      level.gain.setValueAtTime(LOUDNESS, start + seconds - 0.05);
      level.gain.linearRampToValueAtTime(0, start + seconds);
      tone.connect(level).connect(audio.destination);
      tone.start(start);
      tone.stop(start + seconds);
    }
  }
}
