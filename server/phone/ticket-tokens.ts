import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TicketId } from '../../shared/hall/ticket.ts';

const TOKEN_BYTES = 16;
/** 128 bits in 22 signs of base64url: short enough for a QR code that an old phone reads. */
export const TOKEN_LENGTH = 22;

export interface OwnTicket {
  readonly hall: string;
  readonly ticket: TicketId;
}

/** Compared with where nothing was found, so that a miss costs what a hit costs. */
const NOBODY: OwnTicket = { hall: '', ticket: '' };

/**
 * Tokens of tickets. A token is the first 128 bits of HMAC-SHA-256 over hall and ticket, so none has to be kept anywhere: not in an
 * event, not in the database, not in the log. Who shows one is found through an index of the tickets that are there, by another
 * HMAC of the token: neither the index nor the time of a look-up says anything about a token that somebody guesses towards.
 *
 * **Maintained invariant**: whatever is shown, `find` makes two HMACs and one comparison of constant time.
 */
export class TicketTokens {
  readonly #tokenKey: Buffer;
  readonly #indexKey: Buffer;
  readonly #tickets = new Map<string, OwnTicket>();

  constructor(key: Buffer) {
    this.#tokenKey = createHmac('sha256', key).update('token').digest();
    this.#indexKey = createHmac('sha256', key).update('index').digest();
  }

  get size(): number {
    return this.#tickets.size;
  }

  /** Behind the `#` of the printed address. The same for the same ticket, whenever it is asked for. */
  tokenOf(own: OwnTicket): string {
    return this.#bytesOf(own).toString('base64url');
  }

  keep(own: OwnTicket): void {
    this.#tickets.set(this.#nameOf(this.#bytesOf(own)), own);
  }

  /** Lets go of every ticket that is gone. */
  sweep(isThere: (own: OwnTicket) => boolean): void {
    for (const [name, own] of this.#tickets) if (!isThere(own)) this.#tickets.delete(name);
  }

  /** Null for whatever is no token of a ticket that is kept. */
  find(token: string): OwnTicket | null {
    const given = Buffer.alloc(TOKEN_BYTES);
    const isWhole = token.length === TOKEN_LENGTH && Buffer.from(token, 'base64url').copy(given) === TOKEN_BYTES;
    const found = this.#tickets.get(this.#nameOf(given)) ?? NOBODY;
    const isRight = timingSafeEqual(this.#bytesOf(found), given);
    return isWhole && isRight && found !== NOBODY && given.toString('base64url') === token ? found : null;
  }

  /** By which whoever has the ticket knows it, without being told the token. */
  nameOf(token: string): string {
    const given = Buffer.alloc(TOKEN_BYTES);
    Buffer.from(token, 'base64url').copy(given);
    return this.#nameOf(given);
  }

  named(name: string): OwnTicket | null {
    return this.#tickets.get(name) ?? null;
  }

  #bytesOf({ hall, ticket }: OwnTicket): Buffer {
    return createHmac('sha256', this.#tokenKey).update(`${hall}\0${ticket}`).digest().subarray(0, TOKEN_BYTES);
  }

  #nameOf(token: Buffer): string {
    return createHmac('sha256', this.#indexKey).update(token).digest('base64url');
  }
}
