import { en } from 'zod/locales';
import type { Actor } from '../../shared/hall/actor.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { sentCommandSchema, type SentCommand, type SentCommandType } from '../../shared/protocol/command-schema.ts';
import type { ProtocolError, WireRefusal } from '../../shared/protocol/errors.ts';
import type { Credential } from '../access/credential.ts';
import { RIGHTS } from '../access/rights.ts';
import type { HubAnswer } from '../hub/hub-answer.ts';
import type { Log } from '../observability/log.ts';

/** What the door needs of access: `Access` fits. */
export interface DoorAccess {
  permit(credentialId: string, hall: string, type: SentCommandType): Result<Actor, WireRefusal>;
  /** Whether somebody with this number may sit at a counter of the hall. */
  isTeller(hall: string, staffNumber: StaffNumber): boolean;
}

/** What the door needs of the hub: `Hub` fits. */
export interface DoorHub {
  submit(hall: string, actor: Actor, sent: SentCommand): Promise<HubAnswer>;
}

/** One command that came to the door; `type` is `unknown` for what no schema knows. */
export interface CommandOutcome {
  readonly type: SentCommandType | 'unknown';
  /** `accepted`, or the kind of the refusal. */
  readonly outcome: 'accepted' | WireRefusal['kind'];
  readonly ms: number;
}

export interface DoorOptions {
  readonly access: DoorAccess;
  readonly hub: DoorHub;
  /** Milliseconds of a source that nobody sets. */
  readonly monotonicMs?: (() => number) | undefined;
  readonly log: Log;
  readonly onOutcome?: ((outcome: CommandOutcome) => void) | undefined;
}

const messages = en().localeError;

/**
 * The one way in, for the socket and for REST alike: schema, then rights, then whom it names, then the hub. Nothing behind it looks at what a
 * sender says of itself; the hall and the actor are the credential's.
 */
export class Door {
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Never rejects for anything that a sender can do; a bug inside is logged and answered `internal`. */
  async submit(credential: Credential, hall: string, body: unknown): Promise<HubAnswer> {
    const { log, monotonicMs = () => 0, onOutcome } = this.#options;
    const startedAt = monotonicMs();
    const sent = readCommand(body);
    const answer = sent.ok ? await this.#pass(credential, hall, sent.value) : sent;
    if (!answer.ok && answer.error.kind === 'internal')
      log.error({ credential: credential.id, hall }, 'a command failed inside the hub');
    onOutcome?.({
      type: sent.ok ? sent.value.type : 'unknown',
      outcome: answer.ok ? 'accepted' : answer.error.kind,
      ms: monotonicMs() - startedAt,
    });
    return answer;
  }

  async #pass(credential: Credential, hall: string, sent: SentCommand): Promise<HubAnswer> {
    try {
      const { access, hub } = this.#options;
      const permitted = access.permit(credential.id, hall, sent.type);
      if (!permitted.ok) return permitted;
      const teller = namedTeller(sent);
      if (teller !== undefined && !access.isTeller(hall, teller)) return failed({ kind: 'unknown-teller', teller });
      return await hub.submit(hall, permitted.value, sent);
    } catch (error) {
      this.#options.log.error({ err: error, type: sent.type, hall }, 'bug: a command threw');
      return failed({ kind: 'internal' });
    }
  }
}

/**
 * Whom the sender wants at a counter. The hall knows people by their number only and would seat one whom a slip of the finger made
 * up: a counter that is open, counts for the minimum and calls nobody.
 */
function namedTeller(sent: SentCommand): StaffNumber | undefined {
  if (sent.type === 'accept-advice') return sent.advice.action.is === 'open-counter' ? sent.advice.action.teller : undefined;
  return sent.type === 'open-counter' || sent.type === 'plan-break' ? sent.teller : undefined;
}

/** `unknown-command` for a type that nobody knows, `malformed` with the first fault for anything else. */
export function readCommand(body: unknown): Result<SentCommand, ProtocolError> {
  const read = sentCommandSchema.safeParse(body, { error: messages });
  if (read.success) return ok(read.data);
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  if (typeof type === 'string' && !Object.hasOwn(RIGHTS, type)) return failed({ kind: 'unknown-command' });
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  return failed({ kind: 'malformed', detail: `${where}${issue?.message ?? 'not a command'}`.slice(0, DETAIL_LENGTH_MAX) });
}

/** A detail may quote what was sent; no more of it than this goes back. */
const DETAIL_LENGTH_MAX = 300;
