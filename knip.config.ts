import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'server/{main,demo,device,hall}.ts',
    'server/**/*-worker.ts',
    '{kiosk,display,counter}/*main.ts',
    'test/{bench,simulation,chaos}/main.ts',
    'scripts/{start,build,test,check,run}.mjs',
  ],
  project: ['{shared,server,kiosk,display,counter,test}/**/*.{ts,svelte}', 'scripts/**/*.mjs'],
  // Programs of the operating system.
  ignoreBinaries: ['chromium'],
  // A type that only its own file and its neighbours' inference use is still a word of the house.
  ignoreExportsUsedInFile: true,
};

export default config;
