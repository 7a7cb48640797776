import { APPOINTMENT_CODE_LENGTH_MAX } from '../shared/hall/limits.ts';
import { LANGUAGE_DEFAULT, LANGUAGES, type Language } from '../shared/i18n/language.ts';
import type { BrowserParts } from '../shared/ui/browser-parts.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import { LanguageChoice } from '../shared/ui/language.svelte.ts';
import type { PromptManner } from '../shared/ui/sound/prompter.ts';
import type { Prompt } from '../shared/voice/prompts.ts';
import { Corner } from './corner.svelte.ts';
import { Glass } from './glass.svelte.ts';
import { Hands } from './hands.ts';
import { SpokenGuide } from './spoken-guide.ts';
import type { KioskApi } from './kiosk-api.ts';
import { ownPrinter } from './printer-out.ts';
import type { TicketDesk } from './ticket-desk.ts';
import { TypedSigns } from './typed-signs.svelte.ts';
import { KioskVisit } from './visit.svelte.ts';

const LANGUAGE_KEY = 'hallcall.kiosk.language';
const IDENTITY_TYPED_MAX = 20;

/** Everything that a kiosk is made of, but its markup. */
export interface KioskScreen {
  readonly visit: KioskVisit;
  readonly corner: Corner;
  readonly glass: Glass;
  readonly hands: Hands;
  readonly desk: TicketDesk;
  readonly language: LanguageChoice;
  /** What the next customer finds. */
  readonly first: Language;
  readonly identity: TypedSigns;
  readonly code: TypedSigns;
  readonly guide: SpokenGuide;
  /** Idempotent. */
  close(): void;
}

/** What speaks to who uses the keys. */
export interface KioskVoice {
  readonly say: (prompts: readonly Prompt[], manner: PromptManner) => boolean;
  readonly stop: () => void;
  readonly isPrivate: () => boolean;
}

export interface KioskScreenOptions {
  readonly hall: LiveHall;
  readonly desk: TicketDesk;
  readonly api: KioskApi;
  readonly parts: Pick<BrowserParts, 'clock' | 'timers'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly reload: () => void;
  readonly voice: KioskVoice;
  readonly root: () => ParentNode;
}

export function openKioskScreen({ hall, desk, api, parts, storage, reload, voice, root }: KioskScreenOptions): KioskScreen {
  const { clock, timers } = parts;
  const first = keptLanguage(storage);
  const language = new LanguageChoice(first);
  const glass = new Glass();
  const visit = new KioskVisit({ hall, desk, api, glass, language, clock, timers });
  const identity = new TypedSigns({
    takes: /^[0-9X]$/,
    lengthMax: IDENTITY_TYPED_MAX,
    onEnter: (text) => {
      identity.clear();
      void visit.identify(text);
    },
  });
  const code = new TypedSigns({
    takes: /^[0-9A-Z]$/,
    lengthMax: APPOINTMENT_CODE_LENGTH_MAX,
    onEnter: (text) => {
      code.clear();
      visit.checkIn(text);
    },
  });
  const corner = new Corner({
    api,
    timers,
    printer: () => ownPrinter(hall)?.id ?? null,
    setPaperChange: (printer, on) => hall.send({ type: 'set-paper-change', printer, on }),
    keepLanguage: (chosen) => {
      keepLanguage(storage, chosen);
      reload();
    },
    reload,
  });
  const guide = new SpokenGuide({
    ...voice,
    isOn: () => glass.keys && hall.configuration?.kiosk?.spokenPrompts === true,
  });
  const again = (): void => guide.again();
  const hands = new Hands({
    visit,
    corner,
    glass,
    timers,
    again,
    root,
    fields: { identity, 'check-in': code, pin: corner.pin },
  });
  return {
    ...{ visit, corner, glass, hands, desk, language, first, identity, code, guide },
    close: () => {
      hands.close();
      guide.stop();
      corner.close();
      visit.close();
    },
  };
}

function keptLanguage(storage: Pick<Storage, 'getItem'>): Language {
  try {
    const kept = storage.getItem(LANGUAGE_KEY);
    return LANGUAGES.find((each) => each === kept) ?? LANGUAGE_DEFAULT;
  } catch {
    // Storage is forbidden: the product's own first language.
    return LANGUAGE_DEFAULT;
  }
}

function keepLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  try {
    storage.setItem(LANGUAGE_KEY, language);
  } catch {
    // As above: it lasts as long as the page.
  }
}
