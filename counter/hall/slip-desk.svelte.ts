import type { PrinterId } from '../../shared/hall/configuration.ts';
import type { PrintFault } from '../../shared/hall/ticket.ts';
import type { SlipKind, SlipPrint } from '../../shared/protocol/paper-requests.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';

/** 叫号单, 日结单, and a page to see whether a printer prints. */
export type StaffPaper = SlipKind | 'test';

/** What became of the last one that this person asked for. */
export type SlipNews =
  | { readonly is: 'busy'; readonly printer: PrinterId }
  | { readonly is: 'printed'; readonly printer: PrinterId }
  | { readonly is: 'failed'; readonly printer: PrinterId; readonly fault: PrintFault }
  | { readonly is: 'not-asked'; readonly failure: ApiFailure };

/** Papers for the staff. One at a time: whoever presses twice wants one. */
export class SlipDesk {
  readonly #api: HallApi;
  #news = $state.raw<SlipNews | null>(null);

  constructor(api: HallApi) {
    this.#api = api;
  }

  get news(): SlipNews | null {
    return this.#news;
  }

  get isBusy(): boolean {
    return this.#news?.is === 'busy';
  }

  async print(paper: StaffPaper, printer: PrinterId): Promise<void> {
    if (this.isBusy) return;
    this.#news = { is: 'busy', printer };
    const answer =
      paper === 'test'
        ? await this.#api.send<SlipPrint>('POST', 'kiosk/test-print', { printer })
        : await this.#api.send<SlipPrint>('POST', 'slips', { slip: paper, printer });
    this.#news = answer.ok ? { ...answer.value, printer } : { is: 'not-asked', failure: answer.error };
  }
}
