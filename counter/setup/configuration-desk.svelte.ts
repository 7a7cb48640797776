import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { configurationDifferences } from '../../shared/protocol/configuration-differences.ts';
import type {
  ConfigurationDifference,
  ConfigurationHistory,
  ConfigurationPreview,
  ConfigurationVersion,
  StoredConfiguration,
} from '../../shared/protocol/configuration-history.ts';
import type { Compared } from '../../shared/i18n/configuration-change.ts';
import type { Language } from '../../shared/i18n/language.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { CommandSender } from '../commands/command-sender.svelte.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';
import { readDraft, type ConfigurationDraft, type ReadDraft } from './configuration-draft.ts';
import { KioskSecrets } from './kiosk-secrets.svelte.ts';
import { MediaSheet } from './media-sheet.svelte.ts';
import { VoiceSheet } from './voice-sheet.svelte.ts';
import { PaperSheet } from './paper-sheet.svelte.ts';

export const SETUP_PLACE = 'setup';

/** The configuration that a draft began from. */
interface Base {
  readonly version: number;
  readonly configuration: HallConfiguration;
}

/** A version of the past beside the one in force: what going back to it would change, and what stands in the way. */
export interface RollBack {
  readonly version: ConfigurationVersion;
  readonly configuration: HallConfiguration;
  readonly preview: ConfigurationPreview;
}

/**
 * The hall's configuration as somebody changes it. Nothing is in force before it is saved, and a save names the version
 * that was changed: of two people who change the same hall, the second is shown what the first did.
 *
 * **Maintained invariant**: `base` is the configuration from which the draft began, or one that this person has been
 * shown the differences to and has said to replace.
 */
export class ConfigurationDesk {
  /** In force at once, and no part of any draft. */
  readonly kiosk: KioskSecrets;
  readonly voice: VoiceSheet;
  readonly media: MediaSheet;
  /** The draft's papers as they would come out. */
  readonly paper: PaperSheet;
  readonly #hall: LiveHall;
  readonly #api: HallApi;
  readonly #sender: CommandSender;
  #base = $state.raw<Base | null>(null);
  #draft = $state<ConfigurationDraft | null>(null);
  #isSaved = $state(false);
  #history = $state.raw<readonly ConfigurationVersion[] | null>(null);
  #rollBack = $state.raw<RollBack | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);

  constructor({ hall, api, sender }: { hall: LiveHall; api: HallApi; sender: CommandSender }) {
    this.#hall = hall;
    this.#api = api;
    this.kiosk = new KioskSecrets(api);
    this.voice = new VoiceSheet(api);
    this.media = new MediaSheet(api);
    this.paper = new PaperSheet(api);
    this.#sender = sender;
  }

  /** What the forms write in; null until `begin`. */
  get draft(): ConfigurationDraft | null {
    return this.#draft;
  }

  get version(): number {
    return this.#hall.view((state) => state.configurationVersion) ?? 0;
  }

  /** What this person saved last is in force, and nothing was written since. */
  get isSaved(): boolean {
    return this.#isSaved && !this.isChanged && !this.isOvertaken;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  get isBusy(): boolean {
    return this.#sender.isBusy('configure-hall');
  }

