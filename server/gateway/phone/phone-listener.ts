import type { TicketId } from '../../../shared/hall/ticket.ts';
import type { Role } from '../../../shared/hall/actor.ts';
import type { AccessDatabase } from '../../database/access-database.ts';
import type { News } from '../../hub/news.ts';
import type { PeerQuestions } from '../../hub/peer-questions.ts';
import { phoneKey } from '../../phone/phone-key.ts';
import { PhoneRoom, type PhoneHub } from '../../phone/phone-room.ts';
import { waitsFrom } from '../../phone/phone-waits.ts';
import { TicketTokens } from '../../phone/ticket-tokens.ts';
import { PhoneGateway, type PhoneGatewayOptions } from './phone-gateway.ts';

export interface PhoneListenerOptions extends Omit<PhoneGatewayOptions, 'hub' | 'room'> {
  readonly hub: PhoneGatewayOptions['hub'] & PhoneHub & ToldHub;
  readonly halls: readonly string[];
  readonly database: AccessDatabase;
  /** Other hubs; absent: there are none. */
  readonly questions?: PeerQuestions | undefined;
}

/** `Hub` fits: what it last told those who may see tickets. */
interface ToldHub {
  news(hall: string, roles: readonly Role[]): readonly News[];
}

/** What the phones have: their room, their door, and the address of every ticket. */
export class PhoneListener {
  readonly #gateway: PhoneGateway;
  readonly #room: PhoneRoom;
  readonly #tokens: TicketTokens;
  readonly #phoneUrl: string;

  private constructor(parts: { gateway: PhoneGateway; room: PhoneRoom; tokens: TicketTokens; phoneUrl: string }) {
    this.#gateway = parts.gateway;
    this.#room = parts.room;
    this.#tokens = parts.tokens;
    this.#phoneUrl = parts.phoneUrl;
  }

  /** Not listening yet: the halls are read, and tickets have addresses from here on. */
  static async prepare(options: PhoneListenerOptions): Promise<PhoneListener> {
    const { clock, database, halls, hub, phoneUrl, questions, timers } = options;
    const tokens = new TicketTokens(await phoneKey(database, clock));
    const newest = (hall: string) => hub.news(hall, ['manager']).find((news) => news.name === 'ticket-forecasts')?.body ?? null;
    const room = new PhoneRoom({ hub, halls, tokens, waitLeft: waitsFrom(newest, clock), clock, timers, questions });
    await room.start();
    return new PhoneListener({ gateway: new PhoneGateway({ ...options, room }), room, tokens, phoneUrl });
  }

  /** What the QR code on paper says. */
  link(hall: string, ticket: TicketId): string {
    return `${this.#phoneUrl}/t#${this.#tokens.tokenOf({ hall, ticket })}`;
  }

  /** Resolves with the port; rejects with what the system says. */
  open(address: { readonly host: string; readonly port: number }): Promise<number> {
    return this.#gateway.open(address);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#gateway.close();
    this.#room.close();
  }
}
