import { classSetup, type HallConfiguration } from '../../../shared/hall/configuration.ts';
import type { Text } from '../../../shared/hall/text.ts';
import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import {
  IDENTITY_COLUMNS,
  IDENTITY_FAULTS_MAX,
  IDENTITY_LINES_MAX,
  type IdentityFault,
} from '../../../shared/protocol/kiosk-requests.ts';
import type { ListedIdentity } from '../../identity/identity-list.ts';
import { plainIdentity } from '../../identity/identity.ts';
import { csvRows } from '../appointments/csv-rows.ts';

/** A heading row with `identity` and `class`, then a line for each customer. Faults are told by line; what stands in it is not. */
export function readIdentities(
  text: string,
  configuration: HallConfiguration,
): Result<readonly ListedIdentity[], readonly IdentityFault[]> {
  const [heading, ...rows] = csvRows(text);
  const columns = (heading?.cells ?? []).map((cell) => cell.toLowerCase());
  const [identityAt, classAt] = IDENTITY_COLUMNS.map((column) => columns.indexOf(column));
  if (identityAt === undefined || classAt === undefined || identityAt < 0 || classAt < 0)
    return failed([{ line: heading?.line ?? 1, column: null, text: WORDS.heading }]);
  if (rows.length > IDENTITY_LINES_MAX) return failed([{ line: 1, column: null, text: WORDS.tooMany }]);
  const faults: IdentityFault[] = [];
  const listed: ListedIdentity[] = [];
  for (const { line, cells } of rows) {
    const identity = plainIdentity(cells[identityAt] ?? '');
    const classId = cells[classAt] ?? '';
    if (identity === null) faults.push({ line, column: 'identity', text: WORDS.identity });
    else if (classSetup(configuration, classId) === undefined) faults.push({ line, column: 'class', text: WORDS.class });
    else listed.push({ identity, class: classId });
  }
  return faults.length > 0 ? failed(faults.slice(0, IDENTITY_FAULTS_MAX)) : ok(listed);
}

const WORDS = {
  heading: { zh: '首行应为 identity,class', en: 'the first line has to be identity,class' },
  tooMany: { zh: `最多 ${IDENTITY_LINES_MAX} 行`, en: `at most ${IDENTITY_LINES_MAX} lines` },
  identity: { zh: '号码须为 4 到 64 位字母和数字', en: 'an identity has 4 to 64 letters and figures' },
  class: { zh: '没有此客户类别', en: 'there is no such class' },
} satisfies Record<string, Text>;
