import type { Down } from '../../../shared/protocol/down.ts';
import type { Connection } from '../../hub/connection.ts';

const FOR_FOLLOWERS: readonly Down['name'][] = ['entries', 'snapshot', 'forecast', 'ticket-forecasts', 'advice', 'receipts'];

/**
 * A line that asked in its handshake not to follow the hall: a program that sends commands and wants their answers. It is
 * an ordinary session in every other respect; what only a replica needs is left out. `heard` gets the version of each
 * heartbeat, for a line that shows nothing is never behind.
 */
export function commandsOnly(connection: Connection, heard: (version: number) => void): Connection {
  return {
    id: connection.id,
    send: (message: Down) => {
      if (FOR_FOLLOWERS.includes(message.name)) return;
      connection.send(message);
      if (message.name === 'heartbeat') heard(message.body.version);
    },
    join: () => undefined,
    leave: () => undefined,
    backlog: () => connection.backlog(),
    onceDrained: (run) => connection.onceDrained(run),
    close: (reason) => connection.close(reason),
  };
}
