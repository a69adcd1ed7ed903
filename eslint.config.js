// The rules of docs/architecture.md that a linter can keep; those that need types are in .oxlintrc.json. test/rules/ shows for
// each that it fires.
// A later block REPLACES the options an earlier one gave the same rule: rules that several blocks extend are therefore
// composed from the lists below.
import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

// Long because they are tables: the only files without a limit on their length.
const tables = ['src/i18n/en/*.ts', 'src/i18n/zh/*.ts']

const useClock = 'Take `now` as an argument, or use the Clock port.'
const useDice = 'Take `roll` as an argument, or use the Dice port.'

const everywhere = [
  { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that has it.' },
  {
    selector:
      'Program:has(> ExportNamedDeclaration[source]):not(:has(> :not(ExportNamedDeclaration[source], ImportDeclaration)))',
    message: 'No barrel files: import from the file that has it.',
  },
  { selector: 'TSEnumDeclaration', message: 'No enums: a union of string literals.' },
  {
    selector:
      ':matches(TSInterfaceDeclaration, TSTypeAliasDeclaration) > Identifier.id[name=/^(?![A-Z])|^I[A-Z][a-z]|_/]',
    message: 'Types are named in PascalCase, without an I before them.',
  },
]
const namedExports = [
  { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
  { selector: "ExportSpecifier[exported.name='default']", message: 'No default exports.' },
]
const noHiddenState = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: `new Date() reads the clock. ${useClock}`,
  },
  { selector: "CallExpression[callee.name='Date']", message: `Date() reads the clock. ${useClock}` },
  { selector: "Program > VariableDeclaration[kind='let']", message: 'No module-level mutable state.' },
  {
    selector: "Program > ExportNamedDeclaration > VariableDeclaration[kind='let']",
    message: 'No module-level mutable state.',
  },
]
const pure = [
  { selector: ':function[async=true]', message: 'The core is synchronous.' },
  { selector: 'AwaitExpression', message: 'The core is synchronous.' },
  { selector: 'ForOfStatement[await=true]', message: 'The core is synchronous.' },
  { selector: 'ClassDeclaration, ClassExpression', message: 'The core holds data and functions.' },
  { selector: 'ThrowStatement', message: 'The core returns; it does not throw.' },
  { selector: 'ImportExpression', message: 'The core imports nothing outside the core.' },
]
const noMocks = [
  {
    selector: "ImportSpecifier[imported.name='vi']",
    message: 'Tests of the core are tables: no mocks, no fake timers.',
  },
]

const clocks = [
  'Date.now',
  'performance.now',
  'performance.timeOrigin',
  'process.hrtime',
  'process.uptime',
  'AbortSignal.timeout',
]
const timers = ['setTimeout', 'setInterval', 'setImmediate']
const restrictedProperties = [
  ...[...clocks, ...timers.map((name) => `globalThis.${name}`)].map((name) => propertyBan(name, useClock)),
  propertyBan('Math.random', useDice),
]
const restrictedTimers = timers.map((name) => ({ name, message: useClock }))
const impureGlobals = (
  'fetch process console crypto performance globalThis global queueMicrotask Promise Buffer WebSocket EventSource ' +
  'AbortController AbortSignal EventTarget navigator require'
)
  .split(' ')
  .map((name) => ({ name, message: 'The core decides from its arguments alone.' }))
const nodeGlobals = ['process', 'Buffer', 'global', 'require', 'setImmediate'].map((name) => ({
  name,
  message: 'A browser has no such thing.',
}))
const timerModules = ['timers', 'timers/promises', 'perf_hooks'].flatMap((name) => [
  { name, message: useClock },
  { name: `node:${name}`, message: useClock },
])

/** @param {string} name @param {string} message */
function propertyBan(name, message) {
  const [object, property] = name.split('.')
  return { object, property, message }
}

export default defineConfig(
  globalIgnores(['dist/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      complexity: ['error', 12],
      'max-params': ['error', 5],
      eqeqeq: 'error',
      'no-undef': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      'no-restricted-syntax': ['error', ...everywhere, ...namedExports],
      '@typescript-eslint/max-params': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/app/system-clock.ts'],
    rules: {
      'no-restricted-properties': ['error', ...restrictedProperties],
      'no-restricted-globals': ['error', ...restrictedTimers],
      'no-restricted-imports': ['error', { paths: timerModules }],
      'no-restricted-syntax': ['error', ...everywhere, ...namedExports, ...noHiddenState],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...restrictedTimers, ...impureGlobals],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The core imports nothing outside the core.' }] },
      ],
      'no-restricted-syntax': ['error', ...everywhere, ...namedExports, ...noHiddenState, ...pure],
    },
  },
  {
    // Beside the core a test may import its test library; everything else holds for it too.
    files: ['src/core/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: timerModules, patterns: [{ regex: '^node:', message: 'Tests of the core are tables.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        ...namedExports,
        ...noHiddenState,
        ...pure,
        ...noMocks,
      ],
    },
  },
  {
    // The body of a `describe` is as long as its table.
    files: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // Time passes in a browser; what changes with it is a signal, or belongs to one object.
    files: ['web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-globals': ['error', ...nodeGlobals],
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        ...namedExports,
        ...noHiddenState.filter(({ selector }) => selector.startsWith('Program')),
      ],
    },
  },
  { files: tables, rules: { 'max-lines': 'off' } },
  {
    // Configuration is read by tools that want a default export.
    files: ['*.config.{js,ts}', '.*.mjs'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere], 'max-lines-per-function': 'off' },
  },
)
