import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert, must } from '../../shared/lib/assert.ts';
import { freePort } from './free-port.ts';
import { REGION_PASSWORD } from './region-stage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The real region service as a process of its own, over TLS with an authority of its own, in a folder that goes with it. */
export class RegionProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hallcall-region-'));
  #child: ChildProcess | null = null;
  #port = 0;
  #token: string | null = null;

  /** `yaml`: the region's file. */
  static async start(yaml: string): Promise<RegionProcess> {
    const region = new RegionProcess();
    writeFileSync(join(region.#folder, 'region.yaml'), yaml);
    region.#makeCertificate();
    region.tool(['staff', 'add', '7001'], REGION_PASSWORD);
    region.#port = await freePort();
    await region.start();
    return region;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** Of its authority, which no machine trusts. */
  get caFile(): string {
    return join(this.#folder, 'ca.pem');
  }

  /** A file with a new token of this hall. */
  tokenFile(hall: string): string {
    const file = join(this.#folder, `${hall}.token`);
    writeFileSync(file, this.tool(['token', 'add', hall]));
    return file;
  }

  tool(words: readonly string[], typed = ''): string {
    const given = ['dist/region.mjs', ...words, '--data', this.#folder];
    return execFileSync(process.execPath, given, { cwd: ROOT, input: `${typed}\n`, encoding: 'utf8' }).trim();
  }

  /** After `kill`: the same folder, the same port. */
  async start(): Promise<void> {
    const [cert, key] = [join(this.#folder, 'server.pem'), join(this.#folder, 'server.key')];
    const options = ['--data', this.#folder, '--port', String(this.#port), '--tls-cert', cert, '--tls-key', key];
    const child = spawn(process.execPath, ['dist/region.mjs', ...options], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '', HALLCALL_LOG_LEVEL: 'error' },
    });
    this.#child = child;
    const [said] = (await once(must(child.stdout, 'its words'), 'data')) as [Buffer];
    assert(String(said).includes(this.url), `the region says where it is: ${String(said)}`);
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** As a supervisor of the whole region. */
  async get<Body>(path: string): Promise<Body> {
    this.#token ??= (
      await this.#ask<{ readonly token: string }>('POST', '/api/sessions', {
        staffNumber: '7001',
        password: REGION_PASSWORD,
      })
    ).token;
    return this.#ask('GET', path);
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ask<Body>(method: string, path: string, body?: object): Promise<Body> {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(this.#token !== null && { authorization: `Bearer ${this.#token}` }),
    };
    return new Promise((resolve, reject) => {
      const given = { method, headers, ca: readFileSync(this.caFile), agent: false };
      const asked = request(this.url + path, given, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(JSON.parse(text) as Body));
      });
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  #makeCertificate(): void {
    const at = (name: string): string => join(this.#folder, name);
    const openssl = (...words: string[]): unknown => execFileSync('openssl', words, { stdio: 'pipe' });
    const subject = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    openssl(
      'req',
      '-x509',
      ...subject,
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.pem'),
      '-days',
      '2',
      '-subj',
      '/CN=region test authority',
    );
    openssl('req', ...subject, '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', '/CN=region');
    writeFileSync(at('names.txt'), 'subjectAltName=IP:127.0.0.1');
    const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names.txt')];
    openssl('x509', '-req', '-in', at('server.csr'), '-out', at('server.pem'), ...signed);
  }
}
