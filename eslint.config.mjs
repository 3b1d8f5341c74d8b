/** The habits of the house that a machine can hold; directions between folders are the dependency cruiser's. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What every program has on Node, as far as the plain JavaScript here uses it. */
const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'AbortSignal',
    'Buffer',
    'URL',
    'clearTimeout',
    'console',
    'fetch',
    'performance',
    'process',
    'setTimeout',
  ].map((name) => [name, 'readonly']),
);

const pure = [
  'server/src/core/**/*.ts',
  'server/src/project/**/*.ts',
  'server/src/smoke/**/*.ts',
  'server/src/protocol/**/*.ts',
];
const rules = ['server/src/core/rules/*/*.ts'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Only a rule file has a default export.',
};
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' };

/** The host's world, which a pure part is handed instead of reaching for it. */
const hostGlobals = [
  'process',
  'console',
  'Buffer',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'fetch',
  'performance',
  'require',
  'globalThis',
  'window',
  'self',
].map((name) => ({ name, message: 'Core, smoke and protocol touch no host: hand it in through a port.' }));

const hostModules = {
  group: ['node:*', 'vscode', 'vscode-*', '!vscode-languageserver-types', '@vscode/*'],
  message: 'Core, smoke and protocol import no Node module, no editor and no LSP package.',
};
const hostBuiltins = [
  'assert',
  'child_process',
  'crypto',
  'events',
  'fs',
  'fs/promises',
  'http',
  'net',
  'os',
  'path',
  'stream',
  'url',
  'util',
].map((name) => ({ name, message: 'Core, smoke and protocol import no Node module.' }));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      'coverage/',
      '.vscode-test/',
      'test/corpus/',
      'test/**/fixtures/',
      'test/samples/*/app/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': [
        'error',
        { fixMixedExportsWithInlineTypeSpecifier: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      '@typescript-eslint/prefer-optional-chain': 'error',
      // Offsets are UTF-16 here and spreading a string is done on purpose; other misuses are still found.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // Codes of a library come as plain numbers, and a type parameter may be there to name what is passed.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Interfaces of the editor and of LSP are met by shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noEnum],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['server/src/**/*.ts', 'client/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-type-assertion': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    // Loops over arrays whose bounds are known: an assertion costs nothing there, a check on every line would.
    files: ['server/src/core/{text,syntax,shell,model}/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-type-assertion': 'off' },
  },
  {
    files: pure,
    rules: {
      'no-restricted-globals': ['error', ...hostGlobals],
      'no-restricted-imports': ['error', { paths: hostBuiltins, patterns: [hostModules] }],
    },
  },
  {
    files: ['server/src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...hostGlobals, { name: 'Date', message: 'The core has no clock.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'The core gives the same answer every time.' },
      ],
    },
  },
  {
    files: rules,
    rules: {
      'max-lines': ['error', { max: 250 }],
      'no-restricted-syntax': ['error', noEnum],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    ignores: [...pure, 'server/src/node/processRunner.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['child_process', 'node:child_process', 'execa'].map((name) => ({
            name,
            message: 'Every process is spawned by server/src/node/processRunner.ts.',
          })),
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Old clients and old interfaces are tested too.
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after'],
            },
          ],
        },
      ],
    },
  },
);
