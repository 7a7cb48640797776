/** Name of one recording of a pack: `please`, `digit-1`, `letter-a`; a site's recordings are files of these names. */
export type ClipName = string;

/** The smallest thing that is recorded. A sentence is words, one after the other. */
export interface Word {
  readonly clip: ClipName;
  /** What is said, for who records it and for a voice that reads text. */
  readonly text: string;
  /** Silence after it, where the sentence breathes. */
  readonly pauseMs?: number | undefined;
  /** Left out where a pack has no recording of it: the sentence is true without. */
  readonly optional?: true | undefined;
  /** Said in its place where a pack has no recording of it: a room of the hall's own name is told by its figure. */
  readonly orElse?: readonly Word[] | undefined;
}

/** Of a pack: which recordings it has and what each says. */
export type SpokenTexts = Readonly<Record<ClipName, { readonly text: string }>>;

/** A sentence as one pack can say it. */
export interface Spoken {
  readonly words: readonly Word[];
  /** Cannot be said: the pack cannot speak this sentence. */
  readonly missing: readonly Word[];
  /** Said otherwise or left out. */
  readonly replaced: readonly Word[];
}

/** By the recording's name, else by what another recording says: the pack that comes with the hub knows common rooms by their names. */
export function spokenWith(words: readonly Word[], clips: SpokenTexts): Spoken {
  const said: Word[] = [];
  const missing: Word[] = [];
  const replaced: Word[] = [];
  for (const word of words) {
    const clip = clipOf(word, clips);
    if (clip !== null) said.push({ ...word, clip });
    else if (word.optional === true) replaced.push(word);
    else if (word.orElse === undefined) missing.push(word);
    else {
      const other = spokenWith(word.orElse, clips);
      said.push(...other.words);
      missing.push(...other.missing);
      replaced.push(word);
    }
  }
  return { words: said, missing, replaced };
}

function clipOf(word: Word, clips: SpokenTexts): ClipName | null {
  if (Object.hasOwn(clips, word.clip)) return word.clip;
  if (word.orElse === undefined) return null;
  const wanted = plain(word.text);
  return Object.keys(clips).find((clip) => plain(clips[clip]!.text) === wanted) ?? null;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s,.，。]+/g, '');
}

/** What a voice that reads text is given: Chinese without spaces but around letters, English with them. */
export function readAloud(words: readonly Word[]): string {
  return words
    .map(({ text }) => text)
    .join(' ')
    .replace(/(?<=[\u3400-\u9fff，。]) (?=[\u3400-\u9fff])/g, '')
    .replace(/ (?=[,，。])/g, '');
}
