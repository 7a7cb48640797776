import { nodeUsers, sentinelUsers } from './access-list.ts';
import { hubRedisAddress } from './hub-address-text.ts';
import { planReadme } from './plan-readme.ts';
import type { RedisPlan } from './redis-plan.ts';
import { redisConf, sentinelConf } from './server-files.ts';

/** A file to be written, below the folder that was asked for. Secret ones are readable by their owner alone. */
export interface PlanFile {
  readonly path: string;
  readonly text: string;
  readonly isSecret: boolean;
}

/** Everything that an installation of Redis needs besides Redis. */
export function planFiles(plan: RedisPlan): PlanFile[] {
  const secret = (path: string, text: string): PlanFile => ({ path, text, isSecret: true });
  return [
    { path: 'README.md', text: planReadme(plan), isSecret: false },
    ...plan.nodes.flatMap((_, index) => [
      secret(`node-${index + 1}/redis.conf`, redisConf(plan, index)),
      secret(`node-${index + 1}/users.acl`, nodeUsers(plan)),
    ]),
    ...plan.sentinels.flatMap((_, index) => [
      secret(`sentinel-${index + 1}/sentinel.conf`, sentinelConf(plan, index)),
      secret(`sentinel-${index + 1}/users.acl`, sentinelUsers(plan)),
    ]),
    secret('hub.env', hubEnvironment(plan)),
    secret('operator.password', `${plan.secrets.operator}\n`),
  ];
}

function hubEnvironment(plan: RedisPlan): string {
  return `HALLCALL_REDIS=${hubRedisAddress(plan)}\nHALLCALL_REDIS_REPLICAS=${plan.nodes.length - 1}\n`;
}
