/**
 * How everything of the server is bundled, and the bench with it, so that its figures are those of the hub that is shipped.
 * Packages stay outside the bundles: some are native, and the lock already pins them.
 */
export const BUNDLE_OPTIONS = /** @type {const} */ ({
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  logLevel: 'warning',
});
