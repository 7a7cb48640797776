import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolderAt } from './data-folder.ts';
import { forgetHubAddress, tellHubAddress, toldHubAddress } from './hub-address.ts';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'hallcall-address-'));
});

afterEach(() => {
  rmSync(path, { recursive: true });
});

describe('the address of the hub that has a folder', () => {
  it('[A38] is told as something that can be asked, and is gone when the hub is', () => {
    const folder = dataFolderAt(path);
    expect(toldHubAddress(folder)).toBeNull();
    for (const [host, url] of [
      ['127.0.0.1', 'http://127.0.0.1:4711'],
      ['0.0.0.0', 'http://127.0.0.1:4711'],
      ['::', 'http://[::1]:4711'],
      ['192.0.2.7', 'http://192.0.2.7:4711'],
    ] as const) {
      tellHubAddress(folder, { host, port: 4_711 });
      expect(toldHubAddress(folder)).toBe(url);
    }
    writeFileSync(folder.hubAddress, 'http://somewhere.example/else\n');
    expect(toldHubAddress(folder)).toBeNull();
    forgetHubAddress(folder);
    forgetHubAddress(folder);
    expect(toldHubAddress(folder)).toBeNull();
  });
});
