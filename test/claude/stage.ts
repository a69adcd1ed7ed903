/**
 * The built proxy as a daemon, with one profile for each case and scripted
 * endpoints behind it. It is set up once for a file: cases are told apart by
 * the path of their profile, and share nothing but the process.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect } from 'vitest'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Document, OwnEndpoint } from '../../src/core/config/document.ts'
import type { Act } from '../../src/lab/act.ts'
import type { SeenRequest } from '../../src/lab/exchange.ts'
import { startUpstream, type Upstream } from '../../src/lab/upstream.ts'
import { configureHome, killProxyOf } from '../support/home.ts'
import { QCC } from '../support/qcc.ts'
import { idOf } from '../support/rig.ts'
import { runClient, type Client, type Ended } from './client.ts'
import { answerTo, sessionOf, type Conversation } from './conversation.ts'
import { startOutside, type Outside } from './outside.ts'

/** What an endpoint does with messages: one thing for ever, or for so long from the first message on and then converse; these acts in order and then converse; or nothing at all. */
export type Part =
  | { readonly always: Act }
  | { readonly first: Act; readonly forMs: number }
  | readonly Act[]
  | 'down'

/** One case: who is there, in the order in which they are asked, and what the model says. */
export interface Case {
  readonly name: string
  readonly parts: readonly Part[]
  readonly conversation: Conversation
  /** Endpoints of the same weight; whichever is asked first does this first of all, once. */
  readonly opening?: Act
  /** What is special about the endpoints themselves. */
  readonly target?: Pick<OwnEndpoint, 'attribution' | 'deniedBetas' | 'models'>
}

/** An endpoint of a case, and what it was asked. */
export interface Played {
  readonly upstream: Upstream
  /** Claude Code's requests for messages so far. */
  readonly asked: SeenRequest[]
  /** How many whole messages it gave for them. */
  paid: number
}

export interface Stage {
  /** Runs one client on the profile of that case. */
  run(name: string, more?: Partial<Client>): Promise<Ended>
  played(name: string): readonly Played[]
  /** What `qcc` needs in its environment to be about this stage. */
  readonly environment: Readonly<Record<string, string>>
  /** Runs `qcc` to its end, which resolves to what it printed. */
  qcc(...args: readonly string[]): Promise<string>
}

/** Claude Code as `scripts/claude-code.mjs` installed it. */
export function clientBinary(): string {
  const binary = process.env['QCC_TEST_CLAUDE']
  if (binary === undefined)
    throw new Error('No client is named: these tests are run by `npm run test:claude`.')
  return binary
}

/** To be called beside the tests of a file. The stage is there in them, and gone afterwards. */
export function stageOf(cases: readonly Case[], settings: Document['settings']): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-claude-'))
  const home = join(folder, 'qcc')
  const casts = new Map<string, readonly Played[]>()
  const up: { outside?: Outside; url?: string } = {}
  const environment = { QCC_HOME: home, KEY_LAB: 'made-up-0123456789' }
  const qcc = qccIn({ ...environment, HOME: folder, LANG: 'C.UTF-8' })
  let clients = 0

  beforeAll(async () => {
    up.outside = await startOutside()
    for (const one of cases) casts.set(one.name, await cast(one))
    await configureHome(home, documentOf(cases, casts, settings))
    up.url = (JSON.parse(await qcc('proxy', 'start', '--daemon', '--json')) as { url: string }).url
  }, 60_000)
  afterAll(async () => {
    killProxyOf(home)
    await Promise.all([...casts.values()].flat().map(({ upstream }) => upstream.close()))
    up.outside?.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    expect(up.outside?.wanted).toEqual([])
  })

  return {
    environment,
    qcc,
    played: (name) => casts.get(name) ?? [],
    run: (name, more = {}) => {
      clients += 1
      return runClient({
        ...{ program: [clientBinary()], folder: join(folder, String(clients)) },
        ...{ baseUrl: `${up.url ?? ''}/p/${name}`, outside: up.outside?.url ?? '' },
        ...more,
      })
    },
  }
}

function cast({ conversation, opening, parts }: Case): Promise<readonly Played[]> {
  const openings = opening === undefined ? [] : [opening]
  return Promise.all(parts.map((part) => play(part, openings, conversation)))
}

async function play(part: Part, openings: Act[], conversation: Conversation): Promise<Played> {
  const left = part instanceof Array ? [...part] : []
  const converses = part instanceof Array || (part !== 'down' && 'first' in part)
  const asked: SeenRequest[] = []
  const outWith = outageOf(part, asked)
  const played = { asked, paid: 0 }
  const upstream = await startUpstream({
    clock: systemClock,
    acts: part !== 'down' && 'always' in part ? [part.always] : [],
    reply: (request) => {
      if (sessionOf(request) === null) return outWith() ?? { do: 'serve' }
      asked.push(request)
      if (!converses) return undefined
      const act = outWith() ?? openings.shift() ?? left.shift() ?? answerTo(request, conversation)
      const isWhole = act.do === 'serve' && act.breakAt === undefined
      void request.finished.then((how) => (played.paid += isWhole && how === 'complete' ? 1 : 0))
      return act
    },
  })
  if (part === 'down') await upstream.down()
  return Object.assign(played, { upstream })
}

/** What it does instead of answering, checks included, as long as it is out. */
function outageOf(part: Part, asked: readonly SeenRequest[]): () => Act | null {
  if (part === 'down' || !('first' in part)) return () => null
  return () => (systemClock.now() - (asked[0]?.at ?? Infinity) < part.forMs ? part.first : null)
}

function documentOf(
  cases: readonly Case[],
  casts: ReadonlyMap<string, readonly Played[]>,
  settings: Document['settings'],
): Document {
  const profiles = cases.map(({ name, opening, target = {} }) => ({
    name,
    endpoints: (casts.get(name) ?? []).map(({ upstream }, at) => ({
      ...{ id: idOf(`${name}/${at}`), name: `e${at + 1}`, baseUrl: upstream.url, auth: 'bearer' as const },
      ...{ credential: 'env:KEY_LAB', weight: opening !== undefined || at === 0 ? 100 : 0, enabled: true },
      ...target,
    })),
  }))
  return { profiles, settings: { 'proxy.port': 0, ...settings } }
}

const qccIn =
  (environment: Readonly<Record<string, string>>) =>
  async (...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'], ...environment }
    return (await promisify(execFile)(process.execPath, [QCC, ...args], { env })).stdout
  }
