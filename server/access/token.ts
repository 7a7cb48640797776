import { createHash } from 'node:crypto';
import type { NewId } from '../../shared/lib/ids.ts';

/** 256 random bits, 64 hex digits: two ids. Guessing is hopeless, so a fast hash is enough to keep it by. */
export function newToken(newId: NewId): string {
  return newId() + newId();
}

/** What the database keeps of a token or a code. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
