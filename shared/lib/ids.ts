/** Makes ids of 128 bits, 32 lower-case hex digits. Injected: nothing in `shared/` asks for randomness by itself. */
export type NewId = () => string;

const ID_BYTES = 16;
/** Random bytes are fetched for so many ids at once: one call costs as much as a hundred ids. */
const IDS_AT_ONCE = 64;
const HEX = Array.from({ length: 256 }, (_each, byte) => byte.toString(16).padStart(2, '0'));

/** Fills the array with random bytes: `crypto.getRandomValues`, which browsers offer on plain http too. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => unknown;

export function idsFrom(fillRandom: FillRandom): NewId {
  const bytes = new Uint8Array(ID_BYTES * IDS_AT_ONCE);
  let next = bytes.length;
  return () => {
    if (next === bytes.length) {
      fillRandom(bytes);
      next = 0;
    }
    let id = '';
    for (const end = next + ID_BYTES; next < end; next += 1) id += HEX[bytes[next] ?? 0] ?? '';
    return id;
  };
}
