import { expect, test } from 'vitest'
import { own } from '../../../test/support/documents.ts'
import { sayIn } from '../../../test/support/say.ts'
import { AppError } from '../../errors/app-error.ts'
import { endpointViews } from '../../views/endpoint-view.ts'
import type { StatusParts } from '../status-parts.ts'
import type { Say } from '../texts.ts'
import { programFinding, settingsFindings } from './claude.ts'
import { clockFinding } from './clock.ts'
import { endpointFindings } from './endpoints.ts'
import { errorFault, unknown, type Finding } from './finding.ts'
import { homeFindings, type HomeLook } from './home.ts'
import { portFinding, proxyFindings } from './proxy.ts'

const NOW = 1_000_000_000
const FOLDER: HomeLook = { kind: 'folder', isOpen: false, isMine: true, isWritable: true }
const PROXY: NonNullable<StatusParts['proxy']> = {
  ...{ url: 'http://127.0.0.1:7860', version: '1', pid: 1, uptimeMs: 1, open: 0, configuration: 1 },
  ...{ configurationFault: null, networkDownSince: null, tiers: null, host: '127.0.0.1' },
  ...{ beyondMachine: false, clientTokens: 0, held: [] },
}
const CLAUDE: StatusParts['claude'] = {
  ...{ file: 'settings.json', baseUrl: null, leads: null, use: null, conflicts: [] },
}
const CONFLICT = { kind: 'log-in', effect: 'adds', name: 'primaryApiKey', file: '.claude.json' } as const
const NO_PROXY = { kind: 'no-proxy', effect: 'wins', name: 'HTTP_PROXY', file: null } as const
const TAKEN = new AppError('port-taken', 'Port 7860 is taken.')

const home = (look: HomeLook) => (say: Say) => homeFindings('/home', look, say)
const proxy =
  (more: Partial<typeof PROXY> | null, isHeld = more !== null) =>
  (say: Say) =>
    proxyFindings(more === null ? null : { ...PROXY, ...more }, { home: '/home', isHeld, say, version: '1' })
const port = (listen: AppError | null, runningAt: string | null) => (say: Say) => [
  portFinding('http://127.0.0.1:7860', { listen, runningAt }, say),
]
const settings = (more: Partial<typeof CLAUDE>, would: readonly (typeof NO_PROXY)[] = []) => {
  return (say: Say) => settingsFindings({ ...CLAUDE, ...more }, would, say)
}

function endpoints(states: readonly ('ok' | 'benched')[], hasKey = true) {
  const profile = {
    name: 'work',
    endpoints: states.map((_, index) => own(`0000000${String(index)}`, `e${String(index)}`)),
  }
  const effectiveWeight = { effective: 100, weight: 100, score: 1, ramp: 1, quota: 1 }
  const views = endpointViews({ profiles: [profile], settings: {} }, profile).map((view, index) => {
    const state = states[index] ?? 'ok'
    const reason = state === 'ok' ? null : ('overload' as const)
    return {
      ...view,
      credential: 'secret:one',
      hasKey,
      health: { state, reason, until: null, benches: [], effectiveWeight },
    }
  })
  const profiles = states.length === 0 ? [] : [{ name: 'work', tier: null, endpoints: views }]
  const why = states.length === 0 ? ('none' as const) : ('chosen' as const)
  const queue = { enabled: true, auto: false, fault: null, oldest: null, next: null, storedBytes: 0 }
  const counts = { pending: 0, retrying: 0, succeeded: 0, failed: 0, expired: 0 }
  const parts = { active: { why, profiles }, claude: CLAUDE, protection: { kind: 'nothing-stored' as const } }
  return (say: Say) => endpointFindings({ ...parts, proxy: PROXY, queue: { ...queue, counts } }, NOW, say)
}

