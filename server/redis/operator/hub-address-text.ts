import { nodeName } from '../redis-address.ts';
import { HUB_USER, OPERATOR_USER, type RedisPlan } from './redis-plan.ts';

/** What a hub is given as `HALLCALL_REDIS`: the way to the master, with the hub's own user. */
export function hubRedisAddress(plan: RedisPlan): string {
  const login = `${HUB_USER}:${plan.secrets.hub}`;
  return installationAddress(plan, `${login}@`, plan.sentinels.length === 0 ? [] : [`sentinel-login=${login}`]);
}

/** What `npm run redis:node` is given: the operator's, the password apart from it. */
export function operatorRedisAddress(plan: RedisPlan): string {
  return installationAddress(plan, `${OPERATOR_USER}@`, []);
}

function installationAddress({ name, nodes, sentinels, tls }: RedisPlan, who: string, more: readonly string[]): string {
  const settings = [...more, ...(tls === null ? [] : [`ca=${tls}/ca.crt`])];
  const behind = settings.length === 0 ? '' : `?${settings.join('&')}`;
  const tlsMark = tls === null ? '' : 's';
  const [first] = nodes;
  if (sentinels.length > 0) return `redis${tlsMark}-sentinel://${who}${sentinels.map(nodeName).join(',')}/${name}${behind}`;
  return `redis${tlsMark}://${who}${first === undefined ? '' : nodeName(first)}${behind}`;
}
