import type { Position } from '../../../shared/protocol/position.ts';
import type { Credential } from '../../access/credential.ts';
import type { Connection } from '../../hub/connection.ts';
import type { HubAnswer } from '../../hub/hub-answer.ts';
import type { ScreenSession } from '../../hub/screen.ts';

/** What the socket gateway needs of the rooms behind it; `Access`, `Door` and `Hub` fit. */
export interface GatewayAccess {
  credentialOf(token: string): Promise<Credential | null> | Credential | null;
  /** The listener hears the id of every credential that stops being good. Returns the release. */
  onRevoked(listener: (credentialId: string) => void): () => void;
}

export interface GatewayDoor {
  /** Never rejects for anything that a sender can do. */
  submit(credential: Credential, hall: string, body: unknown): Promise<HubAnswer>;
}

export interface GatewayHub {
  /** Welcomes the screen and keeps it up to date from then on. */
  open(connection: Connection, opening: { readonly credential: Credential; readonly resume: Position | null }): ScreenSession;
}
