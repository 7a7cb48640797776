import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import { NEWS_NAMES, type News } from './news.ts';
import { fields } from './peer-questions.ts';
import type { PeerMessage, Peers } from './peers.ts';

const NEWS_TOPIC = 'news';
const NEWS_ASKED_TOPIC = 'news-asked';

export interface SharedNewsOptions {
  readonly peers: Peers;
  readonly holds: (hall: string) => boolean;
  /** Whether this hub has the hall in memory: only then it needs its news. */
  readonly isLoaded: (hall: string) => boolean;
  /** To this hub's screens. */
  readonly tellHere: (hall: string, news: News) => void;
  /** The newest of each name. */
  readonly newest: (hall: string) => readonly News[];
}

/**
 * News is made by the hub that has the hall's duty, and its screens hang on any. It goes to all hubs; whoever loads a hall later asks for
 * what was told last. The news of a hub that speaks another protocol is left: its words may be others, and the next is soon made.
 */
export class SharedNews {
  readonly #options: SharedNewsOptions;
  #releases: (() => void)[];

  constructor(options: SharedNewsOptions) {
    this.#options = options;
    const { holds, newest, peers } = options;
    this.#releases = [
      peers.on(NEWS_TOPIC, (message) => this.#heard(message)),
      peers.on(NEWS_ASKED_TOPIC, (hall) => {
        if (typeof hall === 'string' && holds(hall)) for (const news of newest(hall)) this.tell(hall, news);
      }),
    ];
  }

  /** This hub's own, for the screens of the others. */
  tell(hall: string, { body, name }: News): void {
    // Plain JSON: it goes to screens as it is.
    this.#options.peers.tell(NEWS_TOPIC, { protocol: PROTOCOL_VERSION, hall, name, body: body as unknown as PeerMessage });
  }

  /** A hall came into memory: what was told of it before? */
  loaded(hall: string): void {
    if (!this.#options.holds(hall)) this.#options.peers.tell(NEWS_ASKED_TOPIC, hall);
  }

  /** Idempotent. */
  close(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  #heard(message: PeerMessage): void {
    const { body, hall, name: given, protocol } = fields(message);
    const name = NEWS_NAMES.find((each) => each === given);
    if (protocol !== PROTOCOL_VERSION || typeof hall !== 'string' || name === undefined || !isObject(body)) return;
    const { holds, isLoaded, tellHere } = this.#options;
    if (!isLoaded(hall) || holds(hall)) return;
    tellHere(hall, { name, body } as unknown as News);
  }
}

function isObject(body: PeerMessage | undefined): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
