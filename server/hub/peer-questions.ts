import type { EpochMs, Clock, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import type { HubLog } from './hub-log.ts';
import { NO_PEERS, type PeerMessage, type Peers } from './peers.ts';

/** A hub that said nothing for so long is not waited for. */
const PEER_KNOWN_MS = 60_000;
/** Hubs say to each other that they are there. */
const HELLO_MS = 20_000;
/** A hub that knows of no other says so more often: after a line that was cut it soon knows them again. */
const LONELY_HELLO_MS = 2_000;
/** Who has not answered a new hub's first hello by then is not there. */
const FIRST_HELLO_MS = 1_000;
/** Questions of this hub that wait at once; one more is asked of nobody. */
const QUESTIONS_MAX = 1_000;

const HELLO = 'hello';
const QUESTION = 'question';
const ANSWER = 'answer';

export interface PeerQuestionsOptions {
  readonly peers: Peers;
  /** This hub's name among them. */
  readonly hub: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly log: HubLog;
}

/** Null: this hub has nothing to say to that. */
export type Answerer = (question: PeerMessage) => PeerMessage | Promise<PeerMessage>;

interface Asked {
  readonly answers: Map<string, PeerMessage>;
  readonly isEnough: () => boolean;
  readonly done: () => void;
}

/**
 * What only another hub knows (which screens hang on it) or can do (print on a printer whose line it has) is asked of all of them,
 * and whoever has something to say says it. Who does not answer in time has said nothing: an answer here is about now, and is
 * never the truth about a hall.
 */
export class PeerQuestions {
  readonly #options: PeerQuestionsOptions;
  readonly #asked = new Map<string, Asked>();
  readonly #answerers = new Map<string, Answerer>();
  readonly #heardAt = new Map<string, EpochMs>();
  readonly #releases: (() => void)[];
  #mayBeAlone = false;

  constructor(options: PeerQuestionsOptions) {
    this.#options = options;
    const { peers, timers } = options;
    const helloIfAlone = (): void => {
      if (this.#known().length === 0) this.#hello();
    };
    this.#releases = [
      peers.on(QUESTION, (message) => void this.#questioned(message)),
      peers.on(ANSWER, (message) => this.#answered(message)),
      ...(peers === NO_PEERS
        ? []
        : [
            timers.every(HELLO_MS, () => this.#hello()),
            timers.every(LONELY_HELLO_MS, helloIfAlone),
            timers.after(FIRST_HELLO_MS, () => {
              this.#mayBeAlone = true;
            }),
          ]),
    ];
    this.#hello();
  }

  /** One answerer for a topic. Returns the release. */
  answer(topic: string, answerer: Answerer): () => void {
    this.#answerers.set(topic, answerer);
    return () => {
      if (this.#answerers.get(topic) === answerer) this.#answerers.delete(topic);
    };
  }

  /**
   * What the others said that had something to say: waits until all that are known have answered, or for `withinMs`; not at all where
   * nobody else is known.
   */
  ask(topic: string, question: PeerMessage, withinMs: number): Promise<PeerMessage[]> {
    return this.#ask({ topic, question, withinMs, isEnough: (answers) => this.#haveAll(answers) });
  }

  /** The first that had something to say; null: nobody had, in time. */
  async askOne(topic: string, question: PeerMessage, withinMs: number): Promise<PeerMessage> {
    const isEnough = (answers: ReadonlyMap<string, PeerMessage>): boolean =>
      [...answers.values()].some((each) => each !== null) || this.#haveAll(answers);
    const [first = null] = await this.#ask({ topic, question, withinMs, isEnough });
    return first;
  }

  /** Who waits for an answer gets what there is. Idempotent. */
  close(): void {
    for (const release of this.#releases.splice(0)) release();
    for (const { done } of [...this.#asked.values()]) done();
  }

  #ask(asked: {
    readonly topic: string;
    readonly question: PeerMessage;
    readonly withinMs: number;
    readonly isEnough: (answers: ReadonlyMap<string, PeerMessage>) => boolean;
  }): Promise<PeerMessage[]> {
    const { hub, newId, peers, timers } = this.#options;
    if (peers === NO_PEERS || this.#releases.length === 0 || this.#asked.size >= QUESTIONS_MAX) return Promise.resolve([]);
    if (this.#mayBeAlone && this.#known().length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const id = newId();
      const answers = new Map<string, PeerMessage>();
      const done = (): void => {
        cancel();
        this.#asked.delete(id);
        resolve([...answers.values()].filter((each) => each !== null));
      };
      const cancel = timers.after(asked.withinMs, done);
      const isEnough = (): boolean => answers.size > 0 && asked.isEnough(answers);
      this.#asked.set(id, { answers, isEnough, done });
      peers.tell(QUESTION, { id, hub, topic: asked.topic, question: asked.question });
    });
  }

  #hello(): void {
    const { hub, newId, peers } = this.#options;
    peers.tell(QUESTION, { id: newId(), hub, topic: HELLO, question: null });
  }

  #haveAll(answers: ReadonlyMap<string, PeerMessage>): boolean {
    return this.#known().every((hub) => answers.has(hub));
  }

  async #questioned(message: PeerMessage): Promise<void> {
    const { hub, log, peers } = this.#options;
    const { id, topic, question = null, hub: from } = fields(message);
    if (typeof id !== 'string' || typeof topic !== 'string' || typeof from !== 'string') return;
    this.#heard(from);
    try {
      const answer = (await this.#answerers.get(topic)?.(question)) ?? null;
      peers.tell(ANSWER, { id, hub, answer });
    } catch (error) {
      log.warn({ topic, from, error }, 'a question of another hub could not be answered');
    }
  }

  #answered(message: PeerMessage): void {
    const { id, hub, answer = null } = fields(message);
    if (typeof id !== 'string' || typeof hub !== 'string') return;
    this.#heard(hub);
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    asked.answers.set(hub, answer);
    if (asked.isEnough()) asked.done();
  }

  #heard(hub: string): void {
    this.#heardAt.set(hub, this.#options.clock.now());
  }

  #known(): string[] {
    const since = this.#options.clock.now() - PEER_KNOWN_MS;
    for (const [hub, at] of this.#heardAt) if (at < since) this.#heardAt.delete(hub);
    return [...this.#heardAt.keys()];
  }
}

/** What an object among messages holds; of anything else nothing. */
export function fields(message: PeerMessage): { readonly [key: string]: PeerMessage | undefined } {
  return typeof message === 'object' && message !== null && !Array.isArray(message)
    ? (message as { readonly [key: string]: PeerMessage })
    : {};
}
