import { execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, openedPort, spawnChild } from './children.ts';
import { freePort } from './free-port.ts';
import { RegionAuthority } from './region-authority.ts';
import { REGION_PASSWORD } from './region-stage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ADDRESS = /https:\/\/127\.0\.0\.1:(\d+)/;

/** The real region service as a process of its own, over TLS with an authority of its own, in a folder that goes with it. */
export class RegionProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hallcall-region-'));
  readonly #authority = new RegionAuthority(this.#folder);
  #child: ChildProcess | null = null;
  #port = 0;
  #token: string | null = null;

  /** `yaml`: the region's file. */
  static async start(yaml: string): Promise<RegionProcess> {
    const region = new RegionProcess();
    writeFileSync(join(region.#folder, 'region.yaml'), yaml);
    region.#authority.sign('server');
    region.tool(['staff', 'add', '7001'], REGION_PASSWORD);
    try {
      await region.start();
    } catch (error) {
      await region.close();
      throw error;
    }
    return region;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** Of its authority, which no machine trusts. */
  get caFile(): string {
    return this.#authority.caFile;
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

  /** On a free port; after `kill` in the same folder and on the same one. */
  async start(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    const [cert, key] = [join(this.#folder, 'server.crt'), join(this.#folder, 'server.key')];
    const options = ['--data', this.#folder, '--port', String(this.#port), '--tls-cert', cert, '--tls-key', key];
    const child = spawnChild([process.execPath, 'dist/region.mjs', ...options], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '', HALLCALL_LOG_LEVEL: 'error' },
    });
    this.#child = child;
    await openedPort(child, ADDRESS);
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    await ended(child);
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
}
