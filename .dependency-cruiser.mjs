// Who may import whom: the table of docs/architecture.md. test/rules/ shows for each row that it fires.
// Tests beside the sources may import what they like; nothing else may import them.

const service = ['core', 'ports', 'engine', 'anthropic', 'errors', 'settings', 'i18n']
const adapter = ['core', 'ports', 'errors', 'settings']

/** Each room and the rooms it may import besides itself. `app` is not listed: it may import all. */
const rooms = {
  core: [],
  ports: ['core'],
  anthropic: ['core'],
  errors: ['core', 'settings', 'i18n'],
  settings: ['core', 'errors', 'i18n'],
  i18n: ['core', 'errors', 'settings'],
  document: ['core', 'ports', 'errors', 'settings'],
  engine: ['core', 'ports'],
  proxy: service,
  health: service,
  queue: service,
  sync: [...service, 'document'],
  notify: [...service, 'views'],
  claude: [...service, 'document'],
  views: ['core', 'ports', 'errors', 'settings', 'i18n', 'document'],
  admin: [...service, 'document', 'views'],
  sender: adapter,
  store: adapter,
  secrets: adapter,
  metrics: adapter,
  lab: ['core', 'engine', 'anthropic', 'ports'],
  // Of the services the command line may know types only, see below.
  cli: [
    'core',
    'ports',
    'errors',
    'settings',
    'i18n',
    'document',
    'views',
    'proxy',
    'health',
    'queue',
    'sync',
    'notify',
    'claude',
    'admin',
  ],
}

/** Packages and Node modules with a room. A package that is not here has none yet: give it one. */
const packageRooms = [
  { name: 'undici', pattern: 'undici', rooms: ['sender'] },
  { name: 'commander', pattern: 'commander', rooms: ['cli'] },
  { name: 'clack', pattern: '@clack/[^/]+', rooms: ['cli'] },
  { name: 'fast-string-width', pattern: 'fast-string-width', rooms: ['views'] },
  { name: 'tab', pattern: '@bomb\\.sh/tab', rooms: ['cli'] },
  {
    name: 'valibot',
    pattern: '(valibot|@valibot/[^/]+)',
    rooms: ['document', 'settings', 'admin', 'views', 'cli'],
  },
  { name: 'yaml', pattern: 'yaml', rooms: ['document'] },
  { name: 'age', pattern: 'age-encryption', rooms: ['document'] },
  { name: 'jsonc-parser', pattern: 'jsonc-parser', rooms: ['claude'] },
  { name: 'kysely', pattern: 'kysely', rooms: ['store'] },
  { name: 'pg', pattern: 'pg', rooms: ['store'] },
]

const test = '\\.test\\.ts$'
const shapes = '^src/(cli|views)/shapes/'
/** What a proxy promises over its control API. */
const contract = '^src/admin/contract(\\.ts$|/)'
/** A room is a folder, or a single file where it is small. @param {string[]} names */
const inRooms = (names) => `^src/(${names.join('|')})(/|\\.ts$)`
/** @param {string} pattern */
const inPackage = (pattern) => `(^|node_modules/)${pattern}(/|$)`

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `src/${room} imports ${allowed.join(', ') || 'nothing'} besides itself`,
  from: { path: inRooms([room]), pathNot: test },
  to: { path: '^(src|web|test|bench|scripts)/', pathNot: inRooms([room, ...allowed]) },
}))

const packageRules = packageRooms.map(({ name, pattern, rooms: allowed }) => ({
  name: `package-${name}`,
  comment: `${name} belongs to ${allowed.join(', ')}`,
  from: { path: '^src/', pathNot: [inRooms(allowed), test] },
  to: { path: inPackage(pattern) },
}))

const otherRules = [
  { name: 'no-cycles', from: {}, to: { circular: true } },
  { name: 'not-found', from: {}, to: { couldNotResolve: true } },
  {
    name: 'core-is-pure',
    comment: 'no Node modules and no packages in the core',
    from: { path: inRooms(['core']), pathNot: test },
    to: { pathNot: '^(src|web|test|bench|scripts)/' },
  },
  {
    name: 'ports-are-types',
    comment: 'a port may name a type of Node, and loads nothing',
    from: { path: inRooms(['ports']), pathNot: test },
    to: { pathNot: '^src/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-input-or-output-here',
    comment: 'the wire, the engine and the leaves open no sockets, files or processes',
    from: { path: inRooms(['anthropic', 'engine', 'errors', 'i18n']), pathNot: test },
    to: {
      path: '^(node:)?(net|tls|http|https|http2|dgram|dns|fs|child_process|worker_threads|cluster|readline|sqlite)(/|$)',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'leaves-know-types-of-the-core',
    from: { path: inRooms(['errors', 'settings', 'i18n']), pathNot: test },
    to: { path: inRooms(['core']), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'cli-knows-types-of-services',
    comment: 'what a command runs it is handed by its Context',
    from: { path: inRooms(['cli']), pathNot: test },
    to: {
      path: inRooms(['proxy', 'health', 'queue', 'sync', 'notify', 'claude', 'admin']),
      pathNot: contract,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'commands-know-types-of-shapes',
    comment: 'shapes are for the published schemas; no command loads valibot for its own output',
    from: { path: '^src/(cli|views)/', pathNot: [shapes, test] },
    to: {
      path: [shapes, inPackage('(valibot|@valibot/[^/]+)')],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'nobody-imports-app',
    from: { path: '^(src/(?!app/)|web/)', pathNot: test },
    to: { path: inRooms(['app']) },
  },
  {
    name: 'lab-is-for-app-and-tests',
    from: { path: '^(src/(?!app/|lab/)|web/)', pathNot: test },
    to: { path: inRooms(['lab']) },
  },
  {
    name: 'sources-never-import-tests',
    from: { path: '^(src|web)/', pathNot: test },
    to: { path: ['^(test|bench|scripts)/', test] },
  },
  {
    name: 'web-knows-the-contract-only',
    comment: 'beside it the texts, and types of what the contract speaks of',
    from: { path: '^web/', pathNot: test },
    to: {
      path: '^src/',
      pathNot: [contract, inRooms(['core', 'ports', 'i18n', 'views'])],
    },
  },
  {
    name: 'web-loads-texts-only',
    comment:
      'nothing of the program but its texts, a line of arithmetic, and what may become of a document reaches a browser',
    from: { path: '^web/', pathNot: test },
    to: {
      path: '^src/',
      pathNot: [inRooms(['i18n']), '^src/views/(lasted|size-text)\\.ts$', '^src/core/(config/|model\\.ts$)'],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'web-has-packages-of-its-own',
    from: { path: '^web/', pathNot: test },
    to: { pathNot: ['^(src|web)/', inPackage('(preact|@preact/signals|uplot)')] },
  },
  {
    name: 'sqlite-belongs-to-store',
    from: { path: '^src/', pathNot: [inRooms(['store']), test] },
    to: { path: '^(node:)?sqlite$' },
  },
  {
    name: 'time-comes-from-the-clock',
    from: { path: '^src/', pathNot: '^src/app/system-clock\\.ts$' },
    to: { path: '^(node:)?(timers|timers/promises|perf_hooks)$' },
  },
  {
    name: 'package-without-a-room',
    from: { path: '^src/', pathNot: test },
    to: {
      path: '(^|/)node_modules/',
      pathNot: [inPackage('@types'), ...packageRooms.map((entry) => inPackage(entry.pattern))],
    },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...roomRules, ...packageRules, ...otherRules].map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: '(^|/)node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
