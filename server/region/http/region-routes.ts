import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { daysBefore, localDay } from '../../../shared/hall/local-time.ts';
import { REPORT_DAYS_MAX, regionReportSchema } from '../../../shared/protocol/region.ts';
import type { Credential } from '../../access/credential.ts';
import { CredentialRates } from '../../gateway/http/credential-rates.ts';
import { sendProblem } from '../../gateway/http/problem.ts';
import { bearerToken } from '../../gateway/http/request-facts.ts';
import { EXPORT_BURST, EXPORT_LINES_MAX, EXPORTS_PER_SECOND, REPORT_BURST, REPORTS_PER_SECOND } from '../limits.ts';
import { daysCsv, hallDaysCsv, placesCsv, type CsvLanguage } from '../report-csv.ts';
import type { RegionRooms } from './region-rooms.ts';

const DAYS_USUAL = 7;
/** Of a region's own accounts: who may look, and who looks after it. */
const LOOKERS = ['manager', 'admin'] as const;

interface Asked {
  readonly place: string;
  readonly from: string;
  readonly to: string;
  readonly by: 'place' | 'day' | 'hall-day';
}

/** `GET /api/region/live`, `GET /api/region/report`, `GET /api/region/report.csv`. */
export function regionRoutes(rooms: RegionRooms): Router {
  const { access, clock, region } = rooms;
  const router = Router();
  const looks = new CredentialRates(clock, { perSecond: REPORTS_PER_SECOND, burst: REPORT_BURST });
  const exports = new CredentialRates(clock, { perSecond: EXPORTS_PER_SECOND, burst: EXPORT_BURST });

  const admit: RequestHandler = async (request: Request, response: Response, next: NextFunction) => {
    const credential = await access.credentialOf(bearerToken(request) ?? '');
    if (credential === null) return sendProblem(response, { kind: 'unauthenticated' });
    const isLooker = LOOKERS.some((role) => credential.actor.roles.includes(role));
    // A person whose place has left the region's file sees nothing, not everything.
    if (!isLooker || region.places.get(credential.hall) === undefined) return sendProblem(response, { kind: 'not-allowed' });
    if (!looks.take(credential.id)) return sendProblem(response, { kind: 'too-many-commands' });
    (response.locals as Admitted).credential = credential;
    next();
  };

  router.get('/api/region/live', admit, (_request: Request, response: Response) => {
    response.json(region.live(topOf(response)));
  });
  router.get('/api/region/report', admit, async (request: Request, response: Response) => {
    const asked = readAsked(rooms, request, response);
    if (asked === null) return;
    response.json((await region.report(asked)).report);
  });
  router.get('/api/region/report.csv', admit, async (request: Request, response: Response) => {
    const asked = readAsked(rooms, request, response);
    if (asked === null) return;
    const { credential } = response.locals as Admitted;
    if (!exports.take(credential.id)) return sendProblem(response, { kind: 'too-many-commands' });
    const { halls, report } = await region.report(asked);
    const lines = asked.by === 'hall-day' ? halls.reduce((sum, { days }) => sum + days.size, 0) : 0;
    if (lines > EXPORT_LINES_MAX) {
      return sendProblem(response, {
        kind: 'message-too-large',
        detail: `more than ${EXPORT_LINES_MAX} lines: ask for fewer days or a district`,
      });
    }
    const language: CsvLanguage = request.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
    const text =
      asked.by === 'day'
        ? daysCsv(report, language)
        : asked.by === 'hall-day'
          ? hallDaysCsv(halls, region.places, language)
          : placesCsv(report, region.places, language);
    const name = `${asked.place}-${asked.from}-${asked.to}-${asked.by}.csv`;
    response
      .set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}"` })
      .send(text);
  });
  return router;
}

interface Admitted {
  credential: Credential;
}

/** The topmost place that the caller may see. */
function topOf(response: Response): string {
  return (response.locals as Admitted).credential.hall;
}

/** Null when it was refused. */
function readAsked({ clock, region }: RegionRooms, request: Request, response: Response): Asked | null {
  const read = regionReportSchema.safeParse(request.query);
  if (!read.success) {
    sendProblem(response, { kind: 'malformed', detail: 'expected from and to as YYYY-MM-DD, place, by' });
    return null;
  }
  const to = read.data.to ?? localDay(clock.now(), region.timeZone);
  const from = read.data.from ?? daysBefore(to, DAYS_USUAL - 1);
  if (from > to || from < daysBefore(to, REPORT_DAYS_MAX - 1)) {
    const detail = from > to ? 'from: comes after to' : `from: more than ${REPORT_DAYS_MAX} days before to`;
    sendProblem(response, { kind: 'malformed', detail });
    return null;
  }
  const top = topOf(response);
  const place = read.data.place ?? top;
  // Somebody else's place and none at all look alike.
  if (!region.places.isWithin(place, top) || region.places.get(place) === undefined) {
    sendProblem(response, { kind: 'not-allowed' });
    return null;
  }
  return { place, from, to, by: read.data.by ?? 'place' };
}
