/** Signs of one identity once it is plain: a phone's number, a card's, a document's. */
export const IDENTITY_LENGTH_MIN = 4;
export const IDENTITY_LENGTH_MAX = 64;
/** What is read at all before it is made plain; spaces and hyphens may stand between. */
export const IDENTITY_READ_MAX = 128;

/**
 * One way to write what people and readers write in several: full-width figures, spaces, hyphens, small letters. Null for what is
 * no identity: letters and figures only, so neither control bytes nor marks that turn the writing direction get any further.
 */
export function plainIdentity(given: string): string | null {
  if (given.length > IDENTITY_READ_MAX) return null;
  const plain = given
    .normalize('NFKC')
    .replaceAll(/[ \-\t]/g, '')
    .toUpperCase();
  const isIdentity = /^[A-Z0-9]+$/.test(plain) && plain.length >= IDENTITY_LENGTH_MIN && plain.length <= IDENTITY_LENGTH_MAX;
  return isIdentity ? plain : null;
}
