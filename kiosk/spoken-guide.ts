import { untrack } from 'svelte';
import type { Language } from '../shared/i18n/language.ts';
import type { PromptManner } from '../shared/ui/sound/prompter.ts';
import type { Prompt } from '../shared/voice/prompts.ts';
import type { VisitPage } from './visit-page.ts';

export interface SpokenGuideOptions {
  readonly say: (prompts: readonly Prompt[], manner: PromptManner) => boolean;
  readonly stop: () => void;
  /** The hall wants it, and keys are used here. */
  readonly isOn: () => boolean;
  /** Somebody listens with an earphone: nobody else is to hear it. */
  readonly isPrivate: () => boolean;
}

/** What stands on a page of services, as keys reach it. */
export interface SpokenChoices {
  /** In the order of their keys: the letter of the numbers that a service gives; undefined: a group. */
  readonly letters: readonly (string | undefined)[];
  readonly hasMore: boolean;
  readonly hasNeeds: boolean;
}

export type SpokenPage =
  | { readonly is: 'choices'; readonly choices: SpokenChoices; readonly first: boolean }
  | { readonly is: 'needs'; readonly count: number }
  | { readonly is: 'visit'; readonly page: VisitPage }
  | { readonly is: 'still-there' | 'closed' | 'out-of-order' };

/** The page in words, for who uses the keys without seeing it. A key silences it; the key 0 says it again. */
export class SpokenGuide {
  readonly #options: SpokenGuideOptions;
  #last: readonly Prompt[] = [];
  #language: Language = 'zh';

  constructor(options: SpokenGuideOptions) {
    this.#options = options;
  }

  say(page: SpokenPage, language: Language): void {
    this.#last = promptsOf(page);
    this.#language = language;
    this.again();
  }

  again(): void {
    const { isOn, isPrivate, say } = this.#options;
    // A page asks for it from within an effect: neither the hall nor what becomes of the speaking is a reason to speak anew.
    untrack(() => {
      if (isOn() && this.#last.length > 0) say(this.#last, { language: this.#language, isPrivate: isPrivate() });
    });
  }

  stop(): void {
    this.#options.stop();
  }
}

/** Pure. */
export function promptsOf(page: SpokenPage): Prompt[] {
  switch (page.is) {
    case 'choices': {
      const { letters, hasMore, hasNeeds } = page.choices;
      return [
        ...(page.first ? [{ key: 'welcome' } as const] : []),
        ...letters.map((letter, index) => ({ key: 'option', facts: { key: index + 1, letter } }) as const),
        ...(hasNeeds ? [{ key: 'needs' } as const] : []),
        ...(hasMore ? [{ key: 'page' } as const] : []),
      ];
    }
    case 'needs':
      return [
        ...Array.from({ length: page.count }, (_each, index) => ({ key: 'option', facts: { key: index + 1 } }) as const),
        { key: 'back' },
      ];
    case 'visit':
      return visitPrompts(page.page);
    default:
      return [{ key: page.is }];
  }
}

function visitPrompts(page: VisitPage): Prompt[] {
  switch (page.is) {
    case 'documents':
      return [{ key: 'documents' }, { key: 'confirm' }, { key: 'back' }];
    case 'ticket':
      return [
        { key: 'ticket', facts: { number: page.number } },
        ...(page.ahead === null ? [] : [{ key: 'ahead', facts: { count: page.ahead } } as const]),
        { key: 'done' },
      ];
    case 'refused':
      return [{ key: 'ask-staff' }, { key: 'back' }];
    default:
      return [];
  }
}
