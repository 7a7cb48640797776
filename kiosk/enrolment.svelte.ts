import type { DeviceSession } from '../shared/ui/device-session.ts';

export type EnrolmentPhase = 'enrolling' | 'hub-unreachable' | 'failed';

/**
 * `/enrol#CODE`: trades the one-time code for the device's token and goes to its screen. The code stands in the fragment,
 * which browsers send to nobody, and is gone from the history afterwards.
 */
export class Enrolment {
  readonly #session: Pick<DeviceSession, 'enrol'>;
  readonly #go: (path: string) => void;
  #phase = $state<EnrolmentPhase>('enrolling');

  constructor(options: { readonly session: Pick<DeviceSession, 'enrol'>; readonly go: (path: string) => void }) {
    this.#session = options.session;
    this.#go = options.go;
  }

  get phase(): EnrolmentPhase {
    return this.#phase;
  }

  async start(fragment: string): Promise<void> {
    const code = fragment.replace(/^#/, '');
    if (code === '') {
      this.#phase = 'failed';
      return;
    }
    const enrolled = await this.#session.enrol(code);
    if (enrolled.ok) this.#go(enrolled.value);
    else this.#phase = enrolled.error === 'hub-unreachable' ? 'hub-unreachable' : 'failed';
  }
}
