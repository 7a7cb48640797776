import type { Clock } from '../../../shared/lib/clock.ts';
import type { ProtocolError } from '../../../shared/protocol/errors.ts';
import { COMMAND_BURST_MAX, COMMANDS_PER_SECOND_MAX, ID_LENGTH_MAX, MALFORMED_MAX } from '../../../shared/protocol/limits.ts';
import { resumeSchema, seenSchema, upSchemas, type ScreenReport } from '../../../shared/protocol/up.ts';
import type { Credential } from '../../access/credential.ts';
import { answerMessage } from '../../hub/hub-answer.ts';
import type { HubLog } from '../../hub/hub-log.ts';
import type { ScreenSession } from '../../hub/screen.ts';
import { EXCESS_MAX } from './gateway-limits.ts';
import type { GatewayDoor } from './gateway-ports.ts';
import { RateLimit, type Rate } from './rate-limit.ts';
import type { SocketConnection } from './socket-connection.ts';

export interface SocketIntakeOptions {
  readonly connection: Pick<SocketConnection, 'id' | 'send' | 'close' | 'awaitAnswer'>;
  readonly credential: Credential;
  readonly session: ScreenSession;
  readonly door: GatewayDoor;
  readonly clock: Clock;
  readonly log: HubLog;
  readonly rate?: Rate | undefined;
}

const USUAL_RATE: Rate = { perSecond: COMMANDS_PER_SECOND_MAX, burst: COMMAND_BURST_MAX };

/**
 * Everything that one socket says, judged before it costs anything: too fast, of no known name, of no known shape. What
 * passes goes to the door or to the session.
 */
export class SocketIntake {
  readonly #options: SocketIntakeOptions;
  readonly #commands: RateLimit;
  /** For what is no command: a flood of those costs the same. */
  readonly #others: RateLimit;
  #malformed = 0;
  #excess = 0;

  constructor(options: SocketIntakeOptions) {
    this.#options = options;
    const rate = options.rate ?? USUAL_RATE;
    this.#commands = new RateLimit(rate, options.clock);
    this.#others = new RateLimit(rate, options.clock);
  }

  /** Throws nothing, whatever `body` is. */
  take(name: unknown, body: unknown): void {
    if (name === 'command') this.#takeCommand(body);
    else if (!this.#others.take()) this.#tooFast(null);
    else if (name === 'seen') this.#takeSeen(body);
    else if (name === 'resume') this.#takeResume(body);
    else if (name === 'receipts' || name === 'screen') this.#takeReport(name, body);
    else this.#takeMalformed();
  }

  #takeCommand(body: unknown): void {
    const id = readableId(body);
    if (this.#commands.isFull) this.#excess = 0;
    if (!this.#commands.take()) {
      this.#tooFast(id);
      return;
    }
    const { connection, credential, door, log } = this.#options;
    if (id !== null) connection.awaitAnswer();
    door.submit(credential, credential.hall, body).then(
      (answer) => {
        // No answer at all: the screen sends it again, under its id, to the hub that answers next.
        if (!answer.ok && answer.error.kind === 'hub-leaving') return;
        if (id !== null) connection.send({ name: 'answer', body: answerMessage(id, answer) });
        if (!answer.ok && (answer.error.kind === 'malformed' || answer.error.kind === 'unknown-command')) this.#takeMalformed();
      },
      (error: unknown) => {
        log.error({ error, connection: connection.id }, 'a command failed inside the hub');
        if (id !== null) connection.send({ name: 'answer', body: { id, refusal: { kind: 'internal' } } });
      },
    );
  }

  #takeSeen(body: unknown): void {
    const read = seenSchema.safeParse(body);
    if (read.success) this.#options.session.seen(read.data.version);
    else this.#takeMalformed();
  }

  #takeResume(body: unknown): void {
    const read = resumeSchema.safeParse(body);
    if (read.success) this.#options.session.resume(read.data.position);
    else this.#takeMalformed();
  }

  #takeReport(name: ScreenReport['name'], body: unknown): void {
    const read = upSchemas[name].safeParse(body);
    if (read.success) this.#options.session.report({ name, body: read.data } as ScreenReport);
    else this.#takeMalformed();
  }

  #takeMalformed(): void {
    this.#malformed += 1;
    if (this.#malformed === MALFORMED_MAX)
      this.#end({ kind: 'malformed', detail: `${MALFORMED_MAX} messages of no known shape` });
  }

  #tooFast(id: string | null): void {
    this.#excess += 1;
    if (this.#excess === EXCESS_MAX) this.#end({ kind: 'too-many-commands' });
    else if (id !== null) {
      this.#options.connection.send({ name: 'answer', body: { id, refusal: { kind: 'too-many-commands' } } });
    }
  }

  #end(reason: ProtocolError): void {
    const { connection, credential, log } = this.#options;
    log.warn({ connection: connection.id, credential: credential.id, kind: reason.kind }, 'a socket was thrown out');
    connection.close(reason);
  }
}

/** So that even a malformed command gets its answer, when it says which one it is. */
function readableId(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('id' in body)) return null;
  return typeof body.id === 'string' && body.id.length <= ID_LENGTH_MAX ? body.id : null;
}
