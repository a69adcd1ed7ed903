import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document, OwnEndpoint } from '../../src/core/config/document.ts'
import type { Upstream } from '../../src/lab/upstream.ts'
import { fakeClaude, reportIn, type Report } from './fake-claude.ts'
import { configureHome, homeWith } from './home.ts'
import { startQcc, temporaryFolder, type Finished, type Running } from './qcc.ts'
import { idOf, upstream } from './rig.ts'

export const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }
/** What Claude Code would be told if nobody stood in the way. */
export const PERSON = {
  ANTHROPIC_API_KEY: 'their-own-key-0123456789',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  CLAUDE_CODE_USE_BEDROCK: '1',
}

export interface RunSetting {
  readonly home: string
  readonly user: string
  /** The variables of the person's shell. */
  readonly env: Readonly<Record<string, string>>
  readonly one: Upstream
  readonly two: Upstream
  readonly run: (args: readonly string[], more?: More) => Promise<Ended>
  readonly start: (args: readonly string[], more?: More) => Running
}

interface More {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

interface Ended extends Finished {
  /** Of a run that was started at all. */
  readonly report: Report
}

/** Two profiles, `work` and `spare`, with an endpoint each; a person with a HOME, and a stand-in for Claude Code. */
export async function runSetting(more: Partial<OwnEndpoint> = {}): Promise<RunSetting> {
  const [one, two] = await Promise.all(
    (['one', 'two'] as const).map((name) => upstream(name, [{ do: 'serve' }], { key: KEYS[`KEY_${name}`] })),
  )
  if (one === undefined || two === undefined) throw new Error('no upstreams')
  const home = await homeWith([])
  await configureHome(home, documentOf(one, two, more))
  const user = temporaryFolder()
  const env = { QCC_HOME: home, HOME: user, ...KEYS, ...fakeClaude(temporaryFolder()) }
  const start = (args: readonly string[], { env: extra = {}, input = '' }: More = {}): Running =>
    startQcc(['run', ...args], { ...env, ...extra }, input)
  const run = async (args: readonly string[], extra: More = {}): Promise<Ended> => {
    const finished = await start(args, extra).finished
    return {
      ...finished,
      get report() {
        return reportIn(finished.stdout)
      },
    }
  }
  return { home, user, env, one, two, run, start }
}

function documentOf(one: Upstream, two: Upstream, more: Partial<OwnEndpoint>): Document {
  const profile = (name: string, up: Upstream, key: string) => ({
    name,
    endpoints: [
      {
        ...{ id: idOf(name), name: 'main', baseUrl: up.url, auth: 'x-api-key' as const, weight: 100 },
        ...{ enabled: true, credential: `env:KEY_${key}`, ...more },
      },
    ],
  })
  return {
    profiles: [profile('work', one, 'one'), profile('spare', two, 'two')],
    settings: { 'proxy.port': 0 },
  }
}

/** The headers of what an upstream got, by their names in lower case. */
export const sent = (up: Upstream): readonly Readonly<Record<string, string>>[] =>
  up.seen.map(({ headers }) =>
    Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
  )

/** Settings files of runs that lie in a home. */
export const leftIn = (home: string): readonly string[] => readdirSync(join(home, 'claude'))

/** Every file below a folder with what is in it. */
export const hashes = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => {
      const file = join(parentPath, name)
      return `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`
    })
    .sort()
