/** Makes ids of 128 bits, 32 lower-case hex digits. Injected: nothing in `shared/` asks for randomness by itself. */
export type NewId = () => string;

const ID_BYTES = 16;

/** Fills the array with random bytes: `crypto.getRandomValues`, which browsers offer on plain http too. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => unknown;

export function idsFrom(fillRandom: FillRandom): NewId {
  return () => {
    const bytes = new Uint8Array(ID_BYTES);
    fillRandom(bytes);
    let id = '';
    for (const byte of bytes) id += byte.toString(16).padStart(2, '0');
    return id;
  };
}
