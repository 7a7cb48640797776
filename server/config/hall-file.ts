import { stringify } from 'yaml';
import * as z from 'zod/mini';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { configurationProblems } from '../../shared/hall/configuration-problems.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { configurationSchema } from '../../shared/protocol/configuration-schema.ts';
import { readYaml, type YamlProblem } from './yaml-file.ts';

/**
 * `hall.yaml`: one hall as a person writes it. It is the configuration as the journal holds it, and two things more: the
 * hall's own id, and a shorter way to write what a counter serves (`serves: [A, B]` for tiers of one service each, also
 * `serves: [{ service: A, class: vip }, A]`).
 */
export interface HallFile {
  readonly hall: string;
  readonly configuration: HallConfiguration;
}

export type HallFileProblem = YamlProblem;

/** A hall's id: part of addresses and of file names, so nothing that either would have to escape. */
export const HALL_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;

const hallFileSchema = z.extend(configurationSchema, { hall: z.string().check(z.regex(HALL_ID_PATTERN)) });

/** Every fault of the text at once: YAML that does not parse (also a key given twice), shape, then sense. */
export function readHallFile(text: string): Result<HallFile, readonly HallFileProblem[]> {
  const read = readYaml(text, hallFileSchema, {
    prepare: withTiers,
    sense: ({ hall: _hall, ...configuration }) => configurationProblems(configuration),
  });
  if (!read.ok) return read;
  const { hall, ...configuration } = read.value;
  return ok({ hall, configuration });
}

/** The text that `readHallFile` reads back to the same hall. Comments of the file it came from are not in the journal. */
export function writeHallFile({ hall, configuration }: HallFile): string {
  const counters = configuration.counters.map((counter) => ({
    ...counter,
    serves: counter.serves.map((tier) => (tier.length === 1 ? tier[0] : tier)),
  }));
  // Readers of YAML 1.1 take 12:30 for a number and no for false, unless they are quoted.
  const layout = { lineWidth: 120, flowCollectionPadding: false, compat: 'yaml-1.1' } as const;
  // Aliases are not read: what a configuration in memory shares is written out at each place.
  return stringify({ hall, ...configuration, counters }, { ...layout, aliasDuplicateObjects: false });
}

/** A service, or one class of it, that stands alone in `serves` is a tier of its own. Anything else is left for the schema to name. */
function withTiers(value: unknown): unknown {
  if (!isRecord(value) || !Array.isArray(value['counters'])) return value;
  const counters = value['counters'].map((counter: unknown) => {
    if (!isRecord(counter) || !Array.isArray(counter['serves'])) return counter;
    return {
      ...counter,
      serves: counter['serves'].map((tier: unknown) => (typeof tier === 'string' || isRecord(tier) ? [tier] : tier)),
    };
  });
  return { ...value, counters };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
