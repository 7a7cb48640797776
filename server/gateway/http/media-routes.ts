import { Router, type Request, type Response } from 'express';
import { admitted, onlyFor, type Admission } from './admission.ts';
import { CredentialRates } from './credential-rates.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';
import type { Media } from '../../media/media.ts';
import type { MediaReader } from '../../media/media-room.ts';

/** Kiosks and phones have nothing to show. */
const READERS = ['display', 'teller', 'greeter', 'guard', 'manager', 'admin'] as const;
const FILE = '/api/halls/:hall/media/:pass/:version';
/** RFC 9110, 15.5.17. */
const NO_SUCH_RANGE = 416;
/** An address belongs to one content, so it may be kept; only by the browser that asked. */
const CACHING = 'private, max-age=604800, immutable';

export interface MediaRooms extends HttpRooms {
  readonly media: Pick<Media, 'folder' | 'room' | 'looked'>;
}

/** The media folder's list for whoever may show it, and its files by the addresses of that list. */
export function mediaRoutes({ clock, media }: MediaRooms, { admit }: Admission): Router {
  const router = Router();
  const { folder, looked, room } = media;
  const rates = new CredentialRates(clock);

  function readerOf(request: Request, response: Response): MediaReader | null {
    const reader = room.readerOf(String(request.params['hall']), String(request.params['pass']));
    if (reader === null) sendProblem(response, { kind: 'unauthenticated' });
    else if (rates.take(reader.id)) return reader;
    else sendProblem(response, { kind: 'too-many-commands' });
    return null;
  }

  router.get('/api/halls/:hall/media', admit, onlyFor(...READERS), async (_request: Request, response: Response) => {
    await looked;
    const reader = admitted(response);
    response.json(
      room.manifest(reader, (pass, version) => `/api/halls/${encodeURIComponent(reader.hall)}/media/${pass}/${version}`),
    );
  });
  router.get(FILE, (request: Request, response: Response) => {
    if (readerOf(request, response) === null) return;
    const file = room.find(String(request.params['version']));
    if (file === null) return sendProblem(response, { kind: 'not-found' });
    response.set({ 'Content-Type': file.type, 'Cache-Control': CACHING, 'Content-Disposition': 'inline' });
    response.sendFile(file.name, { root: folder.path, dotfiles: 'deny', cacheControl: false }, (error) => {
      // Sent, or the browser has seen enough and hung up.
      if (error === undefined || response.headersSent) return;
      for (const header of ['Content-Type', 'Content-Disposition']) response.removeHeader(header);
      response.set('Cache-Control', 'no-store');
      if ((error as { readonly status?: unknown }).status === NO_SUCH_RANGE) {
        response.status(NO_SUCH_RANGE).set('Content-Range', `bytes */${file.bytes}`).end();
      } else {
        // Gone since the last look.
        sendProblem(response, { kind: 'not-found' });
      }
    });
  });
  router.post(`${FILE}/failure`, (request: Request, response: Response) => {
    const reader = readerOf(request, response);
    if (reader === null) return;
    if (!room.failed(reader, String(request.params['version']))) return sendProblem(response, { kind: 'not-found' });
    response.status(204).end();
  });
  return router;
}