/** What is looked at, and the states with their kinds that it comes to. */
const TABLE: readonly (readonly [string, (say: Say) => readonly Finding[], readonly string[]])[] = [
  ['a home of its own', home(FOLDER), ['well well']],
  ['no home', home({ kind: 'missing' }), ['fault home-missing']],
  ['a file for a home', home({ kind: 'no-folder' }), ['fault home-no-folder']],
  ['an open home', home({ ...FOLDER, isOpen: true }), ['fault home-open']],
  ['a home of another', home({ ...FOLDER, isMine: false }), ['fault home-of-another']],
  ['a read-only home', home({ ...FOLDER, isWritable: false }), ['fault home-read-only']],
  ['a clock that is right', (say) => [clockFinding(NOW, NOW - 1, say)], ['well well']],
  ['a clock that was put right', (say) => [clockFinding(NOW, NOW + 60_000, say)], ['well well']],
  ['a clock with nothing to compare', (say) => [clockFinding(NOW, null, say)], ['well well']],
  ['a clock that is behind', (say) => [clockFinding(NOW, NOW + 60_001, say)], ['fault clock-behind']],
  ['no proxy', proxy(null), ['note proxy-not-running']],
  ['a proxy that answers nothing', proxy(null, true), ['fault proxy-silent']],
  ['a proxy', proxy({}), ['well well']],
  ['a proxy of another version', proxy({ version: '2' }), ['fault proxy-other-version']],
  ['a proxy that stays behind', proxy({ configurationFault: 'why' }), ['fault configuration-refused']],
  ['a proxy without network', proxy({ networkDownSince: 5 }), ['fault network-down']],
  ['a free port', port(null, null), ['well well']],
  ['the port of our proxy', port(null, PROXY.url), ['well well']],
  ['a taken port', port(TAKEN, null), ['fault port-taken']],
  ['Claude Code', (say) => [programFinding({ kind: 'prepared', file: '/bin/claude' }, say)], ['well well']],
  [
    'no Claude Code',
    (say) => [programFinding({ kind: 'not-found', command: 'claude' }, say)],
    ['fault claude-not-found'],
  ],
  [
    'a managed Claude Code',
    (say) => [programFinding({ kind: 'managed', file: 'm.json', variable: 'ANTHROPIC_BASE_URL' }, say)],
    ['fault claude-managed'],
  ],
  ['settings that say nothing', settings({}), ['well well']],
  [
    'settings that lead nowhere',
    settings({ baseUrl: 'http://127.0.0.1:9', leads: 'nowhere' }),
    ['fault claude-points-nowhere'],
  ],
  ['settings and a log-in', settings({ leads: 'here', conflicts: [CONFLICT] }), ['fault log-in']],
  [
    'settings and a variable without effect',
    settings({ leads: 'here', conflicts: [{ ...CONFLICT, kind: 'shell-ignored', effect: 'ignored' }] }),
    ['well well', 'note shell-ignored'],
  ],
  [
    'settings behind an HTTP proxy',
    settings({ leads: 'here', conflicts: [NO_PROXY] }, [NO_PROXY]),
    ['fault no-proxy'],
  ],
  ['a shell behind an HTTP proxy', settings({}, [NO_PROXY]), ['well well', 'note no-proxy']],
  ['endpoints', endpoints(['ok']), ['well well']],
  ['one endpoint that is out', endpoints(['ok', 'benched']), ['well well', 'note endpoint-out']],
  ['nobody who can serve', endpoints(['benched']), ['fault nobody-can-serve', 'note endpoint-out']],
  ['a missing key', endpoints(['ok'], false), ['fault key-missing']],
  ['no profile', endpoints([]), ['fault no-profile']],
  ['an error', (say) => [errorFault('database', TAKEN, say)], ['fault port-taken']],
  ['what cannot be looked at', (say) => [unknown('keys', say)], ['unknown not-looked-at']],
]

test.each(TABLE)('%s', (_, look, expected) => {
  for (const lang of ['en', 'zh'] as const) {
    const findings = look(sayIn(lang))
    expect(findings.map(({ kind, state }) => `${state} ${kind}`)).toEqual(expected)
    // Nothing was left to be filled in.
    for (const { message } of findings) expect(message).toMatch(/^[^{}]+$/)
  }
})

test('a fault says the same in the other language, in other words', () => {
  const inLang = (lang: 'en' | 'zh') =>
    TABLE.map(([, look]) => look(sayIn(lang)).filter(({ kind }) => kind !== 'port-taken' && kind !== 'well'))
  const [en, zh] = [inLang('en').flat(), inLang('zh').flat()]
  expect(zh.map(({ kind }) => kind)).toEqual(en.map(({ kind }) => kind))
  for (const [index, { message }] of zh.entries()) {
    expect(message).toMatch(/\p{Script=Han}/u)
    expect(en[index]?.message).not.toBe(message)
  }
})
