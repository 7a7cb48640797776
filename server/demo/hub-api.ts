import type { Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Sleep } from './sleep.ts';

/** What a refusal is to a program: its kind, and the sentence for the person who reads the log. */
export interface ApiRefusal {
  readonly kind: string;
  readonly title: string;
}

export interface HubApiOptions {
  readonly url: string;
  readonly hall: string;
  readonly fetch: typeof fetch;
  readonly newId: NewId;
  readonly sleep: Sleep;
}

export type Accepted = { readonly version: number; readonly result: Answer };

const RETRY_FIRST_MS = 250;
const RETRY_MS_MAX = 5_000;
/** The hub is away or will not have it now: the same command is sent again. */
const AWAY = new Set([429, 502, 503, 504]);

/** The hub as any program sees it: REST with a bearer token. */
export class HubApi {
  readonly #options: HubApiOptions;

  constructor(options: HubApiOptions) {
    this.#options = options;
  }

  /** Waits for a hub that is away, until the sleep is stopped. */
  async signIn(staffNumber: string, password: string): Promise<Result<Caller, ApiRefusal>> {
    const answer = await this.request('POST', '/api/sessions', null, { staffNumber, password });
    if (!answer.ok) return answer;
    const { token } = answer.value as { readonly token: string };
    return ok(new Caller(this, this.#options, { staffNumber, password, token }));
  }

  /** One request, repeated while nobody answers: the body, its id included, stays the same. */
  async request(method: string, path: string, token: string | null, body?: object): Promise<Result<unknown, ApiRefusal>> {
    const { fetch, sleep, url } = this.#options;
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      }).catch((error: unknown) => error);
      if (response instanceof Response && !AWAY.has(response.status)) return readResponse(response);
      if (!(await sleep.real(waitMs)))
        return failed({ kind: 'stopped', title: 'The demonstration was stopped while the hub was away.' });
    }
  }
}

async function readResponse(response: Response): Promise<Result<unknown, ApiRefusal>> {
  const body: unknown = response.status === 204 ? null : await response.json();
  if (response.ok) return ok(body);
  const { kind, title } = body as { readonly kind?: string; readonly title?: string };
  return failed({ kind: kind ?? `http-${response.status}`, title: title ?? response.statusText });
}

/** One person who signed in. */
export class Caller {
  readonly #api: HubApi;
  readonly #options: HubApiOptions;
  readonly #person: { readonly staffNumber: string; readonly password: string };
  #token: string;

  constructor(
    api: HubApi,
    options: HubApiOptions,
    person: { readonly staffNumber: string; readonly password: string; readonly token: string },
  ) {
    this.#api = api;
    this.#options = options;
    this.#person = person;
    this.#token = person.token;
  }

  async command(command: Command): Promise<Result<Accepted, ApiRefusal>> {
    const body = { ...command, id: this.#options.newId() };
    const answer = await this.#authorised('POST', 'commands', body);
    return answer.ok ? ok(answer.value as Accepted) : answer;
  }

  /** The hall now, as `fromSnapshot` reads it. */
  state(): Promise<Result<unknown, ApiRefusal>> {
    return this.#authorised('GET', 'state');
  }

  async signOut(): Promise<void> {
    await this.#api.request('DELETE', '/api/sessions/current', this.#token);
  }

  /** A session that ran out is begun anew, once for each request. */
  async #authorised(method: string, what: string, body?: object): Promise<Result<unknown, ApiRefusal>> {
    const path = `/api/halls/${this.#options.hall}/${what}`;
    const answer = await this.#api.request(method, path, this.#token, body);
    if (answer.ok || answer.error.kind !== 'unauthenticated') return answer;
    const session = await this.#api.request('POST', '/api/sessions', null, this.#person);
    if (!session.ok) return session;
    this.#token = (session.value as { readonly token: string }).token;
    return this.#api.request(method, path, this.#token, body);
  }
}
