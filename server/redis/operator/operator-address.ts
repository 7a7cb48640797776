import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import { parseRedisAddress } from '../redis-address.ts';
import { OPERATOR_USER } from './redis-plan.ts';
import type { Installation } from './survey.ts';

export interface OperatorAddress {
  readonly installation: Installation;
  readonly user: string;
  readonly isTls: boolean;
  readonly caFile: string | null;
}

/** A hub's address of Redis with the operator's name in place of the login. Fails with what was expected. */
export function readOperatorAddress(given: string): Result<OperatorAddress, string> {
  const read = parseRedisAddress(given);
  if (!read.ok) return read;
  const { caFile, is, isTls, login, masterName, nodes } = read.value;
  if (is === 'cluster') return failed('redis-sentinel:// or redis://: the nodes of a cluster are removed by redis-cli --cluster');
  // A login of one word reads as a password; here it is the name, and the password is never in the address.
  if (login !== null && login.user !== null) return failed('an address without a password: --password-file has it');
  const user = login === null || login.password === '' ? OPERATOR_USER : login.password;
  return ok({ installation: { name: is === 'sentinel' ? masterName : null, servers: nodes }, user, isTls, caFile });
}