  /** Takes what is in force, unless something is being written already. */
  begin(): void {
    if (this.#draft === null || !this.isChanged) this.reload();
  }

  /** What is in force, in place of whatever was written. */
  reload(): void {
    const { configuration } = this.#hall;
    if (configuration !== null) this.#take(configuration, configuration);
  }

  /** A whole configuration, written as text or taken from the past, as the draft. */
  replace(configuration: HallConfiguration): void {
    this.#draft = changeable(configuration);
  }

  read(language: Language): ReadDraft | null {
    return this.#draft === null ? null : readDraft(this.#draft, language);
  }

  get isChanged(): boolean {
    return this.mine.length > 0;
  }

  /** What this person has changed. */
  get mine(): ConfigurationDifference[] {
    const compared = this.mineCompared;
    return compared === null ? [] : configurationDifferences(compared.before, compared.after);
  }

  /** What they began from, and what they have written. */
  get mineCompared(): Compared | null {
    if (this.#base === null || this.#draft === null) return null;
    return { before: this.#base.configuration, after: plain(this.#draft) };
  }

  /**
   * What somebody else has changed since; empty while nobody did. A version that says the same is nobody's change: it is
   * this person's own save, heard of a moment after its answer.
   */
  get theirs(): ConfigurationDifference[] {
    const compared = this.theirsCompared;
    return compared === null ? [] : configurationDifferences(compared.before, compared.after);
  }

  get theirsCompared(): Compared | null {
    const { configuration } = this.#hall;
    if (this.#base === null || configuration === null || this.#base.version === this.version) return null;
    return { before: this.#base.configuration, after: configuration };
  }

  /** Somebody saved in between: nothing can be saved before this person has looked. */
  get isOvertaken(): boolean {
    return this.theirs.length > 0;
  }

  /** Having seen what the other did: the draft as it is written takes the place of it. */
  keepMine(): void {
    const { configuration } = this.#hall;
    if (configuration !== null) this.#base = { version: this.version, configuration };
  }

  async save(): Promise<boolean> {
    const read = this.read('en');
    if (this.#base === null || this.isOvertaken || read?.is !== 'sound') return false;
    const { configuration } = read;
    const command = { type: 'configure-hall', configuration, basedOn: this.version } as const;
    if ((await this.#sender.send({ place: SETUP_PLACE, command })) === null) return false;
    this.#isSaved = true;
    this.#take(configuration, configuration);
    return true;
  }

  get history(): readonly ConfigurationVersion[] | null {
    return this.#history;
  }

  get rollBack(): RollBack | null {
    return this.#rollBack;
  }

  get rollBackCompared(): Compared | null {
    const { configuration } = this.#hall;
    if (this.#rollBack === null || configuration === null) return null;
    return { before: configuration, after: this.#rollBack.configuration };
  }

  async loadHistory(): Promise<void> {
    const answer = await this.#api.get<ConfigurationHistory>('configurations');
    this.#failure = answer.ok ? null : answer.error;
    if (answer.ok) this.#history = answer.value.versions;
  }

  /** Explained before it is done: the hub says what would change, and what of it is in use. */
  async explain(version: ConfigurationVersion): Promise<void> {
    const stored = await this.#api.get<StoredConfiguration>(`configurations/${version.version}`);
    if (!stored.ok) {
      this.#failure = stored.error;
      return;
    }
    const { configuration } = stored.value;
    const preview = await this.#api.send<ConfigurationPreview>('POST', 'configurations/preview', { configuration });
    this.#failure = preview.ok ? null : preview.error;
    if (preview.ok) this.#rollBack = { version, configuration, preview: preview.value };
  }

  dismissRollBack(): void {
    this.#rollBack = null;
  }

  async goBack(): Promise<void> {
    const rollBack = this.#rollBack;
    if (rollBack === null) return;
    const { configuration, preview } = rollBack;
    const command = { type: 'configure-hall', configuration, basedOn: preview.basedOn } as const;
    if ((await this.#sender.send({ place: SETUP_PLACE, command })) === null) return;
    this.#rollBack = null;
    this.#isSaved = true;
    this.#take(configuration, configuration);
    await this.loadHistory();
  }

  #take(base: HallConfiguration, draft: HallConfiguration): void {
    this.#base = { version: this.version, configuration: base };
    this.#draft = changeable(draft);
  }
}

function changeable(configuration: HallConfiguration): ConfigurationDraft {
  return JSON.parse(JSON.stringify(configuration)) as ConfigurationDraft;
}

/** Without what was emptied. */
function plain(draft: ConfigurationDraft): HallConfiguration {
  return JSON.parse(JSON.stringify(draft)) as HallConfiguration;
}
