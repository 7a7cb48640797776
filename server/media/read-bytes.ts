/** Reads so many bytes of a file from a place, fewer at its end. */
export interface ReadBytes {
  (at: number, length: number): Promise<Buffer>;
}
