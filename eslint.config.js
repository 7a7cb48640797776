import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const INJECT = 'Time, chance and ids are handed in, so that a test and the simulation can rule them:';

/** What reaches outside by a global name, and what to take instead. */
const GLOBALS = {
  setTimeout: `${INJECT} take Timers (shared/lib/clock.ts).`,
  setInterval: `${INJECT} take Timers (shared/lib/clock.ts).`,
  setImmediate: `${INJECT} take Timers (shared/lib/clock.ts).`,
  requestAnimationFrame: `${INJECT} take Timers (shared/lib/clock.ts).`,
  performance: `${INJECT} take a Clock (shared/lib/clock.ts).`,
  crypto: `${INJECT} take a NewId (shared/lib/ids.ts).`,
  fetch: 'The outside world is a port that is handed in: take a transport.',
  localStorage: 'The outside world is a port that is handed in: take a storage.',
  sessionStorage: 'The outside world is a port that is handed in: take a storage.',
};

/** @type {(keyof typeof GLOBALS)[]} */
const TIME_AND_CHANCE = ['setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame', 'performance', 'crypto', 'fetch'];

/**
 * @param {(keyof typeof GLOBALS)[]} names
 * @param {{ name: string, message: string }[]} more
 * @returns {['error', ...{ name: string, message: string }[]]}
 */
const restrictedGlobals = (names, more = []) => ['error', ...names.map((name) => ({ name, message: GLOBALS[name] })), ...more];

/** @type {import('eslint').Linter.RuleEntry} */
const CLOCK_AND_CHANCE = [
  'error',
  { object: 'Date', property: 'now', message: `${INJECT} take a Clock (shared/lib/clock.ts).` },
  {
    object: 'Math',
    property: 'random',
    message: `${INJECT} take a Random (shared/lib/random.ts) or a NewId (shared/lib/ids.ts).`,
  },
  {
    object: 'process',
    property: 'env',
    message: 'Only the main.ts files read the environment; take what you need as an option.',
  },
];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a thing has one name everywhere.',
};
const NO_BARREL = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' };
const NO_READING_THE_CLOCK = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: `${INJECT} take a Clock (shared/lib/clock.ts).`,
};

/** Files that wire the real world to the rest, and programs of their own. */
const WIRING = [
  'server/main.ts',
  'server/system-time.ts',
  'server/{demo,device,hall,voice,redis-config,redis-node,redis-migrate}.ts',
  'server/demo/**',
  'server/kiosk-agent/main.ts',
  'server/region/main.ts',
  '{kiosk,display,counter}/*main.ts',
  '**/*.config.{js,ts}',
  'scripts/**',
  'test/**',
];

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'test-results/', 'node_modules/'] },
  tseslint.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-properties': CLOCK_AND_CHANCE,
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_BARREL, NO_READING_THE_CLOCK],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // What comes from outside is parsed by a schema; `any` itself is forbidden. These would only say it once more.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // `'usage' | string` tells a reader something, also where the compiler learns nothing from it.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // The compiler says it already (noUnusedLocals), and knows more.
      '@typescript-eslint/no-unused-vars': 'off',
      // An async method without await is how an adapter in memory keeps a port's signature.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNever: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
    rules: {
      'no-restricted-syntax': ['error', NO_BARREL, NO_READING_THE_CLOCK],
      // It takes every Map of a function for state.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    // Markup stays thin, and its types are svelte-check's. Each of its files would begin a new program: two thirds of the whole time (decision 199).
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: tseslint.configs.disableTypeChecked.rules ?? {},
  },
  {
    // The model is pure.
    files: ['shared/{lib,hall}/**/*.ts'],
    rules: {
      'no-restricted-globals': restrictedGlobals(TIME_AND_CHANCE, [
        { name: 'process', message: 'The model runs in browsers too.' },
        { name: 'window', message: 'The model runs in Node too.' },
        { name: 'document', message: 'The model runs in Node too.' },
      ]),
    },
  },
  {
    files: ['shared/{protocol,client,i18n}/**/*.ts', 'server/{hub,journal,printing}/**/*.ts'],
    rules: { 'no-restricted-globals': restrictedGlobals([...TIME_AND_CHANCE, 'localStorage', 'sessionStorage']) },
  },
  {
    files: WIRING,
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    ignores: ['test/support/seeded-check.ts'],
    rules: {
      'no-restricted-globals': 'off',
      // What is drawn is the same in every run.
      'no-restricted-imports': ['error', { name: 'fast-check', message: 'Draw with `fc` of test/support/seeded-check.ts.' }],
      // Tests measure with the real clock, but never draw from an unseeded stream.
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Tests are seeded: shared/lib/random.ts.' },
      ],
    },
  },
  {
    files: ['test/**', 'scripts/**', 'server/{demo,device,hall,voice}.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_BARREL] },
  },
  {
    files: ['**/*.config.{js,ts}', '.dependency-cruiser.*'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
