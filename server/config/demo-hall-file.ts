import { readFileSync } from 'node:fs';

/** The commented template beside this file, or beside the bundle. */
export function demoHallText(): string {
  return readFileSync(new URL('./demo-hall.yaml', import.meta.url), 'utf8');
}
