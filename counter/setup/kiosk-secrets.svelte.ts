import type { IdentityCounts, IdentityFault } from '../../shared/protocol/kiosk-requests.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';

/**
 * What belongs to a hall's kiosks and not into its configuration, which every screen reads: the PIN and the list of customers. Both
 * go to the hub and never come back; of the list the hub tells how many.
 */
export class KioskSecrets {
  pin = $state('');
  readonly #api: HallApi;
  #counts = $state.raw<IdentityCounts['counts'] | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);
  #faults = $state.raw<readonly IdentityFault[]>([]);
  #isPinSet = $state(false);
  #isBusy = $state(false);

  constructor(api: HallApi) {
    this.#api = api;
  }

  /** Null: not known yet. */
  get counts(): IdentityCounts['counts'] | null {
    return this.#counts;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  /** Lines of the last list that could not be taken; the hub tells the first hundred. */
  get faults(): readonly IdentityFault[] {
    return this.#faults;
  }

  get isPinSet(): boolean {
    return this.#isPinSet && this.pin === '';
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  async load(): Promise<void> {
    const answer = await this.#api.get<IdentityCounts>('identities');
    if (answer.ok) this.#counts = answer.value.counts;
    this.#failure = answer.ok ? null : answer.error;
  }

  async setPin(): Promise<void> {
    const { pin } = this;
    if (pin === '' || this.#isBusy) return;
    this.#isBusy = true;
    const answer = await this.#api.send<object>('PUT', 'kiosk/pin', { pin });
    this.#isBusy = false;
    this.#failure = answer.ok ? null : answer.error;
    this.#isPinSet = answer.ok;
    if (answer.ok) this.pin = '';
  }

  async importList(csv: string): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const answer = await this.#api.send<IdentityCounts>('POST', 'identities', { csv });
    this.#isBusy = false;
    this.#failure = answer.ok ? null : answer.error;
    this.#faults = !answer.ok && answer.error.is === 'refused' ? ((answer.error.faults ?? []) as readonly IdentityFault[]) : [];
    if (answer.ok) this.#counts = answer.value.counts;
  }
}
