/**
 * How everything of the server is bundled, and the bench with it, so that its figures are those of the hub that is shipped.
 * Packages are in the bundle, so that a hub that comes back after a power cut reads one file instead of a thousand (it starts in
 * little more than half the time); those with native parts stay outside, and what only an
 * installation of many hubs asks for. Packages that are CommonJS ask for `require`.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const BUNDLE_OPTIONS = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  external: ['@node-rs/argon2', '@photostructure/sqlite', 'pg', 'bufferutil', 'utf-8-validate'],
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  platform: /** @type {const} */ ('node'),
  target: 'node20.19',
  format: /** @type {const} */ ('esm'),
  logLevel: /** @type {const} */ ('warning'),
};
