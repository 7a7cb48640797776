import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import { freePort } from '../support/free-port.ts';
import { RedisNode } from '../support/redis-nodes.ts';
import { storeOptions } from '../support/redis-store-on.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallcall-tls-'));
let node: RedisNode;
let port: number;

/** An authority of a hall's own, and a certificate for the address of a node: as `docs/operating.md` makes them. */
function certificates(): void {
  const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  for (const name of ['ca', 'other'])
    openssl('req', '-x509', ...key, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1'];
  openssl('req', ...key, '-subj', '/CN=node', ...names, '-keyout', 'server.key', '-out', 'server.csr');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-copy_extensions', 'copy'];
  openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.crt');
}

beforeAll(async () => {
  certificates();
  port = await freePort();
  const files = { 'tls-cert-file': 'server.crt', 'tls-key-file': 'server.key', 'tls-ca-cert-file': 'ca.crt' };
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, file)]));
  node = await RedisNode.prepare({ 'min-replicas-to-write': '0', 'tls-port': String(port), 'tls-auth-clients': 'no', ...paths });
  await node.start();
});
afterAll(async () => {
  await node.remove();
  rmSync(folder, { recursive: true });
});

/** The machine may be busy. */
const STARTS_MS_MAX = 20_000;
/** Where it is tried in vain. */
const IN_VAIN_MS = 3_000;

/** What a hub says that starts there; empty when it starts. */
async function refusal(address: string, startMsMax = IN_VAIN_MS): Promise<string> {
  try {
    const store = await openRedisStore({ ...storeOptions(address, 0), startMsMax });
    await store.close();
    return '';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

it('[I46] a hub speaks TLS with nodes of an authority of its own, and says why it does not trust another one', async () => {
  const at = (rest: string, startMsMax?: number): Promise<string> => refusal(`rediss://127.0.0.1:${port}${rest}`, startMsMax);
  const [trusted, other, system, nowhere, sentinel] = await Promise.all([
    at(`?ca=${folder}/ca.crt`, STARTS_MS_MAX),
    at(`?ca=${folder}/other.crt`),
    at(''),
    at(`?ca=${folder}/nowhere.crt`),
    refusal(`rediss-sentinel://127.0.0.1:${port}/hallcall?ca=${folder}/other.crt`),
  ]);
  expect(trusted).toBe('');
  for (const said of [other, system, sentinel]) expect(said).toMatch(/^StoreOpenError: .*(self-signed|unable to verify)/);
  expect(nowhere).toMatch(/^StoreOpenError: .*nowhere\.crt/);
});
