import { dirname, basename } from 'node:path';
import { Router, type Request, type Response } from 'express';
import { SOUND_FORMATS, type SoundFormat } from '../../../shared/voice/pack.ts';
import type { VoiceShelf } from '../../voice/voice-shelf.ts';
import { admitted, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';
import { sendProblem } from './problem.ts';

const PACK = '/api/halls/:hall/voice/:pack';
const TYPES: Readonly<Record<SoundFormat, string>> = { opus: 'audio/ogg', mp3: 'audio/mpeg', wav: 'audio/wav' };
/** An address with its hash belongs to one content; only the browser that asked keeps it. */
const KEPT = 'private, max-age=31536000, immutable';

export interface VoiceRooms extends HttpRooms {
  readonly voice: VoiceShelf;
}

/** The packs of the hub, for every screen and person of the hall: which there are, what lies in one, its sound. */
export function voiceRoutes({ hub, voice }: VoiceRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/voice', admit, async (_request: Request, response: Response) => {
    const { configuration } = (await hub.read(admitted(response).hall)).state;
    response.json({ packs: configuration === null ? [] : voice.offers(configuration) });
  });
  router.get(PACK, admit, (request: Request, response: Response) => {
    const pack = voice.pack(String(request.params['pack']));
    if (pack === null) return sendProblem(response, { kind: 'not-found' });
    response.json(pack);
  });
  router.get(`${PACK}/:format`, admit, (request: Request, response: Response) => {
    const format = SOUND_FORMATS.find((each) => each === request.params['format']);
    const sound = format === undefined ? null : voice.sound(String(request.params['pack']), format);
    if (format === undefined || sound === null) return sendProblem(response, { kind: 'not-found' });
    const isKept = request.query['hash'] === sound.hash;
    response.set({ 'Content-Type': TYPES[format], 'Cache-Control': isKept ? KEPT : 'no-cache', ETag: `"${sound.hash}"` });
    response.sendFile(basename(sound.path), { root: dirname(sound.path), cacheControl: false, etag: false }, (error) => {
      // Replaced since it was looked up, or the screen hung up.
      if (error !== undefined && !response.headersSent) sendProblem(response, { kind: 'not-found' });
    });
  });
  return router;
}
