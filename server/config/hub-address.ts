import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';

const PORT_DEFAULT = 8_080;

/**
 * Writes down where the hub of this folder listens, for tools beside it. After a crash it stays: only whoever knows that a hub has
 * the folder open may believe it.
 */
export function tellHubAddress(
  { hubAddress }: DataFolder,
  { host, port }: { readonly host: string; readonly port: number },
): void {
  writeFileSync(hubAddress, `${hubUrl(reachable(host), port)}\n`);
}

export function forgetHubAddress({ hubAddress }: DataFolder): void {
  rmSync(hubAddress, { force: true });
}

/** Null when no hub told one, or the file was written by somebody else. */
export function toldHubAddress({ hubAddress }: DataFolder): string | null {
  if (!existsSync(hubAddress)) return null;
  const told = readFileSync(hubAddress, 'utf8').trim();
  return /^http:\/\/[^\s/]+:\d+$/.test(told) && URL.canParse(told) ? told : null;
}

/** For a tool beside the hub: the port that was given, else what the folder's own hub told, else where a hub listens that nobody told otherwise. */
export function hubAddressOf(folder: DataFolder, port: number | null): string {
  // 0 in the environment is the hub's "any free one".
  if (port !== null && port !== 0) return hubUrl('127.0.0.1', port);
  return toldHubAddress(folder) ?? hubUrl('127.0.0.1', PORT_DEFAULT);
}

export function hubUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Every address of this machine is none that one could ask. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
