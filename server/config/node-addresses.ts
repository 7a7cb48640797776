import { failed, ok, type Result } from '../../shared/lib/result.ts';
import { nodeName, parseNode, type NodeAddress } from '../redis/redis-address.ts';
import type { OptionKind } from './option.ts';

/** `HOST:PORT`, separated by commas, each once; `none` for an empty list. */
export const nodeAddresses: OptionKind<readonly NodeAddress[]> = {
  placeholder: 'LIST',
  parse: (given): Result<readonly NodeAddress[], string> => {
    if (given === 'none') return ok([]);
    const parts = given.split(',').map((part) => parseNode(part.trim()));
    const read = parts.filter((address) => address !== null);
    const isGood = read.length === parts.length && new Set(read.map(nodeName)).size === parts.length;
    return isGood ? ok(read) : failed('addresses such as 10.0.0.1:6379,10.0.0.2:6379, each once, or none');
  },
};
