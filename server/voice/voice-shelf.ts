import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { missingClips, neededClips } from '../../shared/voice/needed-clips.ts';
import type { PackOffer, SoundFormat, VoicePack } from '../../shared/voice/pack.ts';
import { packNames, readPack, soundPath } from './pack-folder.ts';

export interface VoiceShelfOptions {
  /** Packs that come with the hub. */
  readonly builtIn: string;
  /** Packs of this site: a folder for each, in the data folder. */
  readonly own: string;
}

/** The packs of this hub. Read anew each time: somebody may have put one there a moment ago, and a screen asks once. */
export class VoiceShelf {
  readonly #options: VoiceShelfOptions;

  constructor(options: VoiceShelfOptions) {
    this.#options = options;
  }

  /** Every pack, and what this hall would miss with it. */
  offers(configuration: HallConfiguration): PackOffer[] {
    const { builtIn, own } = this.#options;
    const names = [...packNames(builtIn), ...packNames(own).filter((name) => !isBuiltInName(name))];
    return names.flatMap((name) => {
      const pack = this.pack(name);
      if (pack === null) return [];
      const { missing, replaced } = missingClips(neededClips(configuration, pack.language), pack.clips);
      const named = (each: { readonly clip: string; readonly text: string }) => ({ clip: each.clip, text: each.text });
      const { language } = pack;
      return [
        { name, language, clips: Object.keys(pack.clips).length, missing: missing.map(named), replaced: replaced.map(named) },
      ];
    });
  }

  pack(name: string): VoicePack | null {
    return readPack(this.#folderOf(name), name);
  }

  /** The file's path; null where the pack has none of this format. */
  sound(name: string, format: SoundFormat): { readonly path: string; readonly hash: string } | null {
    const file = this.pack(name)?.files.find((each) => each.format === format);
    return file === undefined ? null : { path: soundPath(this.#folderOf(name), name, format), hash: file.hash };
  }

  #folderOf(name: string): string {
    return isBuiltInName(name) ? this.#options.builtIn : this.#options.own;
  }
}

/** What a site may not call a pack of its own. */
export function isBuiltInName(name: string): boolean {
  return name.startsWith('default-');
}
