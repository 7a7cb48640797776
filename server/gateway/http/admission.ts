import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Role } from '../../../shared/hall/actor.ts';
import type { SentCommandType } from '../../../shared/protocol/command-schema.ts';
import { RECORD_RIGHTS, type RecordRight } from '../../../shared/protocol/records.ts';
import type { Credential } from '../../access/credential.ts';
import { allows } from '../../access/rights.ts';
import { CredentialRates } from './credential-rates.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';
import { bearerToken } from './request-facts.ts';

/** Who comes to an address of a hall: a good credential of that very hall, not too often. */
export class Admission {
  readonly #access: HttpRooms['access'];
  readonly #rates: CredentialRates;

  constructor({ access, clock }: Pick<HttpRooms, 'access' | 'clock'>) {
    this.#access = access;
    this.#rates = new CredentialRates(clock);
  }

  readonly admit: RequestHandler = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const credential = await this.#access.credentialOf(bearerToken(request) ?? '');
    if (credential === null) return sendProblem(response, { kind: 'unauthenticated' });
    if (credential.hall !== request.params['hall']) return sendProblem(response, { kind: 'not-allowed' });
    if (!this.#rates.take(credential.id)) return sendProblem(response, { kind: 'too-many-commands' });
    (response.locals as Admitted).credential = credential;
    next();
  };
}

/** Behind `admit`: who may not write or read these records goes no further. */
export function mayRecord(right: RecordRight): RequestHandler {
  return onlyIf(({ actor }) => RECORD_RIGHTS[right].some((role) => actor.roles.includes(role)));
}

/** Behind `admit`: reading and preparing what a command does needs the right to that command. */
export function maySend(type: SentCommandType): RequestHandler {
  return onlyIf(({ actor }) => allows(actor.roles, type));
}

/** Behind `admit`: for people who answer for the hall. */
export function onlyFor(...roles: readonly Role[]): RequestHandler {
  return onlyIf(({ actor }) => roles.some((role) => actor.roles.includes(role)));
}

function onlyIf(isAllowed: (credential: Credential) => boolean): RequestHandler {
  return (_request: Request, response: Response, next: NextFunction) => {
    if (isAllowed(admitted(response))) return next();
    sendProblem(response, { kind: 'not-allowed' });
  };
}

/** Whom `admit` let in. */
export function admitted(response: Response): Credential {
  return (response.locals as Admitted).credential;
}

interface Admitted {
  credential: Credential;
}
