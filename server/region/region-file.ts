import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { isTimeZone } from '../../shared/hall/local-time.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { PlaceKind, RegionPlace } from '../../shared/protocol/region.ts';
import { HALL_ID_PATTERN } from '../config/hall-file.ts';
import { EXIT_USAGE, StartError } from '../config/start-error.ts';
import { describeProblems, readYaml, type YamlFault, type YamlProblem } from '../config/yaml-file.ts';
import { HALLS_MAX } from './limits.ts';

/** `region.yaml`: which halls there are, by city and district. */
export interface RegionFile {
  readonly timeZone: string;
  readonly targetMinutes: number;
  /** The region first, parents before children, in the order of the file. */
  readonly places: readonly RegionPlace[];
}

const id = z.string().check(z.regex(HALL_ID_PATTERN));
const name = z.strictObject({
  zh: z.string().check(z.minLength(1), z.maxLength(40)),
  en: z.string().check(z.minLength(1), z.maxLength(60)),
});
const hall = z.strictObject({ id, name });
const district = z.strictObject({ id, name, halls: z.array(hall).check(z.minLength(1)) });
const city = z.strictObject({ id, name, districts: z.array(district).check(z.minLength(1)) });
const schema = z.strictObject({
  region: id,
  name,
  timeZone: z.string(),
  targetMinutes: z.optional(z.int().check(z.minimum(1), z.maximum(240))),
  cities: z.array(city).check(z.minLength(1)),
});
type Written = z.infer<typeof schema>;

const TARGET_MINUTES_USUAL = 20;

export function readRegionFile(text: string): Result<RegionFile, readonly YamlProblem[]> {
  const read = readYaml(text, schema, { sense: faultsOf });
  if (!read.ok) return read;
  const { cities, name: regionName, region, targetMinutes = TARGET_MINUTES_USUAL, timeZone } = read.value;
  const places: RegionPlace[] = [{ id: region, kind: 'region', name: regionName, parent: null }];
  const add = (kind: PlaceKind, parent: string, place: { readonly id: string; readonly name: RegionPlace['name'] }) =>
    places.push({ id: place.id, kind, name: place.name, parent });
  for (const each of cities) {
    add('city', region, each);
    for (const below of each.districts) {
      add('district', each.id, below);
      for (const one of below.halls) add('hall', below.id, one);
    }
  }
  return ok({ timeZone, targetMinutes, places });
}

/** @throws StartError with every fault of the file, `FILE:LINE:COLUMN path: what is wrong`. */
export function regionFileAt(path: string): RegionFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartError(`${path} cannot be read (${why}): it names the cities, districts and halls (--region-file)`, EXIT_USAGE);
  }
  const read = readRegionFile(text);
  if (!read.ok) throw new StartError(describeProblems(path, read.error), EXIT_USAGE);
  return read.value;
}

/** One id, one place: a person's rights and a hall's token are by it. */
function faultsOf({ cities, region, timeZone }: Written): YamlFault[] {
  const faults: YamlFault[] = [];
  if (!isTimeZone(timeZone)) faults.push({ path: ['timeZone'], problem: 'is no time zone, such as Asia/Shanghai' });
  const seen = new Map<string, string>([[region, 'the region']]);
  const see = (place: string, kind: string, path: YamlFault['path']): void => {
    const other = seen.get(place);
    if (other === undefined) seen.set(place, kind);
    else faults.push({ path: [...path, 'id'], problem: `"${place}" is ${other} already: every place has an id of its own` });
  };
  let halls = 0;
  for (const [c, { districts, id: cityId }] of cities.entries()) {
    see(cityId, 'a city', ['cities', c]);
    for (const [d, { halls: below, id: districtId }] of districts.entries()) {
      see(districtId, 'a district', ['cities', c, 'districts', d]);
      halls += below.length;
      for (const [h, { id: hallId }] of below.entries()) see(hallId, 'a hall', ['cities', c, 'districts', d, 'halls', h]);
    }
  }
  if (halls > HALLS_MAX) faults.push({ path: ['cities'], problem: `${halls} halls, and a region has ${HALLS_MAX} at most` });
  return faults;
}
