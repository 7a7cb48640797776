import { Router, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { must } from '../../../shared/lib/assert.ts';
import { configurationLint } from '../../../shared/hall/configuration-lint.ts';
import { configurationProblems } from '../../../shared/hall/configuration-problems.ts';
import type { HallConfiguration } from '../../../shared/hall/configuration.ts';
import { leftOutButInUse } from '../../../shared/hall/decisions/configure.ts';
import { configurationDifferences } from '../../../shared/protocol/configuration-differences.ts';
import {
  DIFFERENCES_MAX,
  type ConfigurationHistory,
  type ConfigurationPreview,
  type ConfigurationVersion,
  type StoredConfiguration,
} from '../../../shared/protocol/configuration-history.ts';
import { configurationSchema } from '../../../shared/protocol/configuration-schema.ts';
import { CONFIGURATION_BYTES_MAX } from '../../../shared/protocol/limits.ts';
import { admitted, maySend, type Admission } from './admission.ts';
import type { HttpRooms, ReadableHub } from './http-rooms.ts';
import { jsonBody } from './intake.ts';
import { sendProblem } from './problem.ts';
import { readBody } from './record-answers.ts';

/** Versions whose author and time are remembered: they never change, and each costs reading a whole configuration. */
const VERSIONS_REMEMBERED_MAX = 500;

export const previewSchema = z.strictObject({ configuration: configurationSchema });

const BASE = '/api/halls/:hall/configurations';

/** The versions of a hall's configuration, one of them, and what another one would change. For whoever may configure. */
export function configurationRoutes({ hub }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  const remembered = new Map<string, ConfigurationVersion>();
  const may = maySend('configure-hall');

  async function versionFacts(hall: string, version: number): Promise<ConfigurationVersion | null> {
    const key = `${hall}/${version}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const stored = await storedConfiguration(hub, hall, version);
    if (stored === null) return null;
    const { at, actor } = stored;
    if (remembered.size >= VERSIONS_REMEMBERED_MAX) remembered.clear();
    remembered.set(key, { version, at, actor });
    return { version, at, actor };
  }

  router.get(BASE, admit, may, async (_request: Request, response: Response) => {
    const { hall } = admitted(response);
    const kept = (await hub.read(hall)).state.configurationVersions.toReversed();
    const versions: ConfigurationVersion[] = [];
    for (const version of kept) {
      const facts = await versionFacts(hall, version);
      if (facts !== null) versions.push(facts);
    }
    response.json({ versions } satisfies ConfigurationHistory);
  });
  router.get(`${BASE}/:version`, admit, may, async (request: Request, response: Response) => {
    const version = String(request.params['version']);
    const stored = /^\d{1,15}$/.test(version) ? await storedConfiguration(hub, admitted(response).hall, Number(version)) : null;
    if (stored === null) return sendProblem(response, { kind: 'not-found' });
    response.json(stored);
  });
  router.post(`${BASE}/preview`, admit, may, jsonBody(CONFIGURATION_BYTES_MAX), async (request: Request, response: Response) => {
    const read = readBody(previewSchema, request.body, response);
    if (read === null) return;
    response.json(await preview(hub, admitted(response).hall, read.configuration));
  });
  return router;
}

/** Null for a version that set no configuration. */
async function storedConfiguration(hub: ReadableHub, hall: string, version: number): Promise<StoredConfiguration | null> {
  const entry = await hub.entry(hall, version);
  const event = entry?.events.find((each) => each.type === 'hall-configured');
  if (entry === null || event?.type !== 'hall-configured') return null;
  return { version, at: entry.at, actor: entry.actor, configuration: event.configuration };
}

async function preview(hub: ReadableHub, hall: string, next: HallConfiguration): Promise<ConfigurationPreview> {
  const { state } = await hub.read(hall);
  const now = must(state.configuration, 'a hall that lets somebody in is configured');
  const differences = configurationDifferences(now, next);
  const problems = configurationProblems(next);
  return {
    basedOn: state.configurationVersion,
    problems,
    lint: problems.length === 0 ? configurationLint(next) : [],
    inUse: leftOutButInUse(state, next),
    differences: differences.slice(0, DIFFERENCES_MAX),
    differencesInAll: differences.length,
  };
}
