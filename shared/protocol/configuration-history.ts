import type { ConfigurationProblem } from '../hall/configuration-problems.ts';
import type { HallConfiguration } from '../hall/configuration.ts';
import type { Lint } from '../hall/lint/lint.ts';
import type { EpochMs } from '../lib/clock.ts';

/** Differences told one by one; a configuration that was replaced as a whole has more. */
export const DIFFERENCES_MAX = 200;
/** A value longer than this is told by its beginning. */
export const DIFFERENCE_VALUE_LENGTH_MAX = 120;

/** `GET /api/halls/:hall/configurations`, newest first: what the hall still knows of its own versions. */
export interface ConfigurationHistory {
  readonly versions: readonly ConfigurationVersion[];
}

export interface ConfigurationVersion {
  readonly version: number;
  readonly at: EpochMs;
  /** Such as `staff:3001`, `system:setup`. */
  readonly actor: string;
}

/** `GET /api/halls/:hall/configurations/:version`. */
export interface StoredConfiguration extends ConfigurationVersion {
  readonly configuration: HallConfiguration;
}

/**
 * `POST /api/halls/:hall/configurations/preview {configuration}`: what would be, with nothing changed. For editing, and to
 * explain a roll back before it is done.
 */
export interface ConfigurationPreview {
  /** The version in force that it was compared with: `basedOn` of the command that makes it so. */
  readonly basedOn: number;
  /** `configure-hall` would be refused with these. */
  readonly problems: readonly ConfigurationProblem[];
  /** And with these: in use now, and left out (`service A`, `counter 3`). */
  readonly inUse: readonly string[];
  /** Would be accepted, and is hardly meant so; empty while there are problems. */
  readonly lint: readonly Lint[];
  /** Against the configuration in force; `DIFFERENCES_MAX` at most. */
  readonly differences: readonly ConfigurationDifference[];
  readonly differencesInAll: number;
}

/** `path`: field names, and in lists of things with an id that id. Null: was not there, is not there any more. */
export interface ConfigurationDifference {
  readonly path: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
}
