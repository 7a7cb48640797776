import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type Response } from 'express';
import { sendProblem } from './problem.ts';
import { START_PAGE_ICON, START_PAGE_STYLE, startPage } from './start-page.ts';

const APPS = ['kiosk', 'display', 'counter'] as const;

/** Where each page's shell is served, and which built file it is. The page itself reads its path. */
const SHELLS: readonly (readonly [path: string, file: string])[] = [
  ['/kiosk', 'kiosk/index.html'],
  ['/enrol', 'kiosk/enrol.html'],
  ['/display/wall', 'display/index.html'],
  ['/display/wall/:display', 'display/index.html'],
  ['/display/window/:counter', 'display/index.html'],
  ['/display/rating/:counter', 'display/index.html'],
  ['/counter', 'counter/index.html'],
];

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** The screens as they were built: shells are always asked for anew, hashed files never change. */
export function screenRoutes(screensFolder: string, release: string): Router {
  const router = Router();
  for (const app of APPS) {
    router.use(
      `/assets/${app}/files`,
      express.static(join(screensFolder, app, 'files'), { immutable: true, maxAge: YEAR_MS, index: false, redirect: false }),
    );
    router.use(
      `/assets/${app}`,
      express.static(join(screensFolder, app), { index: false, redirect: false, setHeaders: uncached }),
    );
  }
  for (const [path, file] of SHELLS) {
    router.get(path, (_request, response: Response) => sendShell(response, join(screensFolder, file), release));
  }
  router.get('/', (_request, response: Response) => {
    uncached(response);
    response.type('html').send(startPage());
  });
  router.get('/start-page.css', (_request, response: Response) => {
    response.type('css').send(START_PAGE_STYLE);
  });
  router.get('/start-page.svg', (_request, response: Response) => {
    response.type('svg').send(START_PAGE_ICON);
  });
  return router;
}

/** The page is told the release that it is of: its line may go to a hub of another. */
function sendShell(response: Response, path: string, release: string): void {
  if (!existsSync(path)) return sendProblem(response, { kind: 'not-found' });
  uncached(response);
  const text = readFileSync(path, 'utf8');
  response.type('html').send(text.replace('<html ', `<html data-release="${release.replaceAll(/[^\w.+-]/g, '')}" `));
}

function uncached(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader('Cache-Control', 'no-cache');
}
