import type { ConfigurationProblem } from '../../shared/hall/configuration-problem.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { DEFAULT_TEMPLATES, type PaperKind } from '../../shared/hall/paper/paper-fields.ts';
import type { PaperPreview, PaperPreviewAsked } from '../../shared/protocol/paper-requests.ts';
import type { HallApi } from '../session/hall-api.ts';
import type { ConfigurationDraft } from './configuration-draft.ts';

/** Latin characters per line. */
export const PAPER_COLUMNS = { wide: 48, narrow: 32 } as const;
export type PaperWidth = keyof typeof PAPER_COLUMNS;

/** What the hub said of the draft that was drawn last. */
export type PaperPicture =
  { readonly is: 'drawn'; readonly svg: string } | { readonly is: 'faulty'; readonly problems: readonly ConfigurationProblem[] };

/**
 * The papers of a draft as they would come out. One question is under way at a time; whatever was written meanwhile is asked when
 * it is answered, so that the picture follows the hand at the hub's pace.
 */
export class PaperSheet {
  kind = $state<PaperKind>('ticket');
  width = $state<PaperWidth>('wide');
  large = $state(false);
  reprint = $state(false);
  readonly #api: HallApi;
  #picture = $state.raw<PaperPicture | null>(null);
  #wanted: PaperPreviewAsked | null = null;
  #isAsking = false;

  constructor(api: HallApi) {
    this.#api = api;
  }

  /** Null before the first answer, and while the hub does not answer. */
  get picture(): PaperPicture | null {
    return this.#picture;
  }

  /** Draws this configuration as the sheet is set now. */
  draw(configuration: HallConfiguration): void {
    const { kind, large, reprint, width } = this;
    this.#wanted = { configuration, kind, columns: PAPER_COLUMNS[width], large: large && kind === 'ticket', reprint };
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (let wanted = this.#take(); wanted !== null; wanted = this.#take()) {
      const answer = await this.#api.send<PaperPreview>('POST', 'paper/preview', wanted);
      this.#picture = answer.ok ? pictureOf(answer.value) : null;
    }
    this.#isAsking = false;
  }

  #take(): PaperPreviewAsked | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted;
  }
}

function pictureOf({ svg, problems }: PaperPreview): PaperPicture {
  return svg === null ? { is: 'faulty', problems } : { is: 'drawn', svg };
}

/** What a draft's paper is printed from: its own template, else the one that comes with the hub. */
export function templateOf(draft: ConfigurationDraft, kind: PaperKind): string {
  return draft.paper?.[kind] ?? DEFAULT_TEMPLATES[kind];
}

/** Something of the paper section, or its absence; a section with nothing in it is not there. */
export function setPaper(draft: ConfigurationDraft, change: Partial<NonNullable<ConfigurationDraft['paper']>>): void {
  const kept = Object.entries({ ...draft.paper, ...change }).filter(([, value]) => value !== undefined);
  if (kept.length === 0) delete draft.paper;
  else draft.paper = Object.fromEntries(kept);
}

/** A template that says what the built-in one says is none. */
export function setTemplate(draft: ConfigurationDraft, kind: PaperKind, written: string): void {
  setPaper(draft, { [kind]: written === DEFAULT_TEMPLATES[kind] ? undefined : written });
}
