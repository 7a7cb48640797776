import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { Log } from '../observability/log.ts';
import { MediaFolder } from './media-folder.ts';
import { MediaRoom } from './media-room.ts';

export interface MediaOptions {
  readonly path: string;
  readonly access: { onRevoked(listener: (credentialId: string) => void): () => void };
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** The media folder and the room that lets screens read it. */
export class Media {
  readonly folder: MediaFolder;
  readonly room: MediaRoom;
  /** The folder was looked at once: a list before that would take from a wall what it shows. Never rejects. */
  readonly looked: Promise<void>;

  /** Starts to look and waits for nothing: a folder of hundreds of pictures, or a slow drive, keeps no customer waiting. */
  constructor(options: MediaOptions) {
    this.folder = new MediaFolder(options);
    this.room = new MediaRoom({
      folder: this.folder,
      onRevoked: (listener) => options.access.onRevoked(listener),
      log: options.log,
    });
    this.looked = this.folder.start();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.room.close();
    await this.folder.close();
  }
}
