import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import type { ProtocolError } from '../../../shared/protocol/errors.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '../../../shared/protocol/protocol-version.ts';
import { handshakeSchema, type Handshake } from '../../../shared/protocol/up.ts';

/**
 * The protocol version is looked at before anything else: another version may shape the rest differently, and the sender
 * must hear which side to update, not that its message is malformed.
 */
export function readHandshake(auth: unknown): Result<Handshake, ProtocolError> {
  const protocol = typeof auth === 'object' && auth !== null && 'protocol' in auth ? auth.protocol : undefined;
  if (typeof protocol === 'number' && Number.isInteger(protocol)) {
    if (protocol < PROTOCOL_VERSION_MIN) return failed(unsupported(protocol, 'screen'));
    if (protocol > PROTOCOL_VERSION) return failed(unsupported(protocol, 'hub'));
  }
  const read = handshakeSchema.safeParse(auth);
  if (read.success) return ok(read.data);
  const withoutToken = read.error.issues.some((issue) => issue.path[0] === 'token');
  return failed(withoutToken ? { kind: 'unauthenticated' } : { kind: 'malformed', detail: 'the handshake fits no schema' });
}

function unsupported(protocol: number, side: 'hub' | 'screen'): ProtocolError {
  const spoken = `${PROTOCOL_VERSION_MIN} to ${PROTOCOL_VERSION}`;
  return { kind: 'protocol-unsupported', side, detail: `this hub speaks protocol ${spoken}, the screen speaks ${protocol}` };
}
