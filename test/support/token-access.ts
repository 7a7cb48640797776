import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { Actor, Role } from '../../shared/hall/actor.ts';
import type { SentCommandType } from '../../shared/protocol/command-schema.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { Credential } from '../../server/access/credential.ts';
import { allows } from '../../server/access/rights.ts';

/** Access without a database: tokens are given out and taken back by the test. The rights are the real ones. */
export class TokenAccess {
  readonly #credentials = new Map<string, Credential>();
  readonly #listeners = new Set<(credentialId: string) => void>();

  /** The token is the credential's id. */
  give(id: string, roles: readonly Role[], changes: Partial<Credential> = {}): string {
    const staffNumber = id.startsWith('staff:') ? { staffNumber: id.slice('staff:'.length) } : {};
    this.#credentials.set(id, { id, hall: 'demo', actor: { id, roles, ...staffNumber }, expiresAt: null, ...changes });
    return id;
  }

  revoke(id: string): void {
    this.#credentials.delete(id);
    for (const listener of this.#listeners) listener(id);
  }

  credentialOf(token: string): Credential | null {
    return this.#credentials.get(token) ?? null;
  }

  permit(credentialId: string, hall: string, type: SentCommandType): Result<Actor, WireRefusal> {
    const credential = this.#credentials.get(credentialId);
    if (credential === undefined) return failed({ kind: 'unauthenticated' });
    if (credential.hall !== hall || !allows(credential.actor.roles, type)) return failed({ kind: 'not-allowed' });
    return ok(credential.actor);
  }

  /** Whoever a test names, but for those who were given another role. */
  isTeller(hall: string, staffNumber: string): boolean {
    const credential = this.#credentials.get(`staff:${staffNumber}`);
    return credential === undefined || (credential.hall === hall && allows(credential.actor.roles, 'sign-in'));
  }

  onRevoked(listener: (credentialId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
