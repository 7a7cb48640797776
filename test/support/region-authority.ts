import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** An authority of one's own that no machine trusts, and what it signs: PEM files in a folder of the caller's. */
export class RegionAuthority {
  readonly #folder: string;
  readonly #name: string;

  constructor(folder: string, name = 'ca') {
    this.#folder = folder;
    this.#name = name;
    openssl('req', '-x509', ...KEY, '-keyout', this.#at('.key'), '-out', this.caFile, '-days', '2', '-subj', `/CN=test ${name}`);
  }

  get caFile(): string {
    return this.#at('.pem');
  }

  /** Negative days: its time is over. Gives the files of certificate and key. */
  sign(name: string, { days = 2, subject = 'IP:127.0.0.1' } = {}): { readonly cert: string; readonly key: string } {
    const at = (end: string): string => join(this.#folder, name + end);
    const [cert, key] = [at('.crt'), at('.key')];
    openssl('req', ...KEY, '-keyout', key, '-out', at('.csr'), '-subj', `/CN=${name}`);
    writeFileSync(at('.names'), `subjectAltName=${subject}`);
    const by = ['-CA', this.caFile, '-CAkey', this.#at('.key'), '-CAcreateserial', '-days', String(days)];
    openssl('x509', '-req', '-in', at('.csr'), '-out', cert, ...by, '-extfile', at('.names'));
    return { cert, key };
  }

  #at(end: string): string {
    return join(this.#folder, this.#name + end);
  }
}

function openssl(...words: string[]): void {
  execFileSync('openssl', words, { stdio: 'pipe' });
}
