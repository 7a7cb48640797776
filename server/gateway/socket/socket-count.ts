/** Open sockets, in all and by address, with a cap on both: Socket.IO has none of its own. */
export class SocketCount {
  readonly #allMax: number;
  readonly #perAddressMax: number;
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  constructor(options: { readonly allMax: number; readonly perAddressMax: number }) {
    this.#allMax = options.allMax;
    this.#perAddressMax = options.perAddressMax;
  }

  get all(): number {
    return this.#all;
  }

  hasRoomFor(address: string): boolean {
    return this.#all < this.#allMax && (this.#byAddress.get(address) ?? 0) < this.#perAddressMax;
  }

  /** Returns the release, which counts once however often it is called. */
  enter(address: string): () => void {
    this.#all += 1;
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#all -= 1;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#byAddress.set(address, left);
      else this.#byAddress.delete(address);
    };
  }
}
