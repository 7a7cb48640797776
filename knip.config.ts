import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'server/{main,demo,device,hall,voice,redis-config,redis-node,redis-migrate}.ts',
    'server/kiosk-agent/main.ts',
    'server/region/main.ts',
    'server/journal/sqlite-journal-worker.ts',
    'server/watch/forecast-worker.ts',
    '{kiosk,display,counter,phone}/*main.ts',
    'test/{accessibility,bench,simulation,chaos,forecast}/main.ts',
    'test/*/*-program.{ts,mjs}',
    'scripts/{start,build,test,check,run}.mjs',
  ],
  project: ['{shared,server,kiosk,display,counter,phone,test}/**/*.{ts,svelte,mjs}', 'scripts/**/*.mjs'],
  // A word that only its own file uses is still a word of the house.
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [
    // Style sheets import the fonts.
    '@fontsource-variable/noto-sans-sc',
    '@fontsource/atkinson-hyperlegible-next',
    // Loaded by require where Node has no SQLite of its own.
    '@photostructure/sqlite',
    // Run by their path (scripts/setup/check-steps.mjs).
    'svelte-check',
  ],
  // Programs of the operating system.
  ignoreBinaries: [...['mount', 'umount', 'chrt', 'espeak-ng', 'ffmpeg', 'openssl', 'script'], ...['haproxy', 'systemd-analyze']],
};

export default config;
