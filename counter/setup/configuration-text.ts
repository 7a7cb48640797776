import { parse, stringify } from 'yaml';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';

export const TEXT_FORMATS = ['yaml', 'json'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** A whole configuration for whoever prefers a text to forms, or moves a hall's setup to another hall. */
export function configurationText(configuration: HallConfiguration, format: TextFormat): string {
  return format === 'json'
    ? JSON.stringify(configuration, null, 2)
    : stringify(configuration, { lineWidth: 120, flowCollectionPadding: false, aliasDuplicateObjects: false });
}

/**
 * What was written, as data: JSON is YAML too. Aliases are not read, for a few lines of them could make a hall of
 * billions; a `hall` key, which a hall file begins with, is left out.
 */
export function readConfigurationText(text: string): Result<Readonly<Record<string, unknown>>, string> {
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, uniqueKeys: true });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return failed('{ … }');
    const { hall: _hall, ...configuration } = value as Record<string, unknown>;
    return ok(configuration);
  } catch (error) {
    // What the parser throws is its sentence with line and column, for whoever wrote the text.
    return failed(error instanceof Error ? error.message : String(error));
  }
}
