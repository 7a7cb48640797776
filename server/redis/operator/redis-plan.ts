import { createHash } from 'node:crypto';
import { nodeName, type NodeAddress } from '../redis-address.ts';

/** Where certificate, key and the authority's certificate lie on each machine: `server.crt`, `server.key`, `ca.crt`. */
export type CertificateFolder = string;

/** A Redis installation as it is to be made: what every generated file is a function of. */
export interface RedisPlan {
  /** What Sentinels call the installation, and hubs behind it in their address. */
  readonly name: string;
  /** The first is the master at the beginning; each other one is a promotable replica. */
  readonly nodes: readonly NodeAddress[];
  /** None: nobody fails over by itself. */
  readonly sentinels: readonly NodeAddress[];
  readonly downAfterMs: number;
  readonly tls: CertificateFolder | null;
  /** Of the server process of a node or Sentinel, by its name (`node-1`): where its files lie. */
  readonly configFolder: (server: string) => string;
  readonly dataFolder: (server: string) => string;
  readonly secrets: RedisSecrets;
}

/** Each a text of 256 random bits that needs no quoting anywhere: base64url. */
export interface RedisSecrets {
  readonly hub: string;
  readonly operator: string;
  readonly sentinel: string;
  /** One for each node, in their order: a node that was removed is kept out by its own name. */
  readonly replicas: readonly string[];
}

export const HUB_USER = 'hallcall';
export const OPERATOR_USER = 'operator';
export const SENTINEL_USER = 'sentinel';

/** The user by which a node replicates. Its own, so that turning it off keeps exactly this node out. */
export const replicaUser = ({ host, port }: NodeAddress): string => `replica-${host}-${port}`;

/** As an access list holds it (`#…`): who reads the file has no password. */
export const passwordHash = (password: string): string => `#${createHash('sha256').update(password).digest('hex')}`;

/** Replicas without which a write is not even tried; the promise itself is `WAIT` for all of them. */
export const leastReplicas = (replicas: number): number => Math.min(1, replicas);

/** More than half, so that two halves of a broken network never both decide. */
export const quorumOf = (sentinels: number): number => Math.floor(sentinels / 2) + 1;

export function isIpAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

/** What cannot be made, a sentence each. */
export function planProblems({ name, nodes, sentinels, configFolder, dataFolder, tls }: RedisPlan): string[] {
  const addresses = [...nodes, ...sentinels].map(nodeName);
  const folders = [configFolder(''), dataFolder(''), tls ?? ''];
  return [
    nodes.length === 0 && 'at least one node is needed: --nodes 10.0.0.1:6379',
    new Set(addresses).size !== addresses.length && 'two servers cannot have one address',
    !/^[A-Za-z0-9._-]{1,64}$/.test(name) && `"${name}" is no name: letters, figures, points, dashes`,
    folders.some((folder) => /[\s"'#]/.test(folder)) && 'the folders may have no blanks and quotes in their names',
  ].filter((problem) => problem !== false);
}
