// Imported first by every script, for its effect: an old Node says what to do instead of failing on a syntax error later.
// Plain syntax on purpose. 21 and the early 22 lack what Vite and Svelte's tools need.

const WANTED = 'Hallcall needs Node 20.19 or newer within 20, or 22.12 and newer.';

const parts = process.versions.node.split('.').map(Number);
const major = parts[0] ?? 0;
const minor = parts[1] ?? 0;
const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!fits) {
  console.error(`${WANTED}\nThis is Node ${process.versions.node} (${process.execPath}).`);
  console.error('Install a newer one (https://nodejs.org, or your package manager), then type the same command again.');
  process.exit(1);
}
