import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { enrol, keptToken } from './device-token.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-token-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('the folder of a kiosk', () => {
  it('[O28] that has papers which were not told is not enrolled anew, and the hub is not asked', async () => {
    let asked = 0;
    const hub = createServer(() => (asked += 1)).listen(0, '127.0.0.1');
    await once(hub, 'listening');
    const address = hub.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const folder = folderWith({ 'numbers.json': '{"format":1,"tickets":[{"number":"A501"}]}' });
    expect(await enrol(folder, url, 'CODE')).toMatchObject({ ok: false, error: expect.stringContaining('1 tickets') });
    expect(asked).toBe(0);
    hub.close();
  });

  it('[O28] of which a power cut left half a file is not enrolled, and no fault', () => {
    for (const text of ['', '{"token":"abc', '{}', '[]']) expect(keptToken(folderWith({ 'device.json': text }))).toBeNull();
    expect(keptToken(folderWith({ 'device.json': '{"token":"abc","kind":"kiosk"}' }))).toBe('abc');
  });
});
