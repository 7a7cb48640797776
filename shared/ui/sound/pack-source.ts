import type { VoiceLanguage } from '../../hall/setup/voice-setup.ts';
import { SOUND_FORMATS, type VoicePack } from '../../voice/pack.ts';
import type { PackSound } from './clip-player.ts';

/** A pack that can be played. */
export interface LoadedPack {
  readonly pack: VoicePack;
  readonly sound: PackSound;
}

export interface PackSource {
  /** Null: the hub has no such pack, does not answer, or nothing of it can be decoded. */
  load(name: string): Promise<LoadedPack | null>;
}

export interface PackSourceOptions {
  /** What stands below the hall's `voice/`, asked for with this screen's token; null when it cannot be had. May throw when the hub is away. */
  readonly ask: (path: string) => Promise<Pick<Response, 'json' | 'arrayBuffer'> | null>;
  readonly decode: (bytes: ArrayBuffer, firstSoundMs: number) => Promise<PackSound>;
}

/** Packs of the hub, to be fetched once: a file's address carries its hash, so the browser keeps it for good. */
export function hubPacks({ ask, decode }: PackSourceOptions): PackSource {
  async function soundOf(pack: VoicePack): Promise<PackSound | null> {
    for (const format of SOUND_FORMATS) {
      const file = pack.files.find((each) => each.format === format);
      if (file === undefined) continue;
      const response = await ask(`${encodeURIComponent(pack.name)}/${format}?hash=${file.hash}`);
      if (response === null) continue;
      try {
        return await decode(await response.arrayBuffer(), pack.firstSoundMs);
      } catch {
        // This browser does not read this format: the next one is older and larger.
      }
    }
    return null;
  }
  return {
    load: async (name) => {
      try {
        const response = await ask(encodeURIComponent(name));
        if (response === null) return null;
        const pack = (await response.json()) as VoicePack;
        const sound = await soundOf(pack);
        return sound === null ? null : { pack, sound };
      } catch {
        // The hub is away; asked again by who needs it.
        return null;
      }
    },
  };
}

/** The packs that can speak a language, the hall's own first. */
export type LoadedVoices = { readonly [language in VoiceLanguage]?: readonly LoadedPack[] };
